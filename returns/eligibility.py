"""May this be sent back? A pure verdict that names the rule, the date and the numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from orders.models import Order, OrderLine


@dataclass(frozen=True)
class Eligibility:
    """How many units of a line may come back now, and why in words."""

    returnable: int
    reason: str

    def __bool__(self) -> bool:
        return self.returnable > 0


def check(order: Order, line: OrderLine, *, now: datetime) -> Eligibility:
    """The verdict for one line at `now`; the deadline is the one written down at delivery.

    What came in an order's first parcel may go back at once, unless it is paid in cash: that is
    booked with the last parcel, and what was not paid is not paid back. The window closes for all
    of the order together, RETURN_WINDOW_DAYS after its last parcel arrived.
    """
    arrived = line.delivered_quantity
    if not arrived:
        return Eligibility(0, "Returns open once it is delivered.")
    if order.is_cash and order.return_deadline is None:
        return Eligibility(0, "Returns open once the whole order is delivered and paid.")
    window = _window(order)
    if order.return_deadline is not None and _as_kept(now) > order.return_deadline:
        return Eligibility(0, window.replace("close", "closed"))
    left = arrived - line.claimed_quantity
    if left <= 0:
        return Eligibility(0, f"All {arrived} of this are already in a return.")
    if line.claimed_quantity:
        window += f" {line.claimed_quantity} of {arrived} already in a return."
    if arrived < line.quantity:
        window += f" {arrived} of {line.quantity} delivered so far."
    return Eligibility(left, window)


def _as_kept(moment: datetime) -> datetime:
    """In whole milliseconds, which is what MongoDB keeps of a deadline."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _window(order: Order) -> str:
    if order.return_deadline is None or order.delivered_at is None:
        return f"Returns close {settings.RETURN_WINDOW_DAYS} days after the last parcel arrives."
    day, last = _day(order.delivered_at), _day(order.return_deadline)
    return f"Delivered {day}; returns close {last}, 11:59 pm."


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %b}"
