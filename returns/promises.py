"""When: the days a pickup can be on, and the day by which the money is back, in India."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from returns.states import RefundTo, ReturnWay
from shop.delivery import next_working_day

MOST_PICKUP_DAYS = 5
TRAVEL_DAYS = {ReturnWay.PICKUP: 3, ReturnWay.DROP_OFF: 5}  # working days, to our door
CHECK_DAYS = 2
BANK_DAYS = {RefundTo.UPI: 1, RefundTo.BANK: 2}  # where we pay ourselves
SOURCE_DAYS = 5  # the way it was paid: cards and net banking take this long


def pickup_days(now: datetime) -> list[date]:
    """The working days to choose from; tomorrow only until ORDER_CUTOFF_HOUR."""
    here = timezone.localtime(now)
    day = here.date()
    if here.hour >= settings.ORDER_CUTOFF_HOUR:
        day = next_working_day(day)
    days = []
    for _ in range(MOST_PICKUP_DAYS):
        day = next_working_day(day)
        days.append(day)
    return days


def checked_by(way: str, leaves_on: date) -> date:
    """When the check is done, of what leaves the customer on that day."""
    travel = TRAVEL_DAYS.get(ReturnWay(way or ReturnWay.DROP_OFF), 0)
    return _after(leaves_on, travel + CHECK_DAYS)


def checked_after_arrival(received_at: datetime) -> date:
    return _after(timezone.localtime(received_at).date(), CHECK_DAYS)


def money_by(refund_to: str, checked_on: date) -> date:
    """When the money is there at the latest, if it leaves us on the day of the check."""
    return _after(checked_on, BANK_DAYS.get(RefundTo(refund_to or "source"), SOURCE_DAYS))


def _after(day: date, working_days: int) -> date:
    for _ in range(working_days):
        day = next_working_day(day)
    return day
