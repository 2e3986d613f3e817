"""Money coming in: started by the shopper, believed only when the gateway itself says captured.

The pay page's callback, the webhook and the reconcile job all end in `apply_capture`, which
takes effect once per payment, whoever comes first.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders import gateway, messages, refund_outcomes, refunds
from orders.checkout import quantities_of
from orders.confirmation import confirm_order
from orders.errors import NotPayable, PaymentNotProven
from orders.gateway import GatewayPayment, GatewayRefund
from orders.models import LedgerEntry, Order, Payment, Provider
from orders.states import OrderStatus, PaymentStatus
from orders.timeline import record, step_of
from shop import redemption, stock
from shop.money import Money

Kind = LedgerEntry.Kind
URGENT_FOR = timedelta(hours=2)
OTHERS_EVERY = timedelta(hours=6)
ASKED_EVERY = timedelta(seconds=8)
# What the gateway says of money we do not have. "created" is missing: the shopper is still on the
# pay page. Money refunded before we booked it (authorised too late, or a second time for one
# order) was sent back by Razorpay itself: it never became ours.
_UNCAPTURED = {
    "authorized": PaymentStatus.AUTHORIZED,
    "failed": PaymentStatus.FAILED,
    "refunded": PaymentStatus.FAILED,
}


def start_payment(order: Order) -> Payment:
    """The order's open Payment, known to the gateway and ready to be paid.

    An answer that is lost is looked up by the receipt; if that is lost too, calling again may leave
    an order at the gateway that nobody can pay, since only the recorded one is shown.
    Raises NotPayable, or GatewayError when the gateway cannot be reached (nothing is lost).
    """
    if not order.is_payable:
        raise NotPayable(order.get_status_display())
    payment = _open_payment(order)
    if payment.gateway_order_id is None:
        gateway_order = gateway.create_order(
            receipt=payment.receipt,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            notes={"order": order.number},
            expires_in_seconds=order.seconds_to_pay,
        )
        Payment.objects.filter(pk=payment.pk, gateway_order_id=None).update(
            gateway_order_id=gateway_order.id
        )
        payment.refresh_from_db()
    return payment


@durable_transaction
def _open_payment(order: Order) -> Payment:
    """The payment still to be paid; a new one when the last one's money went back unused."""
    waiting = order.payments.exclude(status=PaymentStatus.CAPTURED)
    payment: Payment | None = waiting.order_by("-created_at").first()
    return payment or _next_payment(order, order.total)


def confirm_checkout(payment: Payment, *, gateway_payment_id: str, signature: str) -> None:
    """Take the pay page's word only as a hint: check it, then ask the gateway.

    The signature is checked against *our* stored order id, so the proof of a cheap order cannot
    pay for a dear one. Raises PaymentNotProven, or GatewayError; the reconcile job looks again.
    """
    if not gateway.is_checkout_signature_valid(
        gateway_order_id=payment.gateway_order_id or "",
        payment_id=gateway_payment_id,
        signature=signature,
    ):
        raise PaymentNotProven
    if not apply_gateway_payment(payment, gateway.fetch_payment(gateway_payment_id)):
        raise PaymentNotProven


def refresh_payment(payment: Payment) -> None:
    """Ask the gateway what became of this payment and apply it; needs no webhook."""
    if payment.gateway_order_id is None:
        return
    Payment.objects.filter(pk=payment.pk).update(checked_at=timezone.now())
    for gateway_payment in gateway.payments_of_order(payment.gateway_order_id):
        apply_gateway_payment(payment, gateway_payment)


def refresh_if_stale(payment: Payment) -> None:
    """The same for somebody who waits and asks often: at most once in ASKED_EVERY."""
    now = timezone.now()
    stale = Payment.objects.filter(pk=payment.pk, checked_at__lte=now - ASKED_EVERY)
    if stale.exclude(status=PaymentStatus.CAPTURED).update(checked_at=now):
        refresh_payment(payment)


def apply_gateway_payment(payment: Payment, seen: GatewayPayment) -> bool:
    """Apply what the gateway says of a payment; False when it is none of this Payment."""
    if seen.order_id != payment.gateway_order_id or seen.currency != payment.currency:
        return False
    if seen.has_arrived:
        made = gateway.refunds_of_payment(seen.id) if seen.refunded_minor else []
        return apply_capture(payment, seen, made)
    _apply_uncaptured(payment, seen)
    return True


def apply_payment_called(gateway_payment_id: str) -> bool:
    """Ask the gateway about a payment by its own name for it; False when it is none of ours."""
    seen = gateway.fetch_payment(gateway_payment_id)
    payment = Payment.objects.filter(gateway_order_id=seen.order_id).first()
    return payment is not None and apply_gateway_payment(payment, seen)


