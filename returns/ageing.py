"""How long a return has waited for its next step, and when that is too long."""

from datetime import datetime, timedelta

from returns.models import ReturnCase
from returns.states import ReturnStatus

# What the customer was promised, or what a parcel takes; after that somebody should look.
PATIENCE = {
    ReturnStatus.FILED: timedelta(days=1),
    ReturnStatus.APPROVED: timedelta(days=10),
    ReturnStatus.PICKED_UP: timedelta(days=7),
    ReturnStatus.RECEIVED: timedelta(days=2),
}


def waits_since(case: ReturnCase) -> datetime | None:
    """When the step it waits for became somebody's turn; None for a case that is settled."""
    since = {
        ReturnStatus.FILED: case.filed_at,
        ReturnStatus.APPROVED: case.filed_at,
        ReturnStatus.PICKED_UP: case.picked_up_at or case.filed_at,
        ReturnStatus.RECEIVED: case.received_at or case.filed_at,
    }
    return since.get(ReturnStatus(case.status))


def is_overdue(case: ReturnCase, *, now: datetime) -> bool:
    since = waits_since(case)
    return since is not None and now - since > PATIENCE[ReturnStatus(case.status)]
