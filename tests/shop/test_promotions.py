"""Promises of shop/promotions.py: one coupon, worth what it says; words when it does not fit."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from shop.models import Coupon, CouponTally
from shop.money import Money
from shop.pricing import Applied, PricedLine, price_cart
from shop.promotions import SOMEBODY, Shopper, WhyNot, choose, evaluate, offer_of, shopper_of
from tests.factories import make_customer
from tests.factories.coupons import free_delivery, make_coupon, rupees_off

NOW = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)  # a Tuesday noon in India
FEE = Money(79_00)
KURTAS, SAREES = uuid4(), uuid4()
KURTA, SAREE = uuid4(), uuid4()
Kind = Coupon.Kind


def kurta(rupees=1_000, quantity=1):
    price = Money(rupees * 100)
    return PricedLine(price, price, quantity, product_id=KURTA, category_id=KURTAS)


def saree(rupees=1_000, quantity=1):
    price = Money(rupees * 100)
    return PricedLine(price, price, quantity, product_id=SAREE, category_id=SAREES)


def coupon(**columns):
    given = {"code": "FESTIVE10", "title": "10% off", "kind": Kind.PERCENT, "percent": 10}
    return Coupon(**{**given, "starts_at": NOW - timedelta(days=1), **columns})


def off(rupees, **columns):
    return coupon(kind=Kind.FLAT, percent=0, amount_minor=rupees * 100, **columns)


def outcome(coupon, *lines, shopper=SOMEBODY, delivery=FEE):
    return evaluate(coupon, lines, shopper, now=NOW, delivery=delivery)


def why(coupon, *lines, **how):
    found = outcome(coupon, *lines, **how)
    assert isinstance(found, WhyNot)
    return str(found)


# --- What comes off ---------------------------------------------------------------------------


def test_per_cent_come_off_every_line():
    found = outcome(coupon(), kurta(1_000), saree(500, quantity=2))
    assert found == Applied("FESTIVE10", "10% off", (Money(100_00), Money(100_00)))
    assert found.discount == Money(200_00)


@pytest.mark.parametrize(
    ("paise", "off"),
    [(2_299_00, 230_00), (2_300_00, 230_00), (2_300_01, 231_00), (1_00, 1_00), (50, 50)],
)
def test_per_cent_are_rounded_up_to_whole_rupees_but_never_above_the_price(paise, off):
    line = PricedLine(Money(paise), Money(paise), 1)
    assert outcome(coupon(), line).discount == Money(off)


def test_a_cap_holds_and_is_shared_by_the_lines():
    found = outcome(coupon(most_minor=150_00), kurta(2_000), saree(1_000))
    assert found.discounts == (Money(100_00), Money(50_00))


def test_rupees_off_are_shared_in_proportion():
    found = outcome(off(100), kurta(300), saree(100))
    assert found.discounts == (Money(75_00), Money(25_00))


def test_rupees_off_are_never_more_than_what_they_are_off():
    assert outcome(off(500), kurta(300)).discount == Money(300_00)


def test_only_pieces_in_scope_get_cheaper():
    found = outcome(coupon(category_ids=[str(KURTAS)]), kurta(1_000), saree(1_000))
    assert found.discounts == (Money(100_00), Money(0))


def test_a_coupon_may_name_products_and_categories():
    both = coupon(category_ids=[str(KURTAS)], product_ids=[str(SAREE)])
    found = outcome(both, kurta(1_000), saree(1_000))
    assert found.discounts == (Money(100_00), Money(100_00))


def test_free_delivery_takes_nothing_off_the_pieces():
    found = outcome(coupon(kind=Kind.DELIVERY), kurta(500))
    assert (found.discount, found.is_delivery_free) == (Money(0), True)


lines = st.lists(
    st.builds(
        lambda price, quantity, is_kurta: PricedLine(
            Money(price), Money(price), quantity, category_id=KURTAS if is_kurta else SAREES
        ),
        st.integers(min_value=1, max_value=10**7),
        st.integers(min_value=1, max_value=10),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
coupons = st.builds(
    lambda kind, percent, amount, most, is_scoped: coupon(
        kind=kind,
        percent=percent,
        amount_minor=amount,
        most_minor=most,
        category_ids=[str(KURTAS)] if is_scoped else [],
    ),
    st.sampled_from(list(Kind)),
    st.integers(min_value=1, max_value=90),
    st.integers(min_value=1, max_value=10**8),
    st.none() | st.integers(min_value=1, max_value=10**7),
    st.booleans(),
)


@given(coupons, lines)
def test_no_line_is_discounted_below_nothing_and_the_parts_are_the_whole(coupon, lines):
    """SEC-9."""
    found = evaluate(coupon, lines, SOMEBODY, now=NOW, delivery=FEE)
    applied = found if isinstance(found, Applied) else None
    quote = price_cart(lines, coupon=applied)
    parts = applied.discounts if applied else ()
    assert sum(parts, Money(0)) == quote.discount
    assert all(Money(0) <= part <= line.total for part, line in zip(parts, lines, strict=False))
    assert Money(0) <= quote.total <= price_cart(lines).total


# --- Why not ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"is_active": False}, "FESTIVE10 is switched off."),
        ({"starts_at": datetime(2026, 12, 4, 19, tzinfo=UTC)}, "FESTIVE10 starts on Sat, 5 Dec."),
        ({"ends_at": NOW}, "FESTIVE10 ended on Tue, 1 Dec."),
        ({"total_limit": 5, "uses": 5}, "FESTIVE10 has been used up."),
        ({"total_limit": 0}, "FESTIVE10 has been used up."),
        ({"minimum_minor": 1_499_00}, "FESTIVE10 needs ₹1,499. Add ₹250 more."),
        ({"category_ids": ["x"]}, "FESTIVE10 does not apply to what is in your bag."),
        ({"product_ids": ["x"]}, "FESTIVE10 does not apply to what is in your bag."),
        (
            {"minimum_minor": 1_499_00, "category_ids": [str(KURTAS)]},
            "FESTIVE10 needs ₹1,499 of what it is for. Add ₹250 more of it.",
        ),
    ],
)
def test_each_condition_that_fails_says_so(columns, said):
    assert why(coupon(**columns), kurta(1_249)) == said


@pytest.mark.parametrize(
    "columns",
    [
        {"starts_at": NOW},
        {"ends_at": NOW + timedelta(microseconds=1)},
        {"total_limit": 5, "uses": 4},
        {"minimum_minor": 1_249_00},
    ],
)
def test_at_its_edge_a_condition_holds(columns):
    assert isinstance(outcome(coupon(**columns), kurta(1_249)), Applied)


def test_the_minimum_counts_only_what_the_coupon_is_for():
    scoped = coupon(minimum_minor=1_500_00, category_ids=[str(KURTAS)])
    assert "Add ₹500 more" in why(scoped, kurta(1_000), saree(9_000))


def test_a_coupon_for_the_first_order_is_not_for_who_has_bought():
    first = coupon(first_order_only=True)
    bought = Shopper("asha", has_bought=True)
    assert why(first, kurta(), shopper=bought) == "FESTIVE10 is for your first order."
    assert isinstance(outcome(first, kurta(), shopper=Shopper("asha")), Applied)


@pytest.mark.parametrize(
    ("limit", "said"),
    [(1, "You have used FESTIVE10 already."), (2, "You have used FESTIVE10 2 times already.")],
)
def test_a_customer_who_used_it_up_reads_so(limit, said):
    limited = coupon(customer_limit=limit)
    assert why(limited, kurta(), shopper=Shopper("asha", uses={limited.pk: limit})) == said
    once_less = Shopper("asha", uses={limited.pk: limit - 1})
    assert isinstance(outcome(limited, kurta(), shopper=once_less), Applied)


def test_a_coupon_for_the_first_order_is_for_one_order_only():
    """Also while the first is not paid for yet."""
    first = coupon(first_order_only=True, customer_limit=5)
    again = Shopper("asha", uses={first.pk: 1})
    assert why(first, kurta(), shopper=again) == "You have used FESTIVE10 already."


def test_free_delivery_is_not_spent_where_delivery_is_free():
    said = why(coupon(kind=Kind.DELIVERY), kurta(), delivery=Money(0))
    assert said == "Delivery is free already. FESTIVE10 stays yours."


@pytest.mark.django_db
def test_a_customer_is_known_by_their_id_and_a_shopper_without_account_by_phone():
    new, old = make_customer(), make_customer(first_bought_at=NOW)
    assert shopper_of(new) == Shopper(str(new.pk), has_bought=False)
    assert shopper_of(old) == Shopper(str(old.pk), has_bought=True)
    assert shopper_of(None, phone="+919876543210") == Shopper("+919876543210")
    assert shopper_of(None) == SOMEBODY


# --- Choosing ---------------------------------------------------------------------------------


def chosen(code="", *lines, shopper=SOMEBODY, fee=None):
    best, why_not = choose(code, lines, shopper, now=timezone.now(), fee=fee)
    return (best.code if best else None, why_not)


@pytest.mark.django_db
def test_a_coupon_nobody_typed_applies_only_if_it_is_automatic():
    make_coupon("TYPED", percent=50)
    assert chosen("", kurta()) == (None, "")
    make_coupon("ALONE", is_automatic=True)
    assert chosen("", kurta()) == ("ALONE", "")


@pytest.mark.django_db
def test_the_typed_code_goes_before_a_better_automatic_one():
    make_coupon("AUTO50", percent=50, is_automatic=True)
    make_coupon("TYPED10")
    assert chosen("TYPED10", kurta()) == ("TYPED10", "")


@pytest.mark.django_db
def test_a_typed_code_that_does_not_apply_yet_says_why_and_leaves_room():
    make_coupon("AUTO5", percent=5, is_automatic=True)
    make_coupon("TYPED10", minimum_minor=1_500_00)
    assert chosen("TYPED10", kurta()) == ("AUTO5", "TYPED10 needs ₹1,500. Add ₹500 more.")
    assert chosen("TYPED10", kurta(), kurta()) == ("TYPED10", "")


@pytest.mark.django_db
def test_of_several_automatic_ones_the_biggest_saving_applies_then_the_first_by_code():
    make_coupon("A10", percent=10, is_automatic=True)
    rupees_off(100, "B100", is_automatic=True)
    rupees_off(99, "C99", is_automatic=True)
    assert chosen("", kurta(1_010))[0] == "A10"
    assert chosen("", kurta(1_000))[0] == "A10"
    assert chosen("", kurta(990))[0] == "B100"


@pytest.mark.django_db
def test_a_saved_fee_counts_as_a_saving():
    rupees_off(78, "LESS", is_automatic=True)
    free_delivery("SHIP", is_automatic=True)
    assert chosen("", kurta(500))[0] == "SHIP"
    assert chosen("", kurta(500), fee=Money(77_00))[0] == "LESS"
    assert chosen("", kurta(1_499))[0] == "LESS"


@pytest.mark.django_db
def test_what_a_customer_used_up_makes_room_for_the_next():
    best = make_coupon("BEST", percent=50, is_automatic=True, customer_limit=1)
    make_coupon("NEXT", is_automatic=True)
    user = make_customer()
    CouponTally.objects.create(coupon=best, customer=str(user.pk), uses=1)
    assert chosen("", kurta(), shopper=shopper_of(user))[0] == "NEXT"
    assert chosen("", kurta(), shopper=shopper_of(make_customer()))[0] == "BEST"


@pytest.mark.django_db
def test_an_automatic_coupon_switched_off_or_not_begun_is_not_looked_at():
    make_coupon("OFF", is_automatic=True, is_active=False)
    make_coupon("LATER", is_automatic=True, starts_at=timezone.now() + timedelta(days=1))
    make_coupon("OVER", is_automatic=True, ends_at=timezone.now() - timedelta(hours=1))
    assert chosen("", kurta()) == (None, "")


@pytest.mark.django_db
def test_nothing_in_the_bag_gets_no_coupon():
    make_coupon(is_automatic=True)
    assert chosen("") == (None, "")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "10%"),
        ({"most_minor": 500_00, "minimum_minor": 1_499_00}, "10%, at most ₹500, from ₹1,499"),
        ({"kind": Kind.FLAT, "amount_minor": 150_00}, "₹150"),
        ({"kind": Kind.DELIVERY, "minimum_minor": 999_00}, "Free delivery, from ₹999"),
    ],
)
def test_what_a_coupon_offers_in_a_few_words(columns, said):
    assert offer_of(coupon(**columns)) == said
