"""Promises of returns/resolution.py: the refund to the paisa, the units back on sale."""

import pytest

from orders import cancellation, refunds
from orders.errors import NotRefundable
from orders.models import Payment
from returns.inspection import inspect_return
from returns.models import ReturnCase, ReturnUnit
from returns.resolution import amount_of
from shop.models import StockMovement
from shop.money import Money
from tests.factories import (
    accepted_case,
    delivered_order,
    filed_case,
    findings_of,
    make_variant,
    received_case,
)
from tests.factories.returns import PASSED

pytestmark = pytest.mark.django_db


def test_the_price_paid_comes_back_and_delivery_does_not():
    order = delivered_order(make_variant(price_minor=500_00))
    case = accepted_case(order)
    assert (order.total_minor, [refund.amount_minor for refund in case.refunds()]) == (
        579_00,
        [500_00],
    )


def test_the_price_paid_is_the_one_of_the_order_not_todays():
    variant = make_variant(price_minor=500_00)
    order = delivered_order(variant)
    type(variant).objects.update(price_minor=1_00)
    assert [refund.amount_minor for refund in accepted_case(order).refunds()] == [500_00]


def test_two_cases_of_one_order_have_a_refund_each():
    order = delivered_order(make_variant(price_minor=500_00), quantity=2)
    first, second = accepted_case(order), accepted_case(order)
    assert [refund.amount_minor for refund in first.refunds()] == [500_00]
    assert [refund.amount_minor for refund in second.refunds()] == [500_00]
    assert Payment.objects.get(order=order).refund_reserved_minor == 1_000_00


def test_stock_is_back_by_exactly_the_units_that_passed():
    variant = make_variant(stock=10)
    order = delivered_order(variant, quantity=2)
    variant.refresh_from_db()
    case = accepted_case(order)
    movement = StockMovement.objects.get(cause="restock")
    assert (variant.on_hand, movement.on_hand_change) == (8, 1)
    assert movement.key == f"restock:{case.number}:{variant.pk.hex}"
    variant.refresh_from_db()
    assert variant.on_hand == 9


def test_more_than_was_paid_is_never_paid_back():
    """INV-10: what already went back by hand is not paid a second time; all of it is undone."""
    variant = make_variant(stock=10)
    order = delivered_order(variant)
    case = received_case(order)
    refunds.request_refund(order, order.total, key="by hand", reason="Goodwill")
    with pytest.raises(NotRefundable):
        inspect_return(case, findings_of(case, PASSED), by="QC")
    variant.refresh_from_db()
    assert (variant.on_hand, ReturnCase.objects.get().status) == (9, "received")


def test_the_amount_is_the_sum_of_the_units_own_prices():
    order = delivered_order(make_variant(price_minor=333_33), quantity=3)
    case = filed_case(order, quantity=3)
    units = ReturnUnit.objects.select_related("line__order_line")
    assert amount_of(case, list(units)) == Money(999_99)


def test_no_units_are_worth_nothing():
    assert amount_of(filed_case(), []) == Money(0)


def test_a_delivered_order_cannot_be_cancelled_around_its_return():
    order = delivered_order()
    accepted_case(order)
    with pytest.raises(cancellation.NotCancellable):
        cancellation.cancel_order(order, by="Asha Rao")
