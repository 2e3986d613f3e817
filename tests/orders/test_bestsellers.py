"""What sells now: counted from orders people paid for, of the last thirty days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.bestsellers import count_recent_sales
from orders.cancellation import cancel_order
from orders.periodic import count_recent_sales as job
from shop.models import Product
from tests.factories import make_variant, paid_order, place_order

pytestmark = pytest.mark.django_db


def sold(variant):
    return Product.objects.get(colourways__variants=variant).sold_recently


def test_units_of_every_colour_and_size_are_counted_on_the_product():
    small = make_variant()
    large = make_variant(product=small.colourway.product, size="L")
    paid_order(small, quantity=2)
    paid_order(small, large)
    count_recent_sales()
    assert sold(small) == 4


def test_an_order_nobody_paid_for_sells_nothing():
    variant = make_variant()
    place_order(variant)
    assert count_recent_sales() == 0
    assert sold(variant) == 0


def test_a_cancelled_order_no_longer_counts():
    variant = make_variant()
    order = paid_order(variant)
    count_recent_sales()
    cancel_order(order, by="Asha")
    count_recent_sales()
    assert sold(variant) == 0


def test_after_thirty_days_a_sale_is_forgotten():
    variant = make_variant()
    paid_order(variant)
    count_recent_sales(now=timezone.now() + timedelta(days=29))
    assert sold(variant) == 1
    count_recent_sales(now=timezone.now() + timedelta(days=31))
    assert sold(variant) == 0


def test_only_what_changed_is_listed_anew():
    steady, rising = make_variant(), make_variant()
    paid_order(steady)
    count_recent_sales()
    listed_at = Product.objects.get(colourways__variants=steady).listed_at
    paid_order(rising)
    assert count_recent_sales() == 1
    assert Product.objects.get(colourways__variants=steady).listed_at == listed_at
    assert Product.objects.get(colourways__variants=rising).listed_at > listed_at


def test_many_orders_cost_no_more_queries_than_one(django_assert_num_queries):
    variants = [make_variant(stock=50) for _ in range(4)]
    for variant in variants:
        paid_order(variant)
        paid_order(variant, quantity=2)
    with django_assert_num_queries(6):  # orders, lines, owners, noted; one new count: read, write
        count_recent_sales()


def test_the_clock_counts():
    variant = make_variant()
    paid_order(variant)
    job()
    assert sold(variant) == 1
