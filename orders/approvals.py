"""Four eyes: what one person asks to pay back, another one approves, or declines with words.

Who asked is a user, and the UPDATE that approves leaves their rows out; a CHECK of the table
says the same to whoever comes past this module. Being a superuser changes nothing.
"""

from django.db.models import Q
from django.utils import timezone

from accounts.errors import IllegalTransition
from accounts.models import User
from accounts.transactions import durable_transaction
from orders.errors import CASH_GOES_BACK_BY_HAND, MayNotApprove, OwnRefund
from orders.models import Refund
from orders.refund_outcomes import give_back
from orders.refunds import set_out
from orders.states import RefundStatus
from orders.timeline import record

RIGHT = "orders.approve_refund"
MOST_ASKED = 50


@durable_transaction
def approve_refund(refund: Refund, *, by_user: User) -> None:
    """A second person lets it go: the worker sends it, or, of cash, Finance pays it by hand.

    Raises MayNotApprove without the right, OwnRefund for whoever asked for it, IllegalTransition
    unless it waits for approval. Nothing is changed then.
    """
    _check_right(by_user)
    is_cash = refund.payment.is_cash
    _move_past_requester(
        refund,
        RefundStatus.NEEDS_ATTENTION if is_cash else RefundStatus.REQUESTED,
        by_user,
        last_error=CASH_GOES_BACK_BY_HAND if is_cash else "",
    )
    record(refund.order, f"Refund of {refund.amount} started: {refund.reason}", by=str(by_user))
    set_out(refund)


def _move_past_requester(refund: Refund, new: RefundStatus, by_user: User, **columns: str) -> None:
    now = timezone.now()
    approved = {"approver": by_user, "approved_at": now, "next_attempt_at": now, **columns}
    try:
        refund.move_to(new, provided=~Q(requester=by_user.pk), **approved)
    except IllegalTransition:
        if Refund.objects.filter(pk=refund.pk, requester=by_user.pk).exists():
            raise OwnRefund from None
        raise


@durable_transaction
def decline_refund(refund: Refund, *, by_user: User, note: str) -> None:
    """It is not paid: what was set aside is free again. Whoever asked for it may take it back too.

    Raises MayNotApprove without the right, IllegalTransition unless it waits for approval.
    """
    if refund.requester_id != by_user.pk:
        _check_right(by_user)
    refund.move_to(RefundStatus.DECLINED, last_error=note[:200])
    give_back(refund)
    text = f"Refund of {refund.amount} declined: {note}"
    record(refund.order, text[:200], by=str(by_user), is_public=False)


def approvers_of(refund: Refund) -> list[User]:
    """Who may approve it now, for the desk to name."""
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("full_name")
    others = (user for user in staff[:MOST_ASKED] if user.pk != refund.requester_id)
    return [user for user in others if user.has_perm(RIGHT)]


def _check_right(user: User) -> None:
    if not user.has_perm(RIGHT):
        raise MayNotApprove
