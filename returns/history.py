"""The history of a case: every step writes its row here and tells the open pages."""

from typing import Any

from orders.live import announce
from returns.models import ReturnCase, ReturnEvent
from returns.states import ReturnStatus


def move_case(
    case: ReturnCase, new: ReturnStatus, text: str, *, by: str = "", **columns: Any
) -> None:
    """Move the case, write the event and tell the open pages; raises IllegalTransition."""
    case.move_to(new, **columns)
    record(case, text, by=by, status=new)


def record(case: ReturnCase, text: str, *, by: str = "", status: str = "") -> None:
    """Write one event; pages of a case listen to its order, so that is what is announced."""
    ReturnEvent.objects.create(case=case, text=text, by=by, status=status)
    announce(case.order_id)
