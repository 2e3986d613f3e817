"""Money: whole paise of one currency, the only place amounts are added and written out."""

from dataclasses import dataclass
from functools import total_ordering

from django.conf import settings


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in minor units (paise). Refuses floats and mixed currencies: TypeError."""

    minor: int
    currency: str = settings.CURRENCY

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money is whole paise, not {self.minor!r}")

    def _same(self, other: object) -> int:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise TypeError(f"{self!r} and {other!r} do not add up")
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return written(self.minor)


def share_of(whole: Money, units: int, *, of: int, after: int = 0) -> Money:
    """What so many of `of` equal units are of a sum, when `after` others were counted before.

    Whole paise each, the last one takes the remainder: all of them together are the sum.
    """
    each = Money(whole.minor // of, whole.currency)

    def first(count: int) -> Money:
        return whole if count == of else each * count

    return first(after + units) - first(after)


def written(minor: int) -> str:
    """Rupees as India writes them: ₹1,24,999, and ₹1,24,999.50 only when there are paise."""
    rupees, paise = divmod(abs(minor), 100)
    end = f".{paise:02d}" if paise else ""
    return f"{'-' if minor < 0 else ''}₹{grouped(rupees)}{end}"


def grouped(whole: int) -> str:
    """A whole number with India's commas: 12,34,567. Negative ones are not written so."""
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = []
    while head:
        groups.append(head[-2:])
        head = head[:-2]
    return ",".join([*reversed(groups), tail])


def percent_off(price: Money, mrp: Money) -> int:
    """Whole per cent below MRP, rounded down so that it never promises too much."""
    return (mrp.minor - price.minor) * 100 // mrp.minor if mrp.minor else 0
