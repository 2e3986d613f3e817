"""Promises of shop/pricing.py: the sum shown is the sum charged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import Money
from shop.pricing import PricedLine, price_cart

FREE_FROM = 1_499_00
FEE = 79_00

lines = st.lists(
    st.builds(
        lambda price, above, quantity: PricedLine(Money(price), Money(price + above), quantity),
        st.integers(min_value=1, max_value=10**7),
        st.integers(min_value=0, max_value=10**6),
        st.integers(min_value=1, max_value=10),
    ),
    max_size=12,
)


def bag_of(*prices, mrp=0, quantity=1):
    return [PricedLine(Money(price), Money(max(price, mrp)), quantity) for price in prices]


def test_an_empty_bag_costs_nothing():
    quote = price_cart([])
    assert (quote.items, quote.delivery, quote.total) == (Money(0), Money(0), Money(0))


@pytest.mark.parametrize(
    ("items", "delivery", "missing"),
    [
        (1, FEE, FREE_FROM - 1),
        (FREE_FROM - 1, FEE, 1),
        (FREE_FROM, 0, 0),
        (FREE_FROM + 1, 0, 0),
    ],
)
def test_delivery_is_free_from_its_threshold_on(items, delivery, missing):
    quote = price_cart(bag_of(items))
    assert (quote.delivery, quote.to_free_delivery) == (Money(delivery), Money(missing))
    assert quote.total == Money(items + delivery)


def test_quantities_count_towards_free_delivery():
    assert price_cart(bag_of(500_00, quantity=3)).delivery == Money(0)


def test_what_is_saved_is_the_difference_to_the_mrp():
    quote = price_cart(bag_of(600_00, 700_00, mrp=1_000_00))
    assert (quote.mrp, quote.saved) == (Money(2_000_00), Money(700_00))


@given(lines)
def test_the_total_is_always_items_plus_delivery(priced):
    quote = price_cart(priced)
    assert quote.items == sum((line.total for line in priced), Money(0))
    assert quote.total == quote.items + quote.delivery
    assert quote.saved >= Money(0)


@given(lines)
def test_adding_something_never_makes_a_bag_cheaper_than_what_it_adds_less_the_fee(priced):
    dearer = price_cart([*priced, *bag_of(100)])
    assert dearer.items == price_cart(priced).items + Money(100)
    assert dearer.delivery in {Money(0), Money(FEE)}
