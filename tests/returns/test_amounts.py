"""Promises of returns/amounts.py: the worked table, and ten thousand random orders to the paisa."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

import returns
from orders.tax import tax_in
from returns.amounts import LinePaid, Units, amount_back
from shop.money import Money
from shop.pricing import allocate

README = Path(returns.__file__).with_name("README.md")
ROWS = re.findall(r"^\| (\d.*) \|$", README.read_text(), re.MULTILINE)
ORDERS, SEED = 10_000, 20261124


def money(text):
    rupees, _, paise = text.strip().lstrip("₹").replace(",", "").partition(".")
    return Money(int(rupees or 0) * 100 + int(paise or 0))


def units(text, lines):
    """Like “1 and 0”, “2 by our fault” or nothing, of each of the lines."""
    counts = [int(n) for n in re.findall(r"\d+", text)] or [0] * len(lines)
    is_ours = "our fault" in text
    return [Units(n, count, is_ours) for n, count in enumerate(counts)]


def line_of(n, price, quantity, off, fee):
    paid = price * quantity - off
    tax = tax_in(paid.minor, 5_00, is_interstate=True).amount
    return LinePaid(n, paid, tax, quantity, return_fee=fee)


@pytest.mark.parametrize("row", ROWS)
def test_the_worked_table_says_what_goes_back(row):
    bought, coupon, fees, before, passes, fee, goes_back = row.split("|")
    pieces = [(int(n), money(price)) for n, price in re.findall(r"(\d+) × (₹[\d,.]+)", bought)]
    offs = allocate(money(coupon), [price * n for n, price in pieces])
    lines = [
        line_of(n, price, quantity, off, money(fee))
        for n, ((quantity, price), off) in enumerate(zip(pieces, offs, strict=True))
    ]
    lines = [
        replace(line, back=u.count, back_by_our_fault=u.count * u.is_our_fault)
        for line, u in zip(lines, units(before, lines), strict=True)
    ]
    left = Money(1_00_000_00)
    assert amount_back(lines, units(passes, lines), fees=money(fees), left=left).total == money(
        goes_back
    )


def test_the_worked_table_is_read_whole():
    assert len(ROWS) == 13


def test_what_went_back_before_is_taken_off():
    line = line_of(0, Money(1_000_00), 1, Money(0), Money(0))
    back = amount_back([line], [Units(0, 1)], fees=Money(79_00), left=Money(579_00))
    assert (back.total, back.went_before) == (Money(579_00), Money(421_00))


def test_the_fee_is_the_highest_of_the_lines_that_are_not_our_fault():
    lines = [
        line_of(n, Money(500_00), 1, Money(0), Money(fee))
        for n, fee in enumerate([50_00, 80_00, 99_00])
    ]
    coming = [Units(0, 1), Units(1, 1), Units(2, 1, is_our_fault=True)]
    back = amount_back(lines, coming, fees=Money(0), left=Money(1_500_00))
    assert (back.return_fee, back.total) == (Money(80_00), Money(1_420_00))


def test_one_line_named_twice_for_two_reasons_counts_both():
    line = line_of(0, Money(333_33), 3, Money(100_00), Money(0))
    coming = [Units(0, 2), Units(0, 1, is_our_fault=True)]
    back = amount_back([line], coming, fees=Money(79_00), left=Money(978_99))
    assert ([part.amount.minor for part in back.parts], back.fees) == ([599_98, 300_01], Money(0))


# --- Ten thousand orders ----------------------------------------------------------------------


def count_of(some):
    return some.count


class Story:
    """One random order and the returns of it, settled by `amount_back` case by case."""

    def __init__(self, chance):
        pieces = [
            (Money(chance.randint(1, 5_000_00)), chance.randint(1, 4))
            for _ in range(chance.randint(1, 4))
        ]
        totals = [price * quantity for price, quantity in pieces]
        most = sum(total.minor for total in totals)
        off = allocate(Money(chance.choice([0, 0, chance.randint(0, most)])), totals)
        fee = Money(chance.choice([0, 0, 50_00, 149_00]))
        self.lines = [
            line_of(n, price, quantity, part, fee)
            for n, ((price, quantity), part) in enumerate(zip(pieces, off, strict=True))
        ]
        self.fees = Money(chance.choice([0, 79_00, 128_00]))
        self.paid = sum((line.paid for line in self.lines), self.fees)
        self.refunds, self.return_fees, self.taxes = (
            [],
            Money(0),
            {line.key: 0 for line in self.lines},
        )
        self.kept = {line.key: line.quantity for line in self.lines}
        for _ in range(chance.randint(1, 4)):
            self._send_back(chance)

    def _send_back(self, chance):
        """A case: some of what is kept; each line's claim is our fault or not, some units fail."""
        coming = []
        for line in self.lines:
            filed = chance.randint(0, self.kept[line.key])
            passed = sum(chance.random() < 0.8 for _ in range(filed))
            coming.append(Units(line.key, passed, chance.random() < 0.5))
        back = amount_back(self.lines, coming, fees=self.fees, left=self.left)
        self.refunds.append(back)
        self.return_fees += back.return_fee
        for part, some in zip(back.parts, filter(count_of, coming), strict=True):
            self.taxes[part.key] += part.tax.minor
            self.kept[part.key] -= some.count
            line = self.lines[part.key]
            ours = line.back_by_our_fault + some.count * some.is_our_fault
            self.lines[part.key] = replace(
                line, back=line.back + some.count, back_by_our_fault=ours
            )

    @property
    def left(self):
        return self.paid - sum((back.total for back in self.refunds), Money(0))

    @property
    def kept_value(self):
        """What the shop may keep, reckoned another way: from what the customer kept."""
        goods = sum((value_of(line, self.kept[line.key]) for line in self.lines), Money(0))
        all_our_fault = all(line.back_by_our_fault == line.quantity for line in self.lines)
        return goods + (Money(0) if all_our_fault else self.fees) + self.return_fees


def value_of(line, kept):
    """What the kept units of a line cost: those sent back cost a whole number of paise each."""
    if not kept:
        return Money(0)
    return line.paid - Money(line.paid.minor // line.quantity) * (line.quantity - kept)


@pytest.fixture(scope="module")
def stories():
    chance = random.Random(SEED)
    return [Story(chance) for _ in range(ORDERS)]


def test_refunds_and_what_is_kept_are_what_was_paid_to_the_paisa(stories):
    """Ten thousand orders: coupons, quantities, several returns, failed checks, fees."""
    apart = [s for s in stories if s.paid - s.left + s.kept_value != s.paid]
    assert (len(stories), apart) == (ORDERS, [])


def test_no_refund_is_below_nothing_and_none_brings_more_than_was_paid(stories):
    assert [s for s in stories if s.left < Money(0)] == []
    assert [b for s in stories for b in s.refunds if b.total < Money(0) or b.went_before] == []


def test_the_tax_of_all_units_is_the_tax_of_the_line(stories):
    whole = [
        (s.taxes[line.key], line.tax.minor)
        for s in stories
        for line in s.lines
        if not s.kept[line.key]
    ]
    assert len(whole) > ORDERS / 10
    assert [pair for pair in whole if pair[0] != pair[1]] == []


def test_the_stories_contain_what_they_are_about(stories):
    """Else the sums above would prove little."""
    assert sum(bool(s.return_fees) for s in stories) > ORDERS / 10
    assert sum(any(back.fees for back in s.refunds) for s in stories) > 100
    assert sum(len(s.refunds) > 2 for s in stories) > ORDERS / 10
    assert sum(not any(s.kept.values()) for s in stories) > ORDERS / 20
