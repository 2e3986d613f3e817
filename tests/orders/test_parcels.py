"""Promises of orders/fulfilment.py for orders in parts: every unit in one parcel, each tracked."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders import fulfilment
from orders.cancellation import cancel_order
from orders.errors import NotCancellable, NothingToPack, NotPackable, PageOutOfDate, ShipOneByOne
from orders.models import Order, OrderLine, Parcel
from orders.states import PARCEL_TRANSITIONS, ParcelStatus
from returns.errors import NotReturnable
from shop.models import StockMovement, Variant
from tests.factories import (
    delivered_order,
    filed_case,
    make_variant,
    pack_first,
    packed_order,
    paid_order,
    place_order,
    ship,
    ship_parcel,
    shipped_order,
    two_parcels,
)

pytestmark = pytest.mark.django_db


def stock_of(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


def deliver(parcel, at=None):
    fulfilment.deliver_parcel(parcel, by="Courier", at=at)


# --- Packing in parts ---------------------------------------------------------------------


def test_one_press_packs_everything_into_one_parcel():
    order = packed_order(make_variant(), make_variant(), quantity=2)
    parcel = order.parcels.get()
    assert (parcel.number, parcel.status, parcel.pieces) == (1, "packed", 4)
    assert (order.status, order.units_to_pack) == ("packed", 0)


def test_an_order_is_packed_when_its_last_unit_is():
    order = paid_order(quantity=3)
    pack_first(order, 1)
    assert (status_of(order), order.units_to_pack) == ("confirmed", 2)
    pack_first(order, 1)
    assert (status_of(order), order.units_to_pack) == ("confirmed", 1)
    fulfilment.pack_order(order, by="Store")
    assert (status_of(order), order.units_to_pack) == ("packed", 0)
    assert [parcel.pieces for parcel in order.parcels.all()] == [1, 1, 1]


@pytest.mark.parametrize("units", [3, 99, -1])
def test_never_more_is_packed_than_was_bought(units):
    order = paid_order(quantity=2)
    with pytest.raises(NotPackable, match="2 left to pack"):
        pack_first(order, units)
    assert not Parcel.objects.exists()


def test_the_table_itself_holds_packed_within_bought_and_delivered_within_packed():
    order = paid_order(quantity=2)
    for column in ("packed_quantity", "delivered_quantity"):
        with pytest.raises(IntegrityError), transaction.atomic():
            order.lines.update(**{column: 3})


def test_an_empty_parcel_is_refused():
    order = paid_order()
    with pytest.raises(NothingToPack):
        fulfilment.pack_parcel(order, {order.lines.get().pk: 0}, by="Store")


def test_lines_of_another_order_are_never_packed():
    other = paid_order().lines.get()
    with pytest.raises(OrderLine.DoesNotExist):
        fulfilment.pack_parcel(paid_order(), {other.pk: 1}, by="Store")
    assert OrderLine.objects.get(pk=other.pk).packed_quantity == 0


def test_a_second_press_on_the_same_page_is_no_second_parcel():
    order = paid_order(quantity=2)
    page = Order.objects.get(pk=order.pk)
    contents = {order.lines.get().pk: 1}
    fulfilment.pack_parcel(order, contents, by="Store", seen_steps=page.parcel_steps)
    with pytest.raises(PageOutOfDate):
        fulfilment.pack_parcel(page, contents, by="Store", seen_steps=0)


@pytest.mark.parametrize("reach", [place_order, packed_order, shipped_order, delivered_order])
def test_only_a_confirmed_order_is_packed_in_part(reach):
    with pytest.raises(IllegalTransition):
        pack_first(reach())


def test_nothing_is_called_off_once_a_part_is_packed():
    order = paid_order(quantity=2)
    pack_first(order)
    with pytest.raises(NotCancellable, match="being packed"):
        cancel_order(order, by="Asha Rao")
    assert status_of(order) == "confirmed"


def test_a_cancelled_order_is_not_packed():
    order = paid_order()
    stale = Order.objects.get(pk=order.pk)
    cancel_order(order, by="Asha Rao")
    with pytest.raises(IllegalTransition):
        fulfilment.pack_order(stale, by="Store")


# --- Taking apart -------------------------------------------------------------------------


def test_a_parcel_taken_apart_puts_its_units_back_and_its_number_is_not_used_again():
    order = packed_order(quantity=2)
    fulfilment.unpack_parcel(order.parcels.get(), by="Store")
    order.refresh_from_db()
    assert (order.status, order.units_to_pack, order.current_parcels) == ("confirmed", 2, [])
    fulfilment.pack_order(order, by="Store")
    assert [(one.number, one.status) for one in order.parcels.all()] == [
        (1, "unpacked"),
        (2, "packed"),
    ]


def test_an_order_whose_parcel_was_taken_apart_is_still_not_cancelled():
    """Its invoice stands."""
    order = packed_order()
    fulfilment.unpack_parcel(order.parcels.get(), by="Store")
    with pytest.raises(NotCancellable):
        cancel_order(order, by="Asha Rao")


@pytest.mark.parametrize("reach", [shipped_order, delivered_order])
def test_what_left_is_not_taken_apart(reach):
    order = reach()
    with pytest.raises(IllegalTransition):
        fulfilment.unpack_parcel(order.parcels.get(), by="Store")
    assert order.units_to_pack == 0


# --- Shipping and arriving one by one -----------------------------------------------------


def test_stock_leaves_with_each_parcel():
    variant = make_variant(stock=10)
    first, second = two_parcels(variant, quantity=3)
    ship_parcel(second)
    assert stock_of(variant) == (8, 1)
    ship_parcel(first)
    assert stock_of(variant) == (7, 0)
    keys = StockMovement.objects.filter(cause="deduct").values_list("on_hand_change", flat=True)
    assert sorted(keys) == [-2, -1]


def test_an_order_is_shipped_when_its_last_parcel_left():
    first, second = two_parcels(quantity=2)
    ship_parcel(first, "ONE")
    assert status_of(first.order) == "packed"
    ship_parcel(second, "TWO")
    assert status_of(first.order) == "shipped"
    assert list(first.order.parcels.values_list("tracking_number", flat=True)) == ["ONE", "TWO"]


def test_a_part_may_leave_before_the_rest_is_packed():
    order = paid_order(quantity=2)
    ship_parcel(pack_first(order))
    assert status_of(order) == "confirmed"
    fulfilment.pack_order(order, by="Store")
    ship(order)
    assert status_of(order) == "shipped"


def test_several_parcels_are_never_shipped_with_one_number():
    first, _ = two_parcels(quantity=2)
    with pytest.raises(ShipOneByOne, match="2 parcels wait"):
        ship(first.order)
    assert status_of(first) == "packed"


def test_the_customer_is_told_of_each_parcel_what_lies_in_it():
    first, second = two_parcels(make_variant(), make_variant())
    ship_parcel(first, "ONE")
    ship_parcel(second, "TWO")
    told = Message.objects.filter(template="orders/emails/shipped.html", channel="email")
    said = {m.context["tracking_number"]: len(m.context["lines"]) for m in told}
    assert said == {"ONE": 1, "TWO": 1}
    assert sorted(m.context["parcel"] for m in told) == ["1", "2"]


def test_the_window_opens_with_the_first_parcel_and_is_dated_by_the_last():
    """INV-14."""
    first, second = two_parcels(quantity=2)
    ship_parcel(first)
    ship_parcel(second)
    order = first.order
    deliver(first, at=datetime(2026, 11, 10, 9, tzinfo=UTC))
    order.refresh_from_db()
    assert (order.status, order.return_deadline) == ("shipped", None)
    assert filed_case(order, quantity=1).lines.get().quantity == 1
    deliver(second, at=datetime(2026, 11, 14, 9, tzinfo=UTC))
    order.refresh_from_db()
    assert order.status == "delivered"
    assert order.return_deadline == datetime(2026, 11, 21, 18, 29, 59, 999999, tzinfo=UTC)


def test_what_is_still_on_the_way_does_not_come_back():
    first, second = two_parcels(quantity=3)
    ship_parcel(first)
    ship_parcel(second)
    deliver(first)
    with pytest.raises(NotReturnable, match="1 of Bagru Kurta can be sent back, not 2"):
        filed_case(first.order, quantity=2)


def test_everything_on_the_way_is_delivered_with_one_press():
    first, second = two_parcels(quantity=2)
    ship_parcel(first)
    ship_parcel(second)
    fulfilment.deliver_order(first.order, by="Store")
    assert {status_of(first), status_of(second), status_of(first.order)} == {"delivered"}
    assert first.order.lines.get().delivered_quantity == 2


def test_a_parcel_is_delivered_once():
    order = shipped_order(quantity=2)
    stale = order.parcels.get()
    deliver(order.parcels.get())
    with pytest.raises(IllegalTransition):
        deliver(stale)
    assert order.lines.get().delivered_quantity == 2


WAYS = {
    ParcelStatus.PACKED: lambda order: order.parcels.get(),
    ParcelStatus.SHIPPED: lambda order: ship(order) or order.parcels.get(),
    ParcelStatus.DELIVERED: lambda order: (
        ship(order) or fulfilment.deliver_order(order, by="Store") or order.parcels.get()
    ),
    ParcelStatus.UNPACKED: lambda order: (
        fulfilment.unpack_parcel(order.parcels.get(), by="Store") or order.parcels.get()
    ),
}
MOVES = {
    ParcelStatus.SHIPPED: ship_parcel,
    ParcelStatus.DELIVERED: deliver,
    ParcelStatus.UNPACKED: lambda parcel: fulfilment.unpack_parcel(parcel, by="Store"),
}


@pytest.mark.parametrize("new", MOVES)
@pytest.mark.parametrize("old", WAYS)
def test_a_parcel_moves_only_along_its_table(old, new):
    """INV-7: the whole matrix, through the operations."""
    parcel = WAYS[old](packed_order())
    is_legal = new in PARCEL_TRANSITIONS[old]
    refusal = pytest.raises(IllegalTransition) if not is_legal else nullcontext()
    with refusal:
        MOVES[new](parcel)
    assert status_of(parcel) == (new if is_legal else old)


# --- What shoppers read -------------------------------------------------------------------


def sentence(order):
    return Order.objects.get(pk=order.pk).parcel_sentence


def test_the_sentence_counts_parcels_where_there_are_several():
    first, second = two_parcels(quantity=2)
    order = first.order
    assert sentence(order) == "2 of 2 parcels packed."
    ship_parcel(first)
    assert sentence(order) == "1 of 2 parcels on the way, 1 of 2 parcels packed."
    ship_parcel(second)
    deliver(first)
    assert sentence(order) == "1 of 2 parcels delivered, 1 of 2 parcels on the way."


def test_the_sentence_says_what_is_still_to_pack():
    order = paid_order(quantity=3)
    ship_parcel(pack_first(order))
    assert sentence(order) == "1 parcel on the way, 2 pieces still to pack."


@pytest.mark.parametrize("reach", [paid_order, packed_order, shipped_order, delivered_order])
def test_an_order_in_one_parcel_needs_no_such_sentence(reach):
    assert sentence(reach()) == ""


def test_the_order_page_shows_a_thread_for_each_parcel(client):
    first, _second = two_parcels(quantity=2)
    ship_parcel(first, "ONE-77")
    client.force_login(first.order.user)
    text = client.get(reverse("orders:detail", args=[first.order.number])).content.decode()
    assert text.count('<ol class="thread">') == 3
    assert "ONE-77" in text
    assert 'id="parcel-2"' in text


def test_an_order_with_a_part_packed_offers_no_cancelling(client):
    order = paid_order(quantity=2)
    pack_first(order)
    client.force_login(order.user)
    page = client.get(reverse("orders:detail", args=[order.number])).content.decode()
    assert 'id="cancel"' not in page
    refused = client.post(reverse("orders:cancel", args=[order.number]))
    assert refused.status_code == 422
