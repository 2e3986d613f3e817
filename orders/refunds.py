"""Money going back: the row first, the gateway second, the outcome third.

`request_refund` reserves the amount on the payments and writes Refund rows in the caller's
transaction. The worker sends each with a frozen key and body, so sending twice refunds once.
"""

import logging
import random
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.bell import ring
from accounts.models import User
from accounts.transactions import durable_transaction
from orders import gateway, messages
from orders.errors import CASH_GOES_BACK_BY_HAND, NotRefundable, PaidInCash, PaidOnline
from orders.gateway import GatewayError, GatewayRefund
from orders.models import Order, Payment, Refund
from orders.querysets import BY_STAFF
from orders.refund_outcomes import apply_gateway_refund, move_to_processed, reserve
from orders.states import PaymentStatus, RefundStatus
from orders.tasks import submit_refund as submit_refund_task
from orders.timeline import record
from shop.money import Money

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=75)  # a task is stopped after 60
MOST_LOST = 5  # runs, after which a refund whose workers vanish is one for a person
KEY_TRUSTED_FOR = timedelta(hours=20)  # how long the gateway keeps a key is not documented


def request_refund(
    order: Order,
    amount: Money,
    *,
    key: str,
    reason: str,
    by: str = "",
    requester: User | None = None,
) -> list[Refund]:
    """Owe the customer `amount`, from the order's payments, newest first.

    With a `requester` it waits until somebody else approves it; without one it is sent at once.
    Called inside the transaction of its cause. Idempotent by `key` (rows are `key`, `key:2`, …).
    Raises NotRefundable when more than was paid and is not yet going back is asked for.
    """
    existing = list(Refund.objects.filter(order=order, key__startswith=key))
    if existing:
        return existing
    left = amount.minor
    refunds: list[Refund] = []
    for payment in order.payments.filter(status=PaymentStatus.CAPTURED).order_by("-captured_at"):
        part = min(left, payment.refundable.minor)
        if part > 0 and reserve(payment, part):
            row_key = f"{key}:{len(refunds) + 1}" if refunds else key
            refunds.append(_write_refund(payment, part, row_key, reason, by, requester))
            left -= part
    if left:
        raise NotRefundable(asked=amount, left=Money(amount.minor - left, amount.currency))
    if requester is None:
        record(order, f"Refund of {amount} started: {reason}", by=by)
    else:
        text = f"Refund of {amount} waits for a second person: {reason}"
        record(order, text, by=str(requester), is_public=False)
    return refunds


@durable_transaction
def refund_by_staff(order: Order, *, amount: Money, reason: str, key: str, by_user: User) -> None:
    """Staff ask to give a part of what was paid back, the way it was paid; once per `key` of
    their form. Somebody else has to approve it.

    Raises NotRefundable when more than is left is asked for.
    """
    row_key = f"{BY_STAFF}{order.pk.hex}:{key}"
    request_refund(order, amount, key=row_key, reason=reason, by=str(by_user), requester=by_user)


def submit_refund(refund_id: str) -> None:
    """Send one due refund to the gateway and record what it said.

    Safe to run twice and twice at once: a claim with a lease, one key at the gateway, and an
    outcome that only the holder of the latest claim may record.
    """
    refund = _claim(refund_id)
    if refund is None:
        return
    try:
        seen = _sent_before(refund) or gateway.refund_payment(
            _paid_as(refund),
            body=refund.request_body,
            idempotency_key=refund.idempotency_key,
        )
    except gateway.Declined as error:
        _decline(refund, str(error))
    except gateway.NotSent as error:
        _put_off(refund, error)
    except GatewayError as error:
        _postpone(refund, str(error))
    else:
        apply_gateway_refund(refund, seen)


@durable_transaction
def retry_refund(refund: Refund, *, by: str) -> None:
    """Staff send a refund that needs attention again: the same body, and the same key unless the
    gateway gave a definite no under it.

    Raises IllegalTransition unless it needs attention, PaidInCash where no gateway has the money.
    """
    if refund.payment.is_cash:
        raise PaidInCash
    refund.move_to(
        RefundStatus.SUBMITTING,
        attempt=0,
        lease_until=None,
        next_attempt_at=timezone.now(),
    )
    record(refund.order, f"Refund of {refund.amount} sent again", by=by, is_public=False)
    ring(submit_refund_task, refund.pk)


@durable_transaction
def refund_again(refund: Refund, *, by_user: User) -> None:
    """Staff replace a refund that failed or was declined by a new one of the same amount; one
    that had to be approved has to be once more.

    Raises IllegalTransition unless it failed, NotRefundable when the money went elsewhere.
    """
    refund.move_to(RefundStatus.REPLACED)
    request_refund(
        refund.order,
        refund.amount,
        key=f"{refund.key}:again",
        reason=refund.reason,
        by=str(by_user),
        requester=by_user if refund.requester_id else None,
    )


@durable_transaction
def settle_refund(refund: Refund, *, by: str, note: str) -> None:
    """Staff say how a refund that failed or was declined was settled without a new one: in the
    dashboard, say.

    Raises IllegalTransition unless it failed or was declined.
    """
    refund.move_to(RefundStatus.REPLACED, last_error=note[:200])
    record(refund.order, f"Refund of {refund.amount} settled: {note}"[:200], by=by, is_public=False)


