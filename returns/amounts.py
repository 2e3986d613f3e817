"""How much goes back: pure arithmetic in whole paise; the worked table is in the README beside it.

**Goods.** What was paid for the units that passed: the line's price less its part of the coupon,
shared among its units in whole paise, the last one takes the remainder. The tax lies in it.

**Delivery and the cash fee** go back with the return that completes the order, when every piece
of it came back because of a fault of ours.

**The return fee** is taken off once per return, the highest of its lines; never for pieces that
come back because of a fault of ours, and never more than goes back.

**Never above what was paid:** what went back before, by a person's hand, is not paid twice.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from shop.money import Money, share_of
from shop.return_terms import ReturnReason

OUR_FAULTS = frozenset({ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM, ReturnReason.NOT_AS_SHOWN})

NOTHING = Money(0)


@dataclass(frozen=True)
class LinePaid:
    """One line of an order: what all of it cost, and how many of it were paid back before."""

    key: Hashable
    paid: Money  # with its tax, its part of the coupon taken off
    tax: Money
    quantity: int
    back: int = 0
    back_by_our_fault: int = 0
    return_fee: Money = NOTHING


@dataclass(frozen=True)
class Units:
    """So many units of one line that come back now, or would."""

    key: Hashable
    count: int
    is_our_fault: bool = False


@dataclass(frozen=True)
class Part:
    """What goes back for one line, and the tax that lies in it."""

    key: Hashable
    count: int
    amount: Money
    tax: Money


@dataclass(frozen=True)
class Amount:
    """What goes back for one return, and what it is made of."""

    parts: tuple[Part, ...]
    fees: Money  # delivery and the cash fee, where they go back
    return_fee: Money  # taken off
    went_before: Money  # what this return is short of, since it went back already

    @property
    def goods(self) -> Money:
        return sum((part.amount for part in self.parts), NOTHING)

    @property
    def tax(self) -> Money:
        """The tax in the goods that go back."""
        return sum((part.tax for part in self.parts), NOTHING)

    @property
    def total(self) -> Money:
        return self.goods + self.fees - self.return_fee - self.went_before


def amount_back(
    lines: Sequence[LinePaid], units: Sequence[Units], *, fees: Money, left: Money
) -> Amount:
    """What goes back for these units of an order with these lines.

    `fees` are what the order cost beside its goods, `left` what was paid for it and is not on its
    way back. Naming a line twice, say for two reasons, counts both.
    """
    by_key = {line.key: line for line in lines}
    units = [some for some in units if some.count]
    parts = tuple(_parts(by_key, units))
    goods = sum((part.amount for part in parts), NOTHING)
    back = fees if units and _is_all_our_fault(lines, units) else NOTHING
    fee = min(_return_fee(by_key, units), goods + back)
    asked = goods + back - fee
    return Amount(parts, back, fee, asked - min(asked, left))


def _parts(lines: dict[Hashable, LinePaid], units: Sequence[Units]) -> Iterator[Part]:
    before = {key: line.back for key, line in lines.items()}
    for some in units:
        line, after = lines[some.key], before[some.key]
        before[some.key] += some.count
        yield Part(
            some.key,
            some.count,
            share_of(line.paid, some.count, of=line.quantity, after=after),
            share_of(line.tax, some.count, of=line.quantity, after=after),
        )


def _is_all_our_fault(lines: Sequence[LinePaid], units: Sequence[Units]) -> bool:
    ours: Counter[Hashable] = Counter()
    for some in units:
        ours[some.key] += some.count if some.is_our_fault else 0
    return all(line.back_by_our_fault + ours[line.key] == line.quantity for line in lines)


def _return_fee(lines: dict[Hashable, LinePaid], units: Sequence[Units]) -> Money:
    fees = [lines[some.key].return_fee for some in units if not some.is_our_fault]
    return max(fees, default=NOTHING)
