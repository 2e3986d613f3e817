"""What customers are written about their orders: which message, to whom and when.

Each is owed once per order, a parcel's once per parcel, a refund's once per refund. What may be
overtaken by something better waits a few minutes: who pays at once is not asked to pay.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from accounts.outbox import post_to_both, withdraw
from orders import wording
from orders.models import Order, Parcel, Payment, PayoutDetails, Refund

PLACED = "orders/emails/placed.html"
CONFIRMED = "orders/emails/confirmed.html"
PACKED = "orders/emails/packed.html"
SHIPPED = "orders/emails/shipped.html"
DELIVERED = "orders/emails/delivered.html"
RETURNING = "orders/emails/returning.html"
RETURNED = "orders/emails/returned.html"
CANCELLED = "orders/emails/cancelled.html"
EXPIRED = "orders/emails/expired.html"
PAYMENT_FAILED = "orders/emails/payment_failed.html"
REFUND_STARTED = "orders/emails/refund_started.html"
REFUNDED = "orders/emails/refunded.html"
REFUND_FAILED = "orders/emails/refund_failed.html"
PAYOUT_NEEDED = "orders/emails/payout_needed.html"
PAYOUT_SAVED = "orders/emails/payout_saved.html"
LINK = "orders/emails/link.html"

WHILE_THEY_PAY = timedelta(minutes=5)
WHILE_IT_IS_SENT = timedelta(minutes=2)  # most refunds are done by then: one mail says all


def write(
    order: Order, template: str, *, key: str = "", after: timedelta = timedelta(0), **more: Any
) -> None:
    """Owe the customer the e-mail and SMS of `template`, once per `key` (else per order)."""
    post_to_both(
        template,
        email=order.email,
        phone=order.phone,
        key=_key(template, key or order.number),
        context={**wording.context_of(order), **more},
        about=order.number,
        after=after,
    )


def write_placed(order: Order) -> None:
    """Ask for the payment, unless it arrives within the minutes most people take."""
    write(order, PLACED, after=WHILE_THEY_PAY, **wording.of_placed(order))


def write_confirmed(order: Order) -> None:
    _ask_no_more(order)
    write(order, CONFIRMED, **wording.of_confirmed(order))


def write_packed(order: Order) -> None:
    write(order, PACKED, **wording.of_packed(order))


def write_shipped(parcel: Parcel) -> None:
    _write_parcel(parcel, SHIPPED, wording.of_shipped)


def write_delivered(parcel: Parcel) -> None:
    _write_parcel(parcel, DELIVERED, wording.of_delivered)


def write_returning(parcel: Parcel) -> None:
    _write_parcel(parcel, RETURNING, wording.of_returning)


def write_returned(parcel: Parcel, *, owed: str) -> None:
    """`owed` is what goes back, as it is written; empty when nothing was paid."""
    _write_parcel(parcel, RETURNED, partial(wording.of_returned, owed=owed))


def write_cancelled(order: Order, *, owed: str) -> None:
    """`owed` is what goes back, as it is written; empty when nothing was paid."""
    _ask_no_more(order)
    write(order, CANCELLED, **wording.of_cancelled(order, owed))


def write_expired(order: Order) -> None:
    _ask_no_more(order)
    write(order, EXPIRED, **wording.of_expired(order))


def write_payment_failed(payment: Payment) -> None:
    """Say that a payment failed and how to pay again, unless the next try succeeds at once.

    Owed while the order can still be paid; a second failure of the order says nothing new.
    """
    order = payment.order
    if order.is_payable:
        withdraw(_key(PLACED, order.number))
        words = wording.of_payment_failed(payment)
        write(order, PAYMENT_FAILED, after=WHILE_THEY_PAY, **words)


def write_refund_started(refund: Refund) -> None:
    words = wording.of_refund(refund)
    write(refund.order, REFUND_STARTED, key=refund.pk.hex, after=WHILE_IT_IS_SENT, **words)


def write_payout_needed(refund: Refund) -> None:
    """Ask for an account for what was paid in cash; who gave one reads that it is on its way."""
    if PayoutDetails.objects.filter(order_id=refund.order_id, wiped_at=None).exists():
        write_refund_started(refund)
        return
    words = wording.of_payout_needed(refund)
    write(refund.order, PAYOUT_NEEDED, key=refund.pk.hex, **words)


def write_payout_saved(order: Order, details: PayoutDetails) -> None:
    """Each account once, so that no one else's goes unnoticed."""
    key = f"{details.pk.hex}:{details.given_at.timestamp():.6f}"
    write(order, PAYOUT_SAVED, key=key, **wording.of_payout_saved(details))


def write_refund_failed(refund: Refund) -> None:
    withdraw(_key(REFUND_STARTED, refund.pk.hex))
    write(refund.order, REFUND_FAILED, key=refund.pk.hex, **wording.of_refund(refund))


def write_refunded(refund: Refund) -> None:
    withdraw(_key(REFUND_STARTED, refund.pk.hex), _key(PAYOUT_NEEDED, refund.pk.hex))
    write(refund.order, REFUNDED, key=refund.pk.hex, **wording.of_refund(refund))


def _write_parcel(parcel: Parcel, template: str, words_of: Callable[..., wording.Words]) -> None:
    order = parcel.order
    is_only = order.parcels.current().count() == 1 and not order.units_to_pack
    words = words_of(parcel, parcel.lines.select_related("order_line"), is_only=is_only)
    write(order, template, key=parcel.reference, **words)


def _key(template: str, of: str) -> str:
    return f"{template}:{of}"


def _ask_no_more(order: Order) -> None:
    """Nobody need be asked for the payment of this order any more."""
    withdraw(_key(PLACED, order.number), _key(PAYMENT_FAILED, order.number))
