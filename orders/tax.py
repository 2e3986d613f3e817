"""GST in prices that include it: pure arithmetic in whole paise, rounded once for each line.

**Which rate.** A rule names the beginning of an HSN code, the day from which it holds and, for a
lower rate, the dearest piece it is for. The longest beginning counts, of that the latest day, of
that the first rule whose limit the piece keeps. The limit is on the value of one piece without
its tax and after the discount (section 15 of the CGST Act), so a coupon can lower the rate:
up to ₹2,500 at 5 % is up to ₹2,625 on the price tag.

The rates themselves are rows, each with its source (`0012_tax_rates_of_india`). Since 22 September
2025 Notification 9/2025-Central Tax (Rate) has apparel (HSN 61 and 62), made-up articles (63) and
footwear (64) at 5 % up to ₹2,500 a piece or pair (Schedule I) and at 18 % above (Schedule II), its
twin of the same number has IGST; fabrics, sarees among them, stay at 5 % whatever they cost.

**How much.** The tax in a sum is sum × rate ÷ (100 % + rate), half a paisa rounded up; what is left
is the taxable value, so both together are the sum to the paisa. Inside one state half of the
rate goes to each of Centre and State: that half is rounded, once, and counted twice.

| sum paid      | rate | to           | each half |  tax   | taxable  |
| ------------- | ---- | ------------ | --------- | ------ | -------- |
| ₹1,049.00     |  5 % | same state   |     24.98 |  49.96 |   999.04 |
| ₹1,049.00     |  5 % | other state  |         – |  49.95 |   999.05 |
| ₹2,625.00     |  5 % | same state   |     62.50 | 125.00 | 2,500.00 |
| ₹2,625.01     | 18 % | same state   |    200.21 | 400.42 | 2,224.59 |
| 2 × ₹1,999.00 |  5 % | other state  |         – | 190.38 | 3,807.62 |
| ₹79.00        | 18 % | same state   |      6.03 |  12.06 |    66.94 |

**Delivery and the fee for paying in cash** come with the goods (a composite supply, section 8), so
they bear the highest rate of the order's lines, on their sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shop.money import Money

WHOLE = 100_00  # basis points


@dataclass(frozen=True)
class Rule:
    """One rate: for HSN codes that begin so, from that day on, for pieces up to that value."""

    hsn_prefix: str
    from_on: date
    basis_points: int
    up_to_minor: int | None = None

    def is_for(self, paid_minor: int, units: int) -> bool:
        """Whether one of so many pieces, paid like this, keeps the limit without its tax."""
        if self.up_to_minor is None:
            return True
        return paid_minor * WHOLE <= self.up_to_minor * units * (WHOLE + self.basis_points)


# What no rule names: the rate most goods bear.
STANDARD = Rule("", date(2017, 7, 1), 18_00)


@dataclass(frozen=True)
class Tax:
    """What a sum is made of; CGST and SGST, or IGST."""

    taxable_minor: int
    cgst_minor: int = 0
    sgst_minor: int = 0
    igst_minor: int = 0

    @property
    def minor(self) -> int:
        return self.cgst_minor + self.sgst_minor + self.igst_minor

    @property
    def amount(self) -> Money:
        return Money(self.minor)

    @property
    def half(self) -> Money:
        """What goes to Centre and State each, inside one state."""
        return Money(self.cgst_minor)

    def __add__(self, other: "Tax") -> "Tax":
        return Tax(
            self.taxable_minor + other.taxable_minor,
            self.cgst_minor + other.cgst_minor,
            self.sgst_minor + other.sgst_minor,
            self.igst_minor + other.igst_minor,
        )


def rule_for(hsn_code: str, paid_minor: int, units: int, on: date, rules: Iterable[Rule]) -> Rule:
    """The rule for so many pieces paid `paid_minor` in all; STANDARD where none is for them."""
    begun = [r for r in rules if r.from_on <= on and hsn_code.startswith(r.hsn_prefix)]
    if not begun:
        return STANDARD
    closest = max((len(rule.hsn_prefix), rule.from_on) for rule in begun)
    ladder = [rule for rule in begun if (len(rule.hsn_prefix), rule.from_on) == closest]
    ladder.sort(key=lambda rule: (rule.up_to_minor is None, rule.up_to_minor or 0))
    return next((rule for rule in ladder if rule.is_for(paid_minor, units)), STANDARD)


def tax_in(paid_minor: int, basis_points: int, *, is_interstate: bool) -> Tax:
    """The tax that lies in a sum; taxable value and tax together are the sum, to the paisa."""
    if is_interstate:
        igst = half_up(paid_minor * basis_points, WHOLE + basis_points)
        return Tax(paid_minor - igst, igst_minor=igst)
    half = half_up(paid_minor * basis_points, 2 * (WHOLE + basis_points))
    return Tax(paid_minor - 2 * half, cgst_minor=half, sgst_minor=half)


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number of a fraction that is not negative; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)
