"""May this be sent back? A pure verdict that names the rule, the date and the numbers.

The terms are those the line was sold under, the deadline the one written down when the last
parcel arrived: neither moves when staff change a policy.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils import timezone

from orders.models import Order, OrderLine


class Rule(Enum):
    """Which rule decided; the words tell it with its date and numbers."""

    OPEN = "open"
    FINAL_SALE = "final sale"
    NOT_DELIVERED = "not delivered"
    NOT_PAID = "not paid"
    WINDOW_CLOSED = "window closed"
    ALL_RETURNED = "all returned"


@dataclass(frozen=True)
class Eligibility:
    """How many units of a line may come back now, and why in words."""

    returnable: int
    reason: str
    rule: Rule = Rule.OPEN
    deadline: datetime | None = None  # None: not known yet, or there is none

    def __bool__(self) -> bool:
        return self.returnable > 0


def check(order: Order, line: OrderLine, *, now: datetime) -> Eligibility:
    """The verdict for one line at `now`; asks the database nothing.

    What came in an order's first parcel may go back at once, unless it is paid in cash: that is
    booked with the last parcel, and what was not paid is not paid back. The windows of all lines
    begin together, when the last parcel arrived, and end with the last microsecond of their day.
    """
    if line.return_terms.is_final_sale:
        said = f"Final sale: said so when you bought it, {_day(order.placed_at)}."
        return _no(Rule.FINAL_SALE, said)
    arrived = line.delivered_quantity
    if not arrived:
        return _no(Rule.NOT_DELIVERED, "Returns open once it is delivered.")
    if order.is_cash and order.delivered_at is None:
        said = "Returns open once the whole order is delivered and paid."
        return _no(Rule.NOT_PAID, said)
    deadline = deadline_of(order, line)
    if deadline is not None and _as_kept(now) > deadline:
        said = f"Delivered {_day(order.delivered_at)}; returns closed {_end(deadline)}."
        return Eligibility(0, said, Rule.WINDOW_CLOSED, deadline)
    return _counted(line, _window(order, line, deadline), deadline)


def _as_kept(moment: datetime) -> datetime:
    """In whole milliseconds: MongoDB keeps no more of a deadline, and the last one is open."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def deadline_of(order: Order, line: OrderLine) -> datetime | None:
    """The last moment for this line; None while a parcel of its order is still to arrive.

    A delivery written by an older release left the deadline on the order alone.
    """
    return line.return_deadline or order.return_deadline


def _counted(line: OrderLine, window: str, deadline: datetime | None) -> Eligibility:
    arrived, claimed = line.delivered_quantity, line.claimed_quantity
    if claimed >= arrived:
        which = "It is" if arrived == 1 else f"All {arrived} of this are"
        return Eligibility(0, f"{which} in a return already.", Rule.ALL_RETURNED, deadline)
    said = [window]
    if claimed:
        said.append(f"{claimed} of {arrived} already returned")
    if arrived < line.quantity:
        said.append(f"{arrived} of {line.quantity} delivered so far")
    return Eligibility(arrived - claimed, f"{'; '.join(said)}.", Rule.OPEN, deadline)


def _window(order: Order, line: OrderLine, deadline: datetime | None) -> str:
    if deadline is None:
        return f"Returns close {line.return_terms.days} after the last parcel arrives"
    return f"Delivered {_day(order.delivered_at)}; returns close {_end(deadline)}"


def _no(rule: Rule, said: str) -> Eligibility:
    return Eligibility(0, said, rule)


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%-d %b}" if moment else ""


def _end(deadline: datetime) -> str:
    return f"{_day(deadline)}, 11:59 pm"
