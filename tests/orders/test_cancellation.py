"""Promises of orders/cancellation.py: until packed by the customer, by the clock when unpaid."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Message
from orders import cancellation
from orders.errors import NotCancellable
from orders.gateway import Retryable
from orders.models import Order
from shop.models import Product
from tests.factories import (
    delivered_order,
    make_variant,
    packed_order,
    paid_order,
    place_order,
    shipped_order,
    started_order,
)

pytestmark = pytest.mark.django_db


def stock_of(variant):
    variant.refresh_from_db()
    return variant.on_hand, variant.held


def status_of(order):
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


def expire(order, *, after=timedelta(seconds=1)):
    with time_machine.travel(order.expires_at + after, tick=False):
        cancellation.expire_order(order)


def test_an_unpaid_order_is_cancelled_its_stock_free_and_nothing_refunded():
    variant = make_variant(stock=3)
    order = place_order(variant, quantity=2)
    cancellation.cancel_order(order, by="Asha Rao")
    assert (status_of(order), stock_of(variant)) == ("cancelled", (3, 0))
    assert order.refunds.count() == 0
    assert order.events.last().by == "Asha Rao"


def test_a_paid_order_is_cancelled_and_all_of_its_money_goes_back():
    variant = make_variant(stock=3)
    order = paid_order(variant)
    cancellation.cancel_order(order, by="Asha Rao")
    assert stock_of(variant) == (3, 0)
    refund = order.refunds.get()
    assert (refund.amount_minor, refund.key) == (order.total_minor, f"cancel:{order.pk.hex}")
    assert Message.objects.filter(template="orders/emails/cancelled.html").count() == 2


@pytest.mark.parametrize("reach", [packed_order, shipped_order, delivered_order])
def test_once_packed_an_order_can_no_longer_be_cancelled(reach):
    order = reach()
    before = status_of(order)
    with pytest.raises(NotCancellable):
        cancellation.cancel_order(order, by="Asha Rao")
    assert (status_of(order), order.refunds.count()) == (before, 0)


def test_cancelling_twice_is_refused_and_refunds_once():
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    with pytest.raises(NotCancellable):
        cancellation.cancel_order(order, by="Asha Rao")
    assert order.refunds.count() == 1


def test_an_order_cancelled_from_a_page_that_did_not_know_it_was_packed_is_refused():
    order = paid_order()
    stale = Order.objects.get(pk=order.pk)
    packed = Order.objects.get(pk=order.pk)
    packed.move_to("packed")
    with pytest.raises(NotCancellable):
        cancellation.cancel_order(stale, by="Asha Rao")
    assert status_of(order) == "packed"


def test_cancelling_an_order_of_a_style_no_longer_sold_still_frees_its_stock():
    variant = make_variant(stock=1)
    order = place_order(variant)
    Product.objects.update(is_published=False)
    cancellation.cancel_order(order, by="Asha Rao")
    assert stock_of(variant) == (1, 0)


# --- The clock ------------------------------------------------------------------------------


def test_an_order_nobody_paid_expires_and_its_stock_is_free():
    """INV-13."""
    variant = make_variant(stock=1)
    order = place_order(variant)
    expire(order)
    assert (status_of(order), stock_of(variant)) == ("expired", (1, 0))


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (timedelta(microseconds=-1), "placed"),
        (timedelta(0), "expired"),
        (timedelta(days=3), "expired"),
    ],
)
def test_an_order_expires_at_its_time_and_not_before(after, status):
    order = place_order()
    expire(order, after=after)
    assert status_of(order) == status


def test_expiring_twice_frees_the_stock_once():
    variant = make_variant(stock=1)
    order = place_order(variant)
    expire(order)
    expire(order)
    assert stock_of(variant) == (1, 0)
    assert order.events.filter(status="expired").count() == 1


def test_an_order_that_was_paid_after_all_is_confirmed_instead_of_expired(gateway):
    """INV-13: the gateway is asked once more, whatever was lost on the way."""
    order = started_order()
    gateway.pay(order)
    expire(order)
    assert status_of(order) == "confirmed"


def test_an_order_waiting_for_the_bank_does_not_expire(gateway):
    """INV-13."""
    order = started_order()
    gateway.pay(order, "authorized")
    expire(order)
    assert status_of(order) == "placed"


def test_an_order_is_not_expired_while_the_gateway_cannot_be_asked(gateway):
    order = started_order()
    gateway.errors.append(Retryable("ConnectTimeout"))
    with pytest.raises(Retryable):
        expire(order)
    assert status_of(order) == "placed"


def test_a_paid_order_never_expires():
    order = paid_order()
    cancellation._expire(order)
    with time_machine.travel(order.expires_at + timedelta(days=1)):
        cancellation._expire(order)
    assert status_of(order) == "confirmed"
