"""Before the parcel travels: a person says yes or no to a return that was filed."""

from accounts.transactions import durable_transaction
from orders.messages import write
from returns.errors import RefusalNeedsNote
from returns.filing import unclaim, words_of
from returns.history import move_case
from returns.models import ReturnCase
from returns.states import ReturnStatus


@durable_transaction
def approve_return(case: ReturnCase, *, by: str) -> None:
    """Filed → approved; the customer is told how to send it. Raises IllegalTransition."""
    move_case(case, ReturnStatus.APPROVED, "Approved", by=by)
    write(case.order, "returns/emails/approved.html", key=case.number, **words_of(case))


@durable_transaction
def decline_return(case: ReturnCase, *, by: str, note: str) -> None:
    """Say no before the parcel travels; the customer reads `note`, the units are free again.

    Raises RefusalNeedsNote without words, IllegalTransition once it is on its way.
    """
    note = note.strip()
    if not note:
        raise RefusalNeedsNote
    move_case(case, ReturnStatus.DECLINED, f"Declined: {note}"[:300], by=by)
    unclaim(case)
    write(case.order, "returns/emails/declined.html", key=case.number, case=case.number, note=note)
