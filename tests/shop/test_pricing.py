"""Promises of shop/pricing.py: the sum shown is the sum charged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import Money
from shop.pricing import Applied, PricedLine, allocate, price_cart

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


def test_a_coupon_comes_off_the_total():
    quote = price_cart(bag_of(500_00), coupon=Applied("TEN", "", (Money(50_00),)))
    assert (quote.discount, quote.total) == (Money(50_00), Money(450_00 + FEE))


def test_a_coupon_never_costs_a_bag_its_free_delivery():
    quote = price_cart(bag_of(FREE_FROM), coupon=Applied("TEN", "", (Money(10_00),)))
    assert (quote.delivery, quote.total) == (Money(0), Money(FREE_FROM - 10_00))


def test_free_delivery_takes_the_fee_and_the_way_to_it_off():
    quote = price_cart(
        bag_of(500_00), coupon=Applied("SHIP", "", (Money(0),), is_delivery_free=True)
    )
    assert (quote.delivery, quote.to_free_delivery) == (Money(0), Money(0))
    assert quote.total == Money(500_00)


@pytest.mark.parametrize("items", [500_00, FREE_FROM])
def test_an_address_with_a_fee_of_its_own_pays_it_whatever_is_ordered(items):
    quote = price_cart(bag_of(items), fee=Money(149_00))
    assert (quote.delivery, quote.to_free_delivery) == (Money(149_00), Money(0))


def test_an_empty_bag_costs_nothing_anywhere():
    assert price_cart([], fee=Money(149_00)).total == Money(0)


# --- Sharing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (100, (2, 1, 1), (50, 25, 25)),
        (101, (2, 1, 1), (51, 25, 25)),
        (1, (5, 5), (1, 0)),
        (7, (0, 7), (0, 7)),
        (0, (3, 4), (0, 0)),
        (5, (), ()),
    ],
)
def test_an_amount_is_shared_to_the_paisa_by_largest_remainder(amount, shares, parts):
    assert allocate(Money(amount), [Money(s) for s in shares]) == tuple(Money(p) for p in parts)


def test_nothing_to_share_by_gets_nothing():
    assert allocate(Money(5), [Money(0), Money(0)]) == (Money(0), Money(0))


@given(
    st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=20).filter(any),
    st.data(),
)
def test_the_parts_are_the_amount_and_none_is_larger_than_its_share(shares, data):
    amount = data.draw(st.integers(min_value=0, max_value=sum(shares)))
    parts = allocate(Money(amount), [Money(share) for share in shares])
    assert sum(part.minor for part in parts) == amount
    assert all(0 <= part.minor <= share for part, share in zip(parts, shares, strict=True))


@pytest.mark.parametrize(("price", "charged"), [(500_00, 149_00), (1_499_00, 149_00)])
def test_express_costs_its_own_fee_whatever_is_ordered(price, charged):
    quote = price_cart(bag_of(price), express_fee=Money(149_00))
    assert quote.delivery == Money(charged)


def test_a_coupon_for_free_delivery_takes_the_usual_fee_off_express():
    free = Applied("SHIPFREE", "Free delivery", (Money(0),), is_delivery_free=True)
    quote = price_cart(bag_of(500_00), coupon=free, express_fee=Money(149_00))
    assert quote.delivery == Money(70_00)


def test_an_empty_bag_costs_no_express_either():
    assert price_cart([], express_fee=Money(149_00)).total == Money(0)
