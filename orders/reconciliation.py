"""Asking the gateway for what nobody told us: refunds made by hand, and payments long silent."""

from datetime import datetime

from orders import gateway, payments
from orders.gateway import GatewayRefund
from orders.models import Payment, Refund
from orders.refund_outcomes import adopt_refund, apply_gateway_refund, own_refund
from orders.states import PaymentStatus, RefundStatus


def apply_refund(seen: GatewayRefund) -> bool:
    """Apply what the gateway says of any refund; False when it is of no payment of ours.

    Money we do not know of yet is booked first, and brings its refunds along.
    """
    refund = own_refund(seen)
    if refund is not None:
        apply_gateway_refund(refund, seen)
        return True
    paid = Payment.objects.filter(gateway_payment_id=seen.payment_id)
    payment = paid.filter(status=PaymentStatus.CAPTURED).first()
    if payment is None:
        return payments.apply_payment_called(seen.payment_id)
    adopt_refund(payment, seen)
    return True


def unsettled_refunds(since: datetime) -> list[GatewayRefund]:
    """Refunds made since that we have not recorded to the end, oldest first."""
    made = gateway.refunds_since(since)
    done = Refund.objects.filter(gateway_refund_id__in=[seen.id for seen in made])
    done = done.exclude(status=RefundStatus.PENDING)
    known = set(done.values_list("gateway_refund_id", flat=True))
    return [seen for seen in reversed(made) if seen.id not in known]
