"""Telling the local Razorpay of the past, so that a seeded order can still be paid back."""

from pathlib import Path

from django.conf import settings

from orders.models import Payment, Refund
from orders.sandbox import entities
from orders.sandbox.agenda import Agenda, Clock
from orders.sandbox.ledger import ACCOUNT_CAPTURE
from orders.sandbox.store import Store
from orders.states import PaymentStatus, RefundStatus

BANK_STILL_TAKES_SECONDS = 6 * 3600


def tell_razorpay() -> None:
    """Write the demo's payments and refunds into the sandbox's file, where it lacks them."""
    file = getattr(settings, "SANDBOX_DATABASE", None)
    if not file:
        return
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    store = Store(str(file))
    try:
        with store.transaction():
            _tell(store)
    finally:
        store.close()


def _tell(store: Store) -> None:
    known = {entity["id"] for kind in ("order", "refund") for entity in store.listing(kind)}
    payments = Payment.objects.filter(gateway_order_id__startswith="order_demo")
    for payment in payments.select_related("order").order_by("created_at"):
        if payment.gateway_order_id not in known:
            _tell_payment(store, payment)
    refunds = Refund.objects.filter(gateway_refund_id__startswith="rfnd_demo")
    for refund in refunds.select_related("payment").order_by("requested_at"):
        if refund.gateway_refund_id not in known:
            _tell_refund(store, refund)


def _tell_payment(store: Store, payment: Payment) -> None:
    """The gateway's order and its one payment, captured or refused."""
    at, amount = int(payment.created_at.timestamp()), payment.amount_minor
    is_paid = payment.status == PaymentStatus.CAPTURED
    order = entities.new_order(
        amount=amount, currency=payment.currency, receipt=payment.receipt,
        notes={"order": payment.order.number}, now=at,
    ) | {
        "id": payment.gateway_order_id,
        "status": "paid" if is_paid else "attempted",
        "attempts": 1,
        "amount_paid": amount if is_paid else 0,
        "amount_due": 0 if is_paid else amount,
    }  # fmt: skip
    store.add(order, hidden=ACCOUNT_CAPTURE)
    instrument = {
        "method": payment.method,
        "vpa": "success@razorpay",
        "email": payment.order.email,
        "contact": payment.order.phone,
    }
    tried = entities.new_payment(
        order=order, amount=amount, currency=payment.currency, instrument=instrument, now=at
    )
    if is_paid:
        paid = entities.captured(entities.authorised(tried))
        store.add(paid | {"id": payment.gateway_payment_id}, parent=order["id"])
    else:
        store.add(entities.failed(tried, "insufficient_funds"), parent=order["id"])


def _tell_refund(store: Store, refund: Refund) -> None:
    """The refund, and its amount on the payment; one still with the bank settles later."""
    payment = store.find("payment", str(refund.payment.gateway_payment_id))
    if payment is None:
        return
    payment = entities.refunded_by(payment, refund.amount_minor)
    store.save(payment)
    sent = entities.new_refund(
        payment=payment, amount=refund.amount_minor, body=refund.request_body,
        now=int(refund.requested_at.timestamp()),
    ) | {"id": refund.gateway_refund_id}  # fmt: skip
    if refund.status == RefundStatus.PROCESSED:
        sent |= {"status": "processed", "acquirer_data": {"arn": entities.digits(23)}}
    store.add(sent, parent=payment["id"])
    if refund.status == RefundStatus.PENDING:
        Agenda(store, Clock()).add("settle", sent["id"], after_seconds=BANK_STILL_TAKES_SECONDS)
