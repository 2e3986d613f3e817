"""What placing an order costs the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from orders.models import Order, OrderEvent
from shop.models import CouponUse, StockMovement, Variant
from tests.factories import bag_with, make_customer, make_variant
from tests.factories.coupons import make_coupon
from tests.factories.orders import DESTINATION, ready_to_place

pytestmark = pytest.mark.django_db


def queries_of_placing(*variants: Variant) -> int:
    """Of the operation alone, for a bag whose total the shopper has seen."""
    cart = bag_with(*variants, user=make_customer())
    place = ready_to_place(cart)
    with CaptureQueriesContext(connection) as asked:
        place()
    return len(asked)


def test_placing_two_lines_with_all_that_belongs_to_it_takes_at_most_thirty_queries():
    """Issue 4: address, stock, coupon, payment, event, messages, and the bag emptied."""
    make_coupon(is_automatic=True, customer_limit=5)
    asked = queries_of_placing(make_variant(price_minor=900_00), make_variant(price_minor=900_00))
    order = Order.objects.get()
    assert (order.lines.count(), order.coupon_code, order.pin_code) == (
        2,
        "FESTIVE10",
        DESTINATION.pin_code,
    )
    assert StockMovement.objects.filter(cause="hold").count() == 2
    assert CouponUse.objects.count() == 1
    assert OrderEvent.objects.count() == 1
    assert Message.objects.count() == 2
    assert asked <= 30


def test_each_further_line_costs_one_query_more():
    """Its guarded UPDATE; all else is done for all lines together."""
    two = queries_of_placing(make_variant(), make_variant())
    five = queries_of_placing(*(make_variant() for _ in range(5)))
    assert five - two == 3
