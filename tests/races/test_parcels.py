"""Two people at one order: parcels never hold a unit twice, and the order keeps up with them."""

import threading
from functools import partial

import pytest
from django.db.models import F

from orders import fulfilment
from orders.cancellation import cancel_order
from orders.models import OrderLine, Parcel
from orders.undelivered import sound_of, take_back_parcel
from shop.models import Variant
from tests.factories import make_variant, pack_first, paid_order, ship_parcel, two_parcels
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def seen(row):
    """A row as one of them has it on their page."""
    return type(row).objects.get(pk=row.pk)


def test_packing_the_same_order_many_times_at_once_packs_each_unit_once():
    order = paid_order(quantity=3)
    outcomes = at_once([partial(fulfilment.pack_order, seen(order), by="Store") for _ in range(6)])
    assert kinds(outcomes) == {"IllegalTransition": 5, "Parcel": 1}
    assert Parcel.objects.get().pieces == 3


def test_packing_in_parts_at_once_never_packs_more_than_was_bought():
    order = paid_order(quantity=3)
    outcomes = at_once([partial(pack_first, seen(order)) for _ in range(5)])
    assert kinds(outcomes)["Parcel"] == 3
    assert sorted(order.parcels.values_list("number", flat=True)) == [1, 2, 3]
    assert (OrderLine.objects.get().packed_quantity, seen(order).status) == (3, "packed")


def test_cancelling_while_somebody_packs_a_part_is_one_or_the_other():
    variant = make_variant(stock=5)
    order = paid_order(variant, quantity=2)
    at_once([partial(cancel_order, order, by="Asha"), partial(pack_first, seen(order))])
    held = Variant.objects.get(pk=variant.pk).held
    outcome = (seen(order).status, Parcel.objects.count(), held)
    assert outcome in {("cancelled", 0, 0), ("confirmed", 1, 2)}


def test_two_parcels_shipped_and_delivered_at_once_bring_the_order_along():
    first, second = two_parcels(quantity=2)
    at_once([partial(ship_parcel, seen(parcel)) for parcel in (first, second)])
    assert seen(first.order).status == "shipped"
    at_once([partial(fulfilment.deliver_parcel, seen(p), by="Courier") for p in (first, second)])
    assert seen(first.order).status == "delivered"
    assert OrderLine.objects.get().delivered_quantity == 2


def test_shipping_and_taking_apart_the_same_parcel_is_one_or_the_other():
    variant = make_variant(stock=5)
    order = paid_order(variant)
    parcel = fulfilment.pack_order(order, by="Store")
    outcomes = at_once(
        [partial(ship_parcel, seen(parcel)),
         partial(fulfilment.unpack_parcel, seen(parcel), by="Store")]
    )  # fmt: skip
    assert kinds(outcomes) == {"IllegalTransition": 1, "NoneType": 1}
    after = Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)
    assert (seen(parcel).status, after) in {("shipped", (4, 0)), ("unpacked", (5, 1))}


def test_a_parcel_that_came_back_is_received_once_however_many_receive_it():
    variant = make_variant(stock=5)
    order = paid_order(variant)
    parcel = fulfilment.pack_order(order, by="Store")
    ship_parcel(parcel)
    receive = {"sound": sound_of(list(parcel.lines.all())), "by": "Store"}
    outcomes = at_once([partial(take_back_parcel, seen(parcel), **receive) for _ in range(4)])
    assert kinds(outcomes) == {"IllegalTransition": 3, "NoneType": 1}
    assert [refund.amount_minor for refund in order.refunds.all()] == [order.total_minor]
    assert Variant.objects.get(pk=variant.pk).on_hand == 5


def test_two_parcels_received_back_at_once_return_the_whole_order():
    first, second = two_parcels(make_variant(stock=5, price_minor=500_00), quantity=2)
    [ship_parcel(parcel) for parcel in (first, second)]
    lines = [list(parcel.lines.all()) for parcel in (first, second)]
    at_once(
        [partial(take_back_parcel, seen(parcel), sound=sound_of(inside), by="Store")
         for parcel, inside in zip((first, second), lines, strict=True)]
    )  # fmt: skip
    order = seen(first.order)
    assert (order.status, order.lines.get().returned_quantity) == ("returned", 2)
    assert sum(refund.amount_minor for refund in order.refunds.all()) == order.total_minor


def test_a_parcel_delivered_and_received_back_at_once_is_one_or_the_other():
    order = paid_order()
    parcel = fulfilment.pack_order(order, by="Store")
    ship_parcel(parcel)
    sound = sound_of(list(parcel.lines.all()))
    at_once(
        [partial(fulfilment.deliver_parcel, seen(parcel), by="Courier"),
         partial(take_back_parcel, seen(parcel), sound=sound, by="Store")]
    )  # fmt: skip
    after = (seen(parcel).status, seen(order).status, order.refunds.count())
    assert after in {("delivered", "delivered", 0), ("returned", "returned", 1)}


def test_control_looking_before_packing_does_not_keep_two_from_packing_the_same():
    """The guard in the UPDATE does: without it the tests above would prove nothing."""
    line = paid_order().lines.get()
    both_have_looked = threading.Barrier(2, timeout=10)

    def look_then_pack():
        left = OrderLine.objects.get(pk=line.pk).units_to_pack
        both_have_looked.wait()
        return left

    assert at_once([look_then_pack] * 2) == [1, 1]
    guarded = OrderLine.objects.filter(pk=line.pk, packed_quantity__lte=F("quantity") - 1)
    pack = partial(guarded.update, packed_quantity=F("packed_quantity") + 1)
    assert sorted(at_once([pack] * 2)) == [0, 1]
