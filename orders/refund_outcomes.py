"""What the gateway says of refunds: ours are recorded, those made in its dashboard adopted.

A refund made by hand is a fact by the time we hear of it, so it comes first: refunds of ours that
were not sent for certain give way to it, and a person decides what is still owed.
"""

from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders import messages
from orders.errors import NotRefundable
from orders.gateway import GatewayRefund
from orders.models import LedgerEntry, Payment, Refund
from orders.states import BOUGHT, GIVEN_UP, RefundStatus
from orders.timeline import record

BY_HAND = "Razorpay's dashboard"
UNSENT = (
    RefundStatus.AWAITING_APPROVAL,
    RefundStatus.REQUESTED,
    RefundStatus.SUBMITTING,
    RefundStatus.NEEDS_ATTENTION,
)
OUTCOMES = {"processed": RefundStatus.PROCESSED, "failed": RefundStatus.FAILED}


@durable_transaction
def apply_gateway_refund(refund: Refund, seen: GatewayRefund) -> None:
    """Record what the gateway says of a refund: processed books it, once; failed frees it."""
    refund = (
        Refund.objects.select_for_update(of=("self",))
        .select_related("order", "payment")
        .get(pk=refund.pk)
    )
    if refund.status in GIVEN_UP and refund.gateway_refund_id is None:
        adopt(refund.payment, seen)  # given up too early: the gateway made it after all
    else:
        _record(refund, seen)


def _record(refund: Refund, seen: GatewayRefund) -> None:
    new = OUTCOMES.get(seen.status, RefundStatus.PENDING)
    if not refund.can_move_to(new):
        return
    if new == RefundStatus.PROCESSED:
        move_to_processed(refund, gateway_refund_id=seen.id)
        return
    refund.move_to(new, gateway_refund_id=seen.id, lease_until=None, last_error="")
    if new == RefundStatus.FAILED:
        give_back(refund)
        record(refund.order, f"Refund of {refund.amount} failed; we are looking into it")
        messages.write_refund_failed(refund)


def move_to_processed(refund: Refund, *, gateway_refund_id: str) -> None:
    """The money is on its way for sure: booked and told, inside the caller's transaction."""
    refund.move_to(
        RefundStatus.PROCESSED,
        gateway_refund_id=gateway_refund_id,
        processed_at=timezone.now(),
        lease_until=None,
        last_error="",
    )
    LedgerEntry.objects.create(
        key=f"refund:{refund.pk.hex}",
        order=refund.order,
        payment=refund.payment,
        refund=refund,
        kind=LedgerEntry.Kind.REFUND,
        amount_minor=-refund.amount_minor,
        currency=refund.currency,
    )
    record(refund.order, f"{refund.amount} refunded")
    messages.write_refunded(refund)


# --- Refunds made in the dashboard ----------------------------------------------------------


def own_refund(seen: GatewayRefund) -> Refund | None:
    """Our row of this refund: by the gateway's id, or by the id we sent along as a note.

    Anybody may have written a note, so it counts for the payment it was made of only.
    """
    refund: Refund | None = Refund.objects.filter(gateway_refund_id=seen.id).first()
    if refund is not None:
        return refund
    try:
        noted = UUID(seen.notes.get("refund_id", ""))
    except ValueError:
        return None
    rows = Refund.objects.filter(pk=noted, payment__gateway_payment_id=seen.payment_id)
    return rows.filter(gateway_refund_id=None).first()


def adopt_refund(payment: Payment, seen: GatewayRefund) -> None:
    """Book a refund of a captured payment that we did not ask for, once.

    Raises NotRefundable while a refund of ours that is with the bank leaves no room for it: one of
    the two is about to fail, so ask again later.
    """
    try:
        _adopt_alone(payment, seen)
    except IntegrityError:
        return  # adopted by somebody else at the same moment


@durable_transaction
def _adopt_alone(payment: Payment, seen: GatewayRefund) -> None:
    adopt(Payment.objects.select_for_update().select_related("order").get(pk=payment.pk), seen)


def adopt(payment: Payment, seen: GatewayRefund) -> None:
    """`adopt_refund` inside the caller's transaction, which has locked the payment."""
    is_known = Refund.objects.filter(gateway_refund_id=seen.id).exists()
    if is_known or seen.status == "failed":
        return
    _make_room(payment, seen.amount_minor)
    refund = Refund.objects.create(
        payment=payment,
        order=payment.order,
        key=f"external:{seen.id}",
        status=RefundStatus.PENDING,
        amount_minor=seen.amount_minor,
        currency=payment.currency,
        reason="Refunded through Razorpay",
        is_external=True,
        gateway_refund_id=seen.id,
        requested_by=BY_HAND,
    )
    record(payment.order, f"Refund of {refund.amount} started", by=BY_HAND)
    messages.write_refund_started(refund)
    _warn_of_nothing_left(refund)
    _record(refund, seen)


def _make_room(payment: Payment, minor: int) -> None:
    """Reserve what was refunded by hand; whatever is not sent for certain gives way to it.

    The gateway pays no payment back twice over, so where there is no room ours cannot succeed.
    """
    if reserve(payment, minor):
        return
    for refund in payment.refunds.filter(status__in=UNSENT).select_related("order"):
        _withdraw(refund)
        if reserve(payment, minor):
            return
    left = Payment.objects.get(pk=payment.pk).refundable
    raise NotRefundable(asked=type(left)(minor, payment.currency), left=left)


def _withdraw(refund: Refund) -> None:
    """Failed before it was sent: staff refund what is still owed again, or settle it."""
    because = f"Money was refunded in {BY_HAND} meanwhile"
    refund.move_to(RefundStatus.FAILED, last_error=because, lease_until=None)
    give_back(refund)
    record(refund.order, f"Refund of {refund.amount} withdrawn: {because}", is_public=False)


def _warn_of_nothing_left(refund: Refund) -> None:
    """An order that is still to be sent while all of its money went back."""
    held = [payment.refundable.minor for payment in refund.order.payments.all()]
    if refund.order.status in BOUGHT and not any(held):
        words = "All money of this order went back by hand. Cancel it, unless it shall be sent free"
        record(refund.order, words, by=BY_HAND, is_public=False)


# --- What is set aside on a payment ---------------------------------------------------------


def reserve(payment: Payment, part: int) -> int:
    """Set `part` paise aside on the payment: the guard that no sum of refunds exceeds it."""
    return Payment.objects.filter(
        pk=payment.pk, refund_reserved_minor__lte=F("amount_minor") - part
    ).update(refund_reserved_minor=F("refund_reserved_minor") + part)


def give_back(refund: Refund) -> None:
    """What was set aside for a refund that came to nothing can be refunded again."""
    Payment.objects.filter(pk=refund.payment_id).update(
        refund_reserved_minor=F("refund_reserved_minor") - refund.amount_minor
    )
