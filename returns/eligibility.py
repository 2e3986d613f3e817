"""May this be sent back? A pure verdict that names the rule, the date and the numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from orders.models import Order, OrderLine
from orders.states import OrderStatus


@dataclass(frozen=True)
class Eligibility:
    """How many units of a line may come back now, and why in words."""

    returnable: int
    reason: str

    def __bool__(self) -> bool:
        return self.returnable > 0


def check(order: Order, line: OrderLine, *, now: datetime) -> Eligibility:
    """The verdict for one line at `now`; the deadline is the one written down at delivery."""
    deadline = order.return_deadline
    if order.status != OrderStatus.DELIVERED or deadline is None or order.delivered_at is None:
        return Eligibility(0, "Returns open once the order is delivered.")
    window = f"Delivered {_day(order.delivered_at)}; returns close {_day(deadline)}, 11:59 pm."
    if now > deadline:
        return Eligibility(0, window.replace("close", "closed"))
    left = line.quantity - line.claimed_quantity
    if left <= 0:
        return Eligibility(0, f"All {line.quantity} of this are already in a return.")
    if line.claimed_quantity:
        window += f" {line.claimed_quantity} of {line.quantity} already in a return."
    return Eligibility(left, window)


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %b}"
