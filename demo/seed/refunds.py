"""Refunds of the past: reserved on the payment, sent, and as far as the bank has come."""

from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from demo.seed.book import Book, Letter
from orders import messages, wording
from orders.models import LedgerEntry, OrderEvent, Payment, Refund
from orders.refunds import MAX_ATTEMPTS
from orders.states import RefundStatus
from shop.money import Money

BANK_TAKES = timedelta(hours=24)
NO_ANSWER = "Razorpay did not answer in time"
DECLINED = "The gateway declined the refund: the card was closed"


def pay_back(
    book: Book, payment: Payment, amount: Money,
    *, key: str, reason: str, at: datetime, by: str, trouble: RefundStatus | None = None,
) -> None:  # fmt: skip
    """Pay `amount` of the payment back: processed a day later, or stuck in `trouble`."""
    processed_at = at + BANK_TAKES if at + BANK_TAKES <= book.now and not trouble else None
    status = trouble or (RefundStatus.PROCESSED if processed_at else RefundStatus.PENDING)
    refund = book.add(_refund(payment, amount, key, reason, at, by, status))
    refund.processed_at = processed_at
    _record(book, refund, at, f"Refund of {amount} started: {reason}", by=by)
    if status == RefundStatus.FAILED:
        refund.last_error = DECLINED
        _record(book, refund, at, f"Refund of {amount} failed; we are looking into it")
    else:
        payment.refund_reserved_minor += amount.minor
    if status == RefundStatus.NEEDS_ATTENTION:
        refund.attempt, refund.last_error = MAX_ATTEMPTS, NO_ANSWER
    if status in {RefundStatus.PENDING, RefundStatus.PROCESSED}:
        # There is one refund per payment in the demo's past, so they share their ten letters.
        refund.gateway_refund_id = str(payment.gateway_payment_id).replace("pay_", "rfnd_")
    if processed_at:
        _book(book, refund, processed_at)


def _refund(
    payment: Payment, amount: Money, key: str, reason: str, at: datetime, by: str, status: str
) -> Refund:
    pk = uuid7()
    return Refund(
        id=pk,
        payment=payment,
        order=payment.order,
        key=key,
        status=status,
        amount_minor=amount.minor,
        reason=reason,
        request_body={
            "amount": amount.minor,
            "speed": "normal",
            "receipt": pk.hex,
            "notes": {"refund_id": str(pk), "order": payment.order.number},
        },
        attempt=1,
        next_attempt_at=at,
        requested_by=by,
        requested_at=at,
    )


def _book(book: Book, refund: Refund, at: datetime) -> None:
    book.add(
        LedgerEntry(
            key=f"refund:{refund.pk.hex}", order=refund.order, payment=refund.payment,
            refund=refund, kind=LedgerEntry.Kind.REFUND, amount_minor=-refund.amount_minor, at=at,
        )
    )  # fmt: skip
    _record(book, refund, at, f"{refund.amount} refunded")
    words = wording.of_refund(refund)
    book.letters.append(Letter(refund.order, messages.REFUNDED, at, key=refund.pk.hex, more=words))


def _record(book: Book, refund: Refund, at: datetime, text: str, *, by: str = "") -> None:
    # A breath later, so that the timeline tells cause before effect.
    book.add(OrderEvent(order=refund.order, at=at + timedelta(seconds=1), text=text, by=by))
