"""A return that was approved and never sent: its customer is reminded twice, then it is closed.

Closed, its units are free: while the window is open they can be filed again. What is with the
courier, or here, is left alone.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders.messages import write
from returns.filing import unclaim
from returns.history import move_case
from returns.models import ReturnCase
from returns.states import SEND_WITHIN, ReturnStatus, last_moment_to_send

REMINDED_AFTER = (timedelta(days=3), timedelta(days=6))  # after it was approved
MOST_AT_ONCE = 1000


def unsent_to_remind() -> list[ReturnCase]:
    """Those whose next reminder is due; where the clock stood still, one, not two."""
    now = timezone.now()
    first = now + SEND_WITHIN - REMINDED_AFTER[0]
    waiting = ReturnCase.objects.unsent().filter(lapses_at__gt=now, lapses_at__lte=first)
    cases = waiting.select_related("order").order_by("lapses_at")[:MOST_AT_ONCE]
    return [case for case in cases if _is_due(case, now)]


def _is_due(case: ReturnCase, now: datetime) -> bool:
    due = [moment for moment in reminders_of(case) if moment <= now]
    return bool(due) and (case.chased_at is None or case.chased_at < due[-1])


def reminders_of(case: ReturnCase) -> list[datetime]:
    """When its customer is reminded, unless it is sent before."""
    if case.lapses_at is None:
        return []
    return [case.lapses_at - SEND_WITHIN + after for after in REMINDED_AFTER]


@durable_transaction
def remind_to_send(case: ReturnCase) -> None:
    """Write to the customer that it is still awaited, and until when; nothing if somebody did."""
    now = timezone.now()
    still = ReturnCase.objects.unsent().filter(pk=case.pk, chased_at=case.chased_at)
    if still.update(chased_at=now) and case.lapses_at is not None:
        until = f"{timezone.localtime(case.lapses_at):%a, %-d %b}"
        key = f"{case.number}:{now:%Y%m%d}"
        write(case.order, "returns/emails/unsent.html", key=key, case=case.number, until=until)


def unsent_to_close() -> list[ReturnCase]:
    late = ReturnCase.objects.unsent().filter(lapses_at__lte=timezone.now())
    return list(late.select_related("order").order_by("lapses_at")[:MOST_AT_ONCE])


@durable_transaction
def lapse_return(case: ReturnCase) -> None:
    """Approved → lapsed: its units may be filed again, and the customer reads so.

    Raises IllegalTransition when it was sent, withdrawn or declined meanwhile.
    """
    is_late = Q(lapses_at__lte=timezone.now())
    move_case(case, ReturnStatus.LAPSED, "Closed: it was not sent in time", provided=is_late)
    unclaim(case)
    write(case.order, "returns/emails/lapsed.html", key=case.number, case=case.number)


def start_clocks() -> int:
    """Cases approved before there was a last day get one, counted from now; how many those were."""
    without = ReturnCase.objects.unsent().filter(lapses_at=None)
    return int(without.update(lapses_at=last_moment_to_send(timezone.now())))