@durable_transaction
def pay_refund_by_hand(refund: Refund, *, by: str, reference: str) -> None:
    """Staff paid back what came in cash, by transfer under `reference`: booked and told, once.

    Raises PaidOnline for money the gateway has, IllegalTransition unless it waits for a person.
    """
    if not refund.payment.is_cash:
        raise PaidOnline
    move_to_processed(refund, gateway_refund_id=reference)
    words = f"Refund of {refund.amount} paid by transfer: {reference}"
    record(refund.order, words[:200], by=by, is_public=False)


def refresh_refund(refund: Refund) -> None:
    """Ask the gateway what became of a refund that is with the bank."""
    apply_gateway_refund(refund, gateway.fetch_refund(str(refund.gateway_refund_id)))


def _write_refund(
    payment: Payment, part: int, key: str, reason: str, by: str, requester: User | None
) -> Refund:
    """The row the worker sends, once it is approved; what was paid in cash a person pays."""
    pk = uuid7()
    status = RefundStatus.NEEDS_ATTENTION if payment.is_cash else RefundStatus.REQUESTED
    refund: Refund = Refund.objects.create(
        id=pk,
        payment=payment,
        order=payment.order,
        key=key,
        amount_minor=part,
        currency=payment.currency,
        reason=reason,
        requested_by=by,
        requester=requester,
        status=RefundStatus.AWAITING_APPROVAL if requester else status,
        last_error=CASH_GOES_BACK_BY_HAND if payment.is_cash else "",
        request_body={
            "amount": part,
            "speed": "normal",
            "receipt": pk.hex,
            "notes": {"refund_id": str(pk), "order": payment.order.number},
        },
    )
    if requester is None:
        set_out(refund)
    return refund


def set_out(refund: Refund) -> None:
    """Inside the transaction that lets it go: the worker is rung, of cash Finance has it now; the
    customer is told.
    """
    if refund.payment.is_cash:
        messages.write_payout_needed(refund)
        return
    ring(submit_refund_task, refund.pk)
    messages.write_refund_started(refund)


@durable_transaction
def _claim(refund_id: str) -> Refund | None:
    now = timezone.now()
    due = Refund.objects.due().filter(pk=refund_id)
    claimed = not _is_poison(due) and due.update(lease_until=now + LEASE, attempt=F("attempt") + 1)
    if not claimed:
        return None
    refund: Refund = Refund.objects.select_related("payment", "order").get(pk=refund_id)
    if refund.status == RefundStatus.REQUESTED:
        refund.move_to(RefundStatus.SUBMITTING)
    return refund


def _is_poison(due: QuerySet[Refund]) -> bool:
    """Whether its last worker vanished, as others before it: it must not take one more along.

    Who fails in words gives the lease back; a lease that ran out was left by the dead.
    """
    lost = due.filter(attempt__gte=MOST_LOST, lease_until__lte=timezone.now()).first()
    if lost is None:
        return False
    lost.move_to(
        RefundStatus.NEEDS_ATTENTION, last_error="Its worker vanished each time", lease_until=None
    )
    return True


def _paid_as(refund: Refund) -> str:
    """The gateway's name of the payment. Raises PaidInCash where no gateway ever had the money."""
    if refund.payment.gateway_payment_id is None:
        raise PaidInCash
    return refund.payment.gateway_payment_id


def _sent_before(refund: Refund) -> GatewayRefund | None:
    """What an earlier attempt left at the gateway, found by our note, when the key in hand cannot
    vouch for it: it may be forgotten, or new after a definite no.
    """
    is_fresh = timezone.now() - refund.requested_at < KEY_TRUSTED_FOR
    if is_fresh and not refund.declines:
        return None  # counting attempts would not do: staff start them again from one
    for seen in gateway.refunds_of_payment(_paid_as(refund)):
        if seen.notes.get("refund_id") == str(refund.pk):
            return seen
    return None


@durable_transaction
def _decline(refund: Refund, error: str) -> None:
    """The gateway said no for good: a person tops up the account, or settles it another way."""
    if _while_ours(refund).exists():
        _ask_for_a_person(refund, error, declines=refund.declines + 1)


@durable_transaction
def _postpone(refund: Refund, error: str) -> None:
    """Try again later with full jitter; after the last attempt, ask for a person."""
    ours = _while_ours(refund)
    if refund.attempt >= MAX_ATTEMPTS:
        if ours.exists():
            _ask_for_a_person(refund, error, declines=refund.declines)
        return
    wait = random.uniform(1, min(900, 5 * 2**refund.attempt))  # full jitter
    ours.update(
        last_error=error[:200],
        lease_until=None,
        next_attempt_at=timezone.now() + timedelta(seconds=wait),
    )


@durable_transaction
def _put_off(refund: Refund, error: gateway.NotSent) -> None:
    """Nothing was sent while the gateway is left alone: it waits, and no attempt is spent."""
    _while_ours(refund).update(
        attempt=F("attempt") - 1,
        last_error=str(error)[:200],
        lease_until=None,
        next_attempt_at=error.next_attempt_at,
    )


def _ask_for_a_person(refund: Refund, error: str, *, declines: int) -> None:
    """Staff find it in their queue; who reads logs is told too."""
    log.error("Refund %s of %s needs attention: %s", refund.pk, refund.amount, error)
    refund.move_to(
        RefundStatus.NEEDS_ATTENTION,
        declines=declines,
        last_error=error[:200],
        lease_until=None,
    )


def _while_ours(refund: Refund) -> QuerySet[Refund]:
    """The row, while this attempt is the latest one and no webhook has settled it meanwhile."""
    ours: QuerySet[Refund] = Refund.objects.filter(
        pk=refund.pk, attempt=refund.attempt, status=RefundStatus.SUBMITTING
    )
    return ours