@durable_transaction
def apply_capture(
    payment: Payment, seen: GatewayPayment, made: Sequence[GatewayRefund] = ()
) -> bool:
    """Book captured money once, with the refunds already made of it, and settle its order.

    A second capture of the same payment changes nothing. Money that cannot buy anything any more
    (another capture of a paid order, a wrong amount, stock gone) goes back by itself.
    """
    payment = Payment.objects.select_for_update().select_related("order").get(pk=payment.pk)
    booked = LedgerEntry.objects.filter(key=f"capture:{seen.id}").select_related("payment").first()
    if booked is not None:
        _adopt_each(booked.payment, made)
        return True
    if payment.status == PaymentStatus.CAPTURED:
        payment = _next_payment(payment.order, Money(seen.amount_minor, seen.currency))
    is_exact = seen.amount_minor == payment.order.total_minor
    payment.move_to(
        PaymentStatus.CAPTURED,
        gateway_payment_id=seen.id,
        method=seen.method,
        failure="",
        captured_at=timezone.now(),
        amount_minor=seen.amount_minor,
    )
    LedgerEntry.objects.create(
        key=f"capture:{seen.id}",
        order=payment.order,
        payment=payment,
        kind=Kind.CAPTURE,
        amount_minor=seen.amount_minor,
        currency=seen.currency,
    )
    _adopt_each(payment, made)
    _settle(payment, is_exact=is_exact)
    return True


def _adopt_each(payment: Payment, made: Sequence[GatewayRefund]) -> None:
    """Refunds somebody made of it in the dashboard, before we knew of the money or since."""
    for refund in made:
        if refund_outcomes.own_refund(refund) is None:
            refund_outcomes.adopt(payment, refund)
    payment.refresh_from_db(fields=["refund_reserved_minor"])


def _settle(payment: Payment, *, is_exact: bool) -> None:
    """Exactly one of two: the order is confirmed, or the money goes back."""
    order, left = payment.order, payment.refundable
    if is_exact and left and order.status == OrderStatus.PLACED:
        confirm_order(order, "Payment received")
    elif is_exact and left and _can_revive(order):
        stock.hold(quantities_of(order), reference=step_of(order))
        redemption.take_again(
            order.number
        )  # used up meanwhile: the agreed price stays all the same
        confirm_order(order, "Payment arrived late; order revived")
    else:
        record(order, "Payment could not be used; it goes back to you")
        if left:
            key = f"unusable:{payment.pk.hex}"
            refunds.request_refund(order, left, key=key, reason="Payment not usable")


def collect_cash(order: Order, *, by: str) -> None:
    """Book what the courier took at the door, once; called inside the delivery's transaction."""
    payment = order.payments.get(provider=Provider.CASH)
    if payment.status == PaymentStatus.CAPTURED:
        return
    payment.move_to(
        PaymentStatus.CAPTURED,
        method="cash",
        captured_at=timezone.now(),
        amount_minor=order.due_at_door.minor,
    )
    LedgerEntry.objects.create(
        key=f"cash:{payment.pk.hex}",
        order=order,
        payment=payment,
        kind=Kind.CAPTURE,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
    )
    record(order, f"{payment.amount} paid in cash", by=by)


def _can_revive(order: Order) -> bool:
    is_over = order.status == OrderStatus.EXPIRED
    was_never_paid = not order.payments.filter(status=PaymentStatus.CAPTURED).count() > 1
    return is_over and was_never_paid and stock.is_available(quantities_of(order))


def _next_payment(order: Order, amount: Money) -> Payment:
    """One more row for this order: for another try, or to book money paid twice over."""
    payment: Payment = Payment.objects.create(
        order=order,
        receipt=f"{order.number}-{order.payments.count() + 1}",
        amount_minor=amount.minor,
        currency=amount.currency,
    )
    return payment


@durable_transaction
def _apply_uncaptured(payment: Payment, seen: GatewayPayment) -> None:
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    new = _UNCAPTURED.get(seen.status)
    if new is None or not payment.can_move_to(new):
        return
    payment.move_to(new, failure=seen.error_description[:200], method=seen.method)
    if new == PaymentStatus.FAILED:
        record(
            payment.order,
            f"Payment failed: {seen.error_description or 'no reason given'}"[:200],
        )
        messages.write_payment_failed(payment)


def unsettled_payments() -> list[Payment]:
    """Payments worth asking the gateway about: older than two minutes, younger than six days.

    Those of the last hours, and those the bank has in hand, at every turn; the others now and
    then, and after them, so that many abandoned ones cannot hide a new one. A bank may say yes up
    to three days late, and the gateway's older pages say five.
    """
    now = timezone.now()
    rows = Payment.objects.unsettled(
        before=now - timedelta(minutes=2), since=now - timedelta(days=6)
    ).exclude(gateway_order_id=None)
    urgent = Q(created_at__gte=now - URGENT_FOR) | Q(status=PaymentStatus.AUTHORIZED)
    others = rows.exclude(urgent).filter(checked_at__lte=now - OTHERS_EVERY)
    return [*rows.filter(urgent).order_by("checked_at")[:200], *others.order_by("checked_at")[:200]]
