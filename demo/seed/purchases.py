"""The plan of the demo's past: who ordered when, how each order went, and what came back.

Pure and drawn from fixed words. A purchase lists the steps of its whole life; those still ahead
of now have not happened yet, so the newest orders stand in the early states by themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random

from demo.people import SHOPPER
from demo.seed.people import customer_names
from orders.states import RefundStatus

DAYS = 90


class Ending(Enum):
    """How an order goes, given time."""

    DELIVERED = auto()
    WAITING = auto()  # not paid yet, still in time
    EXPIRED = auto()
    CALLED_OFF = auto()  # before paying
    CANCELLED = auto()  # after paying, so the money goes back


class Comeback(Enum):
    """How a return goes, given time; some of an order's units, or all of one line."""

    PASSED = auto()
    PARTLY = auto()
    REFUSED = auto()
    WITHDRAWN = auto()
    DECLINED = auto()
    FILED = auto()  # waits for staff to decide
    PICKED_UP = auto()  # with the courier
    LAPSED = auto()  # never sent


@dataclass(frozen=True)
class Purchase:
    """One order to be. `pace` is hours from placing to packed, to shipped, to delivered."""

    name: str
    shopper: str
    placed_at: datetime
    ending: Ending = Ending.DELIVERED
    comeback: Comeback | None = None
    trouble: RefundStatus | None = None
    pace: tuple[float, float, float] = (12, 24, 84)
    in_two: bool = False  # in two parcels, the first before the second

    def dice(self, what: str) -> Random:
        return Random(f"{self.name} {what}")


# Asha's orders by days since placing: one on the way, two inside the return window, older ones.
ASHA = ((2.0, None), (5.0, None), (8.0, None), (24.0, Comeback.PASSED), (43.0, None), (71.0, None))

# One order for every state there is, by days since placing, whatever the dice bring.
DESK: tuple[tuple[float, Ending, Comeback | None, RefundStatus | None], ...] = (
    (0.003, Ending.WAITING, None, None),
    (0.008, Ending.WAITING, None, None),
    (0.1, Ending.DELIVERED, None, None),
    (0.2, Ending.DELIVERED, None, None),
    (0.3, Ending.EXPIRED, None, None),
    (0.4, Ending.CANCELLED, None, None),
    (0.45, Ending.DELIVERED, None, None),
    (0.6, Ending.DELIVERED, None, None),
    (0.7, Ending.DELIVERED, None, None),
    (0.8, Ending.CALLED_OFF, None, None),
    (1.5, Ending.DELIVERED, None, None),
    (2.2, Ending.CANCELLED, None, RefundStatus.NEEDS_ATTENTION),
    (3.1, Ending.CANCELLED, None, RefundStatus.FAILED),
    (5.3, Ending.DELIVERED, Comeback.FILED, None),
    (5.6, Ending.DELIVERED, Comeback.PASSED, None),
    (6.2, Ending.DELIVERED, Comeback.PASSED, None),
    (6.4, Ending.DELIVERED, Comeback.PICKED_UP, None),
    (8.8, Ending.DELIVERED, Comeback.PASSED, None),
    (9.2, Ending.DELIVERED, Comeback.PARTLY, None),
    (10.1, Ending.DELIVERED, Comeback.PASSED, None),
    (12.5, Ending.DELIVERED, Comeback.PARTLY, None),
    (13.5, Ending.DELIVERED, Comeback.REFUSED, None),
    (14.5, Ending.DELIVERED, Comeback.WITHDRAWN, None),
    (15.5, Ending.DELIVERED, Comeback.DECLINED, None),
    (16.5, Ending.DELIVERED, Comeback.LAPSED, None),
)

IN_TWO = (0.45, 0.7)  # days since placing: one packed and a piece to pack; one of two on the way

_OFTEN = (Comeback.PASSED, Comeback.PASSED, Comeback.PARTLY, Comeback.PASSED, Comeback.REFUSED,
          Comeback.PASSED, Comeback.WITHDRAWN, Comeback.PASSED, Comeback.PASSED,
          Comeback.DECLINED)  # fmt: skip


def purchases(count: int, *, now: datetime) -> list[Purchase]:
    """`count` purchases of the last ninety days (31 scripted ones at least), oldest first."""
    scripted = [*_ashas(now), *_desk(now)]
    drawn = list(_drawn(max(0, count - len(scripted)), now))
    return sorted([*scripted, *drawn], key=lambda purchase: purchase.placed_at)


def _ashas(now: datetime) -> Iterator[Purchase]:
    for place, (days, comeback) in enumerate(ASHA):
        yield Purchase(
            f"asha {place}", SHOPPER.full_name, now - timedelta(days=days), comeback=comeback,
            in_two=place == 0,
        )  # fmt: skip


def _desk(now: datetime) -> Iterator[Purchase]:
    names = customer_names()
    for place, (days, ending, comeback, trouble) in enumerate(DESK):
        placed_at = now - timedelta(days=days)
        shopper = names[(place * 7) % len(names)]
        yield Purchase(
            f"desk {place}", shopper, placed_at, ending, comeback, trouble, in_two=days in IN_TWO
        )


def _drawn(count: int, now: datetime) -> Iterator[Purchase]:
    """More and more orders towards today, busier in the evening."""
    names = customer_names()
    for place in range(count):
        dice = Random(f"purchase {place}")
        days = 1.2 + (DAYS - 1.2) * ((place + dice.random()) / count) ** 1.25
        pack = dice.uniform(4, 20)
        ship = pack + dice.uniform(3, 12)
        yield Purchase(
            f"purchase {place}",
            dice.choice(names),
            _evening(now - timedelta(days=days), dice) if days > 3 else now - timedelta(days=days),
            _ending(place),
            _OFTEN[place // 6 % len(_OFTEN)] if place % 6 == 2 else None,
            pace=(pack, ship, ship + dice.uniform(30, 96)),
            in_two=place % 11 == 3,
        )


def _ending(place: int) -> Ending:
    if place % 17 == 5:
        return Ending.EXPIRED
    if place % 29 == 7:
        return Ending.CANCELLED
    return Ending.CALLED_OFF if place % 41 == 11 else Ending.DELIVERED


def _evening(at: datetime, dice: Random) -> datetime:
    """The same day in India, around seven in the evening more often than not."""
    minute = int(dice.triangular(8 * 60, 23.5 * 60, 19 * 60))
    midnight = at.replace(hour=0, minute=0) - timedelta(hours=5, minutes=30)
    return midnight + timedelta(minutes=minute)
