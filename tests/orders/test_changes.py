"""Promises of orders/changes.py: what made the sum another one is named, part by part."""

import pytest

from orders.changes import Shown, what_changed
from shop.cart import lines_of
from shop.money import Money
from shop.pricing import Applied, Quote
from tests.factories import bag_with, make_variant

pytestmark = pytest.mark.django_db


def quote(items=500_00, delivery=79_00, cod_fee=0, coupon=None, why_not=""):
    return Quote(
        items=Money(items),
        mrp=Money(items),
        delivery=Money(delivery),
        to_free_delivery=Money(0),
        coupon=coupon,
        why_not=why_not,
        cod_fee=Money(cod_fee),
    )


def ten_off():
    return Applied("TEN", "10% off", (Money(50_00),))


@pytest.fixture
def lines():
    return lines_of(bag_with(make_variant(price_minor=500_00)))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (quote(), quote(), ""),
        (quote(), quote(delivery=149_00), "Delivery costs ₹149, not ₹79."),
        (quote(), quote(delivery=0), "Delivery is free, not ₹79."),
        (quote(delivery=0), quote(), "Delivery costs ₹79, not free."),
        (quote(), quote(cod_fee=49_00), "Paying in cash at the door adds ₹49."),
        (
            quote(cod_fee=49_00),
            quote(),
            "Paying in cash at the door adds nothing any more.",
        ),
        (
            quote(coupon=ten_off()),
            quote(),
            "The coupon that took off ₹50 does not apply any more.",
        ),
        (quote(), quote(coupon=ten_off()), "TEN takes off ₹50, not ₹0."),
        (quote(coupon=ten_off()), quote(why_not="TEN is over."), "TEN is over."),
        (
            quote(),
            quote(delivery=0, cod_fee=49_00),
            "Delivery is free, not ₹79. Paying in cash at the door adds ₹49.",
        ),
    ],
)
def test_each_part_that_changed_is_named_with_what_it_was(lines, before, now, said):
    assert what_changed(Shown.of(before, lines), now, lines) == said


def test_another_price_is_named_with_its_piece(lines):
    lines[0].variant.price_minor = 600_00
    shown = Shown.of(quote(), lines)
    assert what_changed(shown, quote(items=600_00), lines) == "Bagru Kurta: was ₹500, now ₹600."


def test_a_bag_that_changed_in_another_window_is_named(lines):
    shown = Shown.of(quote(), lines)
    lines[0].quantity = 2
    said = what_changed(shown, quote(items=1_000_00), lines)
    assert said == "Your bag holds 2 pieces now, not 1."


def test_what_was_shown_travels_in_a_form(lines):
    shown = Shown.of(quote(cod_fee=49_00), lines)
    assert Shown.read(str(shown)) == shown


@pytest.mark.parametrize(
    "text", ["", "1", "1.2.3.4", "1.2.3.4.x", "1.2.3.4.-5", "a.b.c.d.e", "٣.1.1.1.1"]
)
def test_anything_else_that_comes_back_is_as_if_nothing_had_been_shown(text):
    assert Shown.read(text) is None
