"""Orders known to the gateway, and their refunds: made by the shop's own operations."""

from collections.abc import Callable
from typing import Any
from unittest import mock
from uuid import uuid4

from accounts.models import User
from accounts.transactions import durable_transaction
from orders import fulfilment, payments, refunds
from orders.models import Order, Payment, Refund
from returns import inspection
from returns.models import ReturnCase
from scripts.drill.ground import Gateway
from shop.models import Variant
from tests.factories import findings_of, place_order, received_case, ship
from tests.factories.returns import PASSED


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


def buy_and_send_back(gateway: Gateway, variant: Variant) -> ReturnCase:
    """Paid, delivered, and all of it back in the warehouse: it only has to pass the check."""
    order = buy(gateway, variant)
    fulfilment.pack_order(order, by="Store")
    ship(Order.objects.get(pk=order.pk))
    fulfilment.deliver_order(Order.objects.get(pk=order.pk), by="Store")
    return received_case(Order.objects.get(pk=order.pk))


def pass_check(
    case: ReturnCase, *, before_commit: Callable[[Refund], None] = lambda _: None
) -> Refund:
    """The check accepts it, and the refund follows by itself; `before_commit` sees its row before
    the worker can.
    """

    def resolve(*words: Any, **named: Any) -> Any:
        done = original(*words, **named)
        before_commit(case.refunds().get())
        return done

    original = inspection.resolve
    with mock.patch.object(inspection, "resolve", resolve):
        inspection.inspect_return(case, findings_of(case, PASSED), by="QC")
    return case.refunds().get()
