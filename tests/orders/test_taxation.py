"""Promises of orders/taxation.py: the tax of an order is worked out at placing and frozen."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from orders.models import Order, OrderLine, TaxRate
from orders.tax import Rule
from orders.taxation import Sold, freeze_missing_tax, tax_cart, tax_sale
from shop.cart import lines_of, quote_of
from shop.models import Category
from tests.factories import bag_with, make_product, make_variant, packed_order, place_order
from tests.factories.coupons import make_coupon
from tests.factories.orders import order_bag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rates(tax_rates):
    """As India has them."""


def shirt(**columns):
    category = Category.objects.create(slug=f"s-{Category.objects.count()}", hsn_code="620520")
    return make_variant(product=make_product(category=category), **columns)


# --- The rates of India -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "paid", "on", "points"),
    [
        ("610910", 1_050_00, date(2025, 9, 21), 5_00),  # a T-shirt
        ("610910", 1_051_00, date(2025, 9, 21), 12_00),
        ("610910", 2_625_00, date(2025, 9, 22), 5_00),
        ("610910", 2_626_00, date(2025, 9, 22), 18_00),
        ("500720", 24_999_00, date(2026, 11, 24), 5_00),  # a silk saree: fabric, at any price
        ("640419", 1_120_00, date(2025, 9, 1), 12_00),  # sneakers
        ("640419", 2_625_00, date(2026, 11, 24), 5_00),
        ("640419", 2_700_00, date(2026, 11, 24), 18_00),
        ("420222", 500_00, date(2026, 11, 24), 18_00),  # a bag
        ("711719", 500_00, date(2026, 11, 24), 18_00),  # what no row names
    ],
)
def test_rates_by_code_value_and_day(code, paid, on, points):
    sale = tax_sale([Sold(code, paid, 1)], 0, state="KA", on=on)
    assert sale.lines[0].basis_points == points


def test_every_rate_says_where_it_stands():
    assert all(rate.source.startswith("Notification ") for rate in TaxRate.objects.all())


# --- Frozen at placing --------------------------------------------------------------------


def test_an_order_inside_the_state_bears_cgst_and_sgst(settings):
    settings.SHOP_STATE = "KA"
    line = place_order(shirt(price_minor=1_049_00)).lines.get()
    assert (line.hsn_code, line.tax_basis_points) == ("620520", 5_00)
    assert (line.taxable_minor, line.cgst_minor, line.sgst_minor) == (999_04, 24_98, 24_98)
    assert line.igst_minor == 0


def test_an_order_to_another_state_bears_igst(settings):
    settings.SHOP_STATE = "MH"
    line = place_order(shirt(price_minor=1_049_00)).lines.get()
    assert (line.taxable_minor, line.cgst_minor, line.igst_minor) == (999_05, 0, 49_95)


def test_the_day_of_the_rate_is_the_day_in_india():
    with time_machine.travel(datetime(2025, 9, 21, 18, 29, tzinfo=UTC), tick=False):
        before = place_order(shirt(price_minor=2_000_00)).lines.get()
    with time_machine.travel(datetime(2025, 9, 21, 18, 30, tzinfo=UTC), tick=False):
        after = place_order(shirt(price_minor=2_000_00)).lines.get()
    assert (before.tax_basis_points, after.tax_basis_points) == (12_00, 5_00)


def test_delivery_bears_the_highest_rate_of_what_it_comes_with():
    order = place_order(shirt(price_minor=500_00), shirt(price_minor=700_00))
    assert (order.fees.minor, order.fees_basis_points, order.fees_hsn_code) == (
        79_00, 5_00, "620520",
    )  # fmt: skip
    assert order.fees_tax.minor == 3_76
    assert (
        tax_sale(
            [Sold("62", 100_00, 1), Sold("42", 100_00, 1)], 79_00, state="KA", on=date(2026, 1, 1)
        ).fees.tax.minor
        == 12_06
    )


def test_a_coupon_is_taken_off_before_the_rate_is_chosen():
    make_coupon(code="LESS", percent=20)
    cart = bag_with(shirt(price_minor=2_999_00), user=None)
    cart.coupon_code = "LESS"
    cart.save()
    line = order_bag(cart).lines.get()
    assert (line.tax_basis_points, line.taxable_minor + line.tax.minor) == (5_00, 2_399_00)


def test_a_new_rate_does_not_touch_what_was_ordered():
    order = place_order(shirt(price_minor=1_049_00))
    TaxRate.objects.create(
        hsn_prefix="620520", basis_points=28_00, from_on=date(2026, 1, 1), source="Notification X"
    )
    packed = Order.objects.get(pk=order.pk)
    freeze_missing_tax(packed)
    assert packed.lines.get().tax_basis_points == 5_00


def test_the_parts_of_a_line_are_held_together_by_the_table():
    order = place_order(shirt(price_minor=1_049_00))
    with pytest.raises(IntegrityError), transaction.atomic():
        order.lines.update(taxable_minor=1)


def test_an_order_from_before_gets_the_rates_of_its_day():
    order = place_order(shirt(price_minor=2_000_00))
    OrderLine.objects.update(tax_basis_points=None, taxable_minor=0, cgst_minor=0, sgst_minor=0)
    Order.objects.update(
        fees_basis_points=None, seller_state="", placed_at=datetime(2025, 9, 1, tzinfo=UTC)
    )
    order.refresh_from_db()
    assert order.tax is None
    freeze_missing_tax(order)
    assert order.lines.get().tax_basis_points == 12_00
    assert order.tax.taxable_minor + order.tax.minor == order.total_minor


def test_the_whole_of_an_order_is_taxable_value_and_tax():
    order = place_order(shirt(price_minor=333_33), shirt(price_minor=2_999_99), quantity=3)
    assert order.tax.taxable_minor + order.tax.minor == order.total_minor


def test_what_a_bag_would_bear_is_what_its_order_bears():
    cart = bag_with(shirt(price_minor=777_77), user=None, quantity=2)
    lines = lines_of(cart)
    shown = tax_cart(lines, quote_of(lines), state="KA")
    assert shown.total == order_bag(cart).tax


sales = some.lists(
    some.tuples(
        some.sampled_from(["620520", "610910", "500720", "640419", "420222", ""]),
        some.integers(1, 10**7),
        some.integers(1, 9),
    ),
    min_size=1,
    max_size=8,
)
RATES = (
    Rule("61", date(2025, 9, 22), 5_00, 2_500_00), Rule("61", date(2025, 9, 22), 18_00),
    Rule("62", date(2025, 9, 22), 5_00, 2_500_00), Rule("62", date(2025, 9, 22), 18_00),
    Rule("5007", date(2017, 7, 1), 5_00), Rule("42", date(2017, 11, 15), 18_00),
)  # fmt: skip


@given(sales, some.integers(0, 500_00), some.sampled_from(["KA", "MH", "LA"]))
def test_every_sale_adds_up_to_the_paisa(sold, fees, state):
    sale = tax_sale(
        [Sold(*one) for one in sold], fees, state=state, on=date(2026, 11, 24), rules=RATES
    )
    assert sale.total.taxable_minor + sale.total.minor == sum(one[1] for one in sold) + fees
    assert sale.total.cgst_minor == sale.total.sgst_minor
    assert not (sale.total.igst_minor and sale.total.cgst_minor)


def test_the_order_page_says_how_much_of_it_is_tax(client):
    order = packed_order(shirt(price_minor=1_499_00))
    client.force_login(order.user)
    page = client.get(reverse("orders:detail", args=[order.number])).content.decode()
    assert "of which GST ₹71.38 (CGST ₹35.69 + SGST ₹35.69)" in page
