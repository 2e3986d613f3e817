"""Promises of orders/tax.py: the right rate, and sums that are whole to the paisa."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from orders import tax
from orders.tax import STANDARD, Rule, Tax, rule_for, tax_in

OLD, NEW = date(2017, 7, 1), date(2025, 9, 22)
CHEAP = Rule("62", NEW, 5_00, 2_500_00)
DEAR = Rule("62", NEW, 18_00)
RULES = (Rule("62", OLD, 5_00, 1_000_00), Rule("62", OLD, 12_00), CHEAP, DEAR)


def rate(hsn_code, paid_minor, units=1, on=NEW):
    return rule_for(hsn_code, paid_minor, units, on, RULES).basis_points


# --- The worked table ---------------------------------------------------------------------

WORKED = [
    ("₹1,049.00", "5", "same state", "24.98", "49.96", "999.04"),
    ("₹1,049.00", "5", "other state", "–", "49.95", "999.05"),
    ("₹2,625.00", "5", "same state", "62.50", "125.00", "2,500.00"),
    ("₹2,625.01", "18", "same state", "200.21", "400.42", "2,224.59"),
    ("2 × ₹1,999.00", "5", "other state", "–", "190.38", "3,807.62"),
    ("₹79.00", "18", "same state", "6.03", "12.06", "66.94"),
]


def minor(written):
    count, _, amount = written.rpartition(" × ")
    return int(count or 1) * int(re.sub(r"[₹,.]", "", amount))


def test_the_table_is_the_one_people_read():
    rows = [
        tuple(cell.strip().removesuffix(" %") for cell in line.strip("|").split("|"))
        for line in tax.__doc__.splitlines()
        if line.startswith("| ") and "₹" in line
    ]
    assert rows == WORKED


@pytest.mark.parametrize(("paid", "percent", "to", "half", "whole", "taxable"), WORKED)
def test_every_row_of_the_table_is_what_is_worked_out(paid, percent, to, half, whole, taxable):
    found = tax_in(minor(paid), int(percent) * 100, is_interstate=to == "other state")
    halves = 0 if half == "–" else minor(half)
    assert (found.cgst_minor, found.sgst_minor) == (halves, halves)
    assert (found.minor, found.taxable_minor) == (minor(whole), minor(taxable))


# --- Which rate ---------------------------------------------------------------------------


def test_the_limit_is_on_the_value_without_tax():
    assert rate("620520", 2_625_00) == 5_00
    assert rate("620520", 2_625_01) == 18_00


def test_a_limit_is_kept_by_each_piece_not_by_the_line():
    assert rate("620520", 3 * 2_625_00, units=3) == 5_00
    assert rate("620520", 3 * 2_625_00 + 1, units=3) == 18_00


def test_a_discount_can_lower_the_rate():
    assert [rate("620520", 2_999_00), rate("620520", 2_999_00 - 400_00)] == [18_00, 5_00]


@pytest.mark.parametrize(
    ("on", "paid", "points"),
    [
        (date(2025, 9, 21), 1_050_00, 5_00),
        (date(2025, 9, 21), 1_050_01, 12_00),
        (date(2025, 9, 22), 1_050_01, 5_00),
        (date(2025, 9, 22), 2_700_00, 18_00),
    ],
)
def test_the_rates_are_those_of_the_day(on, paid, points):
    assert rate("620520", paid, on=on) == points


def test_the_longest_beginning_of_a_code_counts_whatever_its_day():
    special = Rule("620520", OLD, 3_00)
    assert rule_for("62052000", 100_00, 1, NEW, [*RULES, special]) == special


@pytest.mark.parametrize(("code", "on"), [("711719", NEW), ("", NEW), ("620520", date(2016, 1, 1))])
def test_what_no_rule_names_bears_the_standard_rate(code, on):
    assert rule_for(code, 100_00, 1, on, RULES) == STANDARD


def test_a_ladder_without_a_last_step_ends_at_the_standard_rate():
    assert rule_for("62", 9_999_00, 1, NEW, [CHEAP]) == STANDARD


# --- Sums ---------------------------------------------------------------------------------

paise = some.integers(0, 10**9)
points = some.sampled_from([0, 25, 3_00, 5_00, 12_00, 18_00, 28_00, 40_00])


@given(paise, points)
def test_taxable_value_and_tax_are_the_sum_to_the_paisa(paid, rate):
    for is_interstate in (True, False):
        found = tax_in(paid, rate, is_interstate=is_interstate)
        assert found.taxable_minor + found.minor == paid
        assert min(found.taxable_minor, found.cgst_minor, found.igst_minor) >= 0


@given(paise, points)
def test_centre_and_state_get_the_same(paid, rate):
    inside = tax_in(paid, rate, is_interstate=False)
    assert inside.cgst_minor == inside.sgst_minor
    assert inside.igst_minor == 0


@given(paise, points)
def test_no_rounding_is_off_by_more_than_half_a_paisa_for_each_tax(paid, rate):
    exact = paid * rate  # over 10,000 + rate
    igst = tax_in(paid, rate, is_interstate=True).minor
    both = tax_in(paid, rate, is_interstate=False).minor
    assert 2 * abs(igst * (10_000 + rate) - exact) <= 10_000 + rate
    assert abs(both * (10_000 + rate) - exact) <= 10_000 + rate


@given(some.integers(0, 10**12), some.integers(1, 10**6))
def test_a_half_goes_up(whole, denominator):
    assert tax.half_up(whole * 2 * denominator + denominator, 2 * denominator) == whole + 1


def test_taxes_add_up():
    assert Tax(1, 2, 3, 4) + Tax(10, 20, 30, 40) == Tax(11, 22, 33, 44)
