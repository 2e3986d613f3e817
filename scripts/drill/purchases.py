"""Orders known to the gateway, and their refunds: made by the shop's own operations."""

from collections.abc import Callable
from uuid import uuid4

from accounts.models import User
from accounts.transactions import durable_transaction
from orders import payments, refunds
from orders.models import Order, Payment, Refund
from scripts.drill.ground import Gateway
from shop.models import Variant
from tests.factories import place_order


def start_order(variant: Variant, *, user: User | None = None) -> tuple[Order, Payment]:
    """Placed, and waiting at the gateway to be paid."""
    order = place_order(variant, user=user)
    return order, payments.start_payment(order)


def buy(gateway: Gateway, variant: Variant, *, user: User | None = None) -> Order:
    """Paid at the gateway, and noticed by the shop without a webhook."""
    order, payment = start_order(variant, user=user)
    gateway.pay(str(payment.gateway_order_id))
    payments.refresh_payment(payment)
    order.refresh_from_db()
    return order


@durable_transaction
def request_refund(
    order: Order, *, before_commit: Callable[[Refund], None] = lambda _: None
) -> Refund:
    """All of it; the worker is rung at the commit, as it would be after a return."""
    (refund,) = refunds.request_refund(order, order.total, key=uuid4().hex, reason="A drill")
    before_commit(refund)
    return refund
