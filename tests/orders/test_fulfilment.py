"""Promises of orders/fulfilment.py: pack, ship, deliver, each once and in this order."""

from datetime import UTC, datetime

import pytest

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders import fulfilment
from orders.fulfilment import return_deadline
from orders.models import Order
from shop.models import StockMovement
from tests.factories import (
    delivered_order,
    make_variant,
    packed_order,
    paid_order,
    place_order,
    ship,
    shipped_order,
)

pytestmark = pytest.mark.django_db


def stock_of(variant):
    variant.refresh_from_db()
    return variant.on_hand, variant.held


def test_packing_is_written_down_with_who_did_it():
    event = packed_order().events.last()
    assert (event.status, event.text, event.by) == ("packed", "Packed", "Store")


def test_shipping_takes_the_held_units_out_of_the_building_and_tells_the_customer():
    variant = make_variant(stock=10)
    order = shipped_order(variant, quantity=3)
    assert stock_of(variant) == (7, 0)
    parcel = order.parcels.get()
    assert (parcel.carrier, parcel.tracking_number) == ("Blue Dart", "BD123")
    told = Message.objects.filter(template="orders/emails/shipped.html")
    assert {message.context["tracking_number"] for message in told} == {"BD123"}


def test_shipping_twice_is_refused_and_deducts_once():
    variant = make_variant(stock=10)
    order = shipped_order(variant)
    with pytest.raises(IllegalTransition):
        ship(order)
    assert stock_of(variant) == (9, 0)
    assert StockMovement.objects.filter(cause="deduct").count() == 1


def test_a_second_packer_with_an_old_page_is_refused():
    order = paid_order()
    stale = Order.objects.get(pk=order.pk)
    fulfilment.pack_order(order, by="Store")
    with pytest.raises(IllegalTransition):
        fulfilment.pack_order(stale, by="Store")
    assert order.events.filter(status="packed").count() == 1


@pytest.mark.parametrize("reach", [place_order, packed_order, shipped_order, delivered_order])
def test_only_a_confirmed_order_is_packed(reach):
    with pytest.raises(IllegalTransition):
        fulfilment.pack_order(reach(), by="Store")


def test_an_order_is_not_shipped_before_it_is_packed():
    variant = make_variant(stock=10)
    with pytest.raises(IllegalTransition):
        ship(paid_order(variant))
    assert stock_of(variant) == (10, 1)


def test_an_order_is_not_delivered_before_it_is_shipped():
    with pytest.raises(IllegalTransition):
        fulfilment.deliver_order(packed_order(), by="Store")


def test_delivery_writes_down_when_returns_close_and_says_so():
    """INV-14."""
    order = delivered_order(at=datetime(2026, 11, 14, 9, 0, tzinfo=UTC))
    order.refresh_from_db()
    assert order.return_deadline == datetime(2026, 11, 21, 18, 29, 59, 999999, tzinfo=UTC)
    message = Message.objects.get(template="orders/emails/delivered.html", channel="email")
    assert message.context["return_until"] == "Sat, 21 Nov"


def test_a_later_policy_does_not_move_a_deadline_already_written(settings):
    """INV-14."""
    order = delivered_order(at=datetime(2026, 11, 14, 9, 0, tzinfo=UTC))
    settings.RETURN_WINDOW_DAYS = 30
    order.refresh_from_db()
    assert order.return_deadline == datetime(2026, 11, 21, 18, 29, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("delivered", "deadline"),
    [
        # 18:29 UTC is 23:59 in India, 18:31 is one minute past midnight of the next day.
        (
            datetime(2026, 11, 14, 18, 29, tzinfo=UTC),
            datetime(2026, 11, 21, 18, 29, 59, 999999, tzinfo=UTC),
        ),
        (
            datetime(2026, 11, 14, 18, 31, tzinfo=UTC),
            datetime(2026, 11, 22, 18, 29, 59, 999999, tzinfo=UTC),
        ),
        (
            datetime(2028, 2, 22, 6, 0, tzinfo=UTC),
            datetime(2028, 2, 29, 18, 29, 59, 999999, tzinfo=UTC),
        ),
        (
            datetime(2027, 2, 22, 6, 0, tzinfo=UTC),
            datetime(2027, 3, 1, 18, 29, 59, 999999, tzinfo=UTC),
        ),
        (
            datetime(2026, 12, 28, 6, 0, tzinfo=UTC),
            datetime(2027, 1, 4, 18, 29, 59, 999999, tzinfo=UTC),
        ),
    ],
)
def test_returns_close_with_the_last_microsecond_of_the_seventh_day_in_india(delivered, deadline):
    """INV-14, F15."""
    assert return_deadline(delivered, 7) == deadline
