"""Promises of shop/money.py: whole paise, one currency, nothing lost in writing."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import Money, percent_off, written
from shop.staff_forms import RupeesField

paise = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize("amount", [1.0, 8.35, Decimal(1), "100", None, True])
def test_money_is_whole_paise_and_nothing_else(amount):
    """PAY-2."""
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize("factor", [0.5, Decimal("0.5"), "2"])
def test_money_is_multiplied_by_counts_only(factor):
    with pytest.raises(TypeError):
        Money(100) * factor


@pytest.mark.parametrize(
    "combine", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b]
)
@pytest.mark.parametrize("other", [Money(1, "USD"), 1, 1.0])
def test_currencies_and_bare_numbers_do_not_mix(combine, other):
    with pytest.raises(TypeError):
        combine(Money(1), other)


@given(paise, paise)
def test_money_adds_and_subtracts_like_its_paise(a, b):
    assert Money(a) + Money(b) == Money(a + b)
    assert Money(a) - Money(b) == Money(a - b)
    assert (Money(a) < Money(b), Money(a) <= Money(b)) == (a < b, a <= b)


@given(paise, st.integers(min_value=0, max_value=1000))
def test_so_many_of_a_price_is_the_price_added_up(price, count):
    assert Money(price) * count == sum([Money(price)] * count, Money(0))


def test_only_nothing_is_falsy():
    assert not Money(0)
    assert Money(-1)


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (0, "₹0"),
        (1, "₹0.01"),
        (100, "₹1"),
        (99_999, "₹999.99"),
        (1_000_00, "₹1,000"),
        (1_24_999_00, "₹1,24,999"),
        (1_24_999_50, "₹1,24,999.50"),
        (12_34_56_789_05, "₹12,34,56,789.05"),
        (-50, "-₹0.50"),
    ],
)
def test_rupees_are_written_as_india_writes_them(minor, text):
    assert (written(minor), str(Money(minor))) == (text, text)


@given(paise)
def test_what_is_written_can_be_read_back_to_the_paisa(minor):
    read = Decimal(written(minor).replace("₹", "").replace(",", "")) * 100
    assert read == minor


def test_ten_thousand_typed_amounts_are_kept_to_the_paisa_and_written_back_as_they_were():
    """PAY-2: through the field staff type prices into; a float would lose 8.35."""
    field = RupeesField()
    rng = random.Random(2)
    typed = [Decimal(rng.randrange(10**9)).scaleb(-2) for _ in range(10_000)]
    kept = [field.clean(f"{amount:.2f}") for amount in typed]
    assert kept == [int(amount * 100) for amount in typed]
    assert {type(minor) for minor in kept} == {int}
    assert [field.prepare_value(minor) for minor in kept] == typed
    assert field.clean("8.35") == 835


@pytest.mark.parametrize(
    ("price", "mrp", "per_cent"), [(799, 1000, 20), (801, 1000, 19), (1000, 1000, 0), (0, 0, 0)]
)
def test_a_saving_is_rounded_down_so_that_it_never_promises_too_much(price, mrp, per_cent):
    assert percent_off(Money(price), Money(mrp)) == per_cent
