"""The history of a case: every step writes its row here and tells the open pages."""

from typing import Any

from django.utils import timezone

from orders.live import announce
from returns.models import ReturnCase, ReturnEvent
from returns.states import ReturnStatus, last_moment_to_send


def move_case(
    case: ReturnCase, new: ReturnStatus, text: str, *, by: str = "", **columns: Any
) -> None:
    """Move the case, write the event and tell the open pages; raises IllegalTransition.

    One that is approved is awaited from then on, until its last day.
    """
    if new == ReturnStatus.APPROVED:
        columns["lapses_at"] = last_moment_to_send(timezone.now())
    case.move_to(new, **columns)
    record(case, text, by=by, status=new)


def record(case: ReturnCase, text: str, *, by: str = "", status: str = "") -> None:
    """Write one event; pages of a case listen to its order, so that is what is announced."""
    ReturnEvent.objects.create(case=case, text=text, by=by, status=status)
    announce(case.order_id)
