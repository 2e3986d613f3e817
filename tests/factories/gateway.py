"""A gateway in memory, for tests whose subject is not the gateway: patched in at the edge."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from accounts.network import refuse_inside_transaction
from orders import gateway as edge
from orders.gateway import Declined, GatewayError, GatewayOrder, GatewayPayment, GatewayRefund
from orders.models import Order

PATCHED = (
    "create_order",
    "fetch_payment",
    "payments_of_order",
    "refund_payment",
    "refunds_of_payment",
    "refunds_since",
    "fetch_refund",
)


def new_id(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(7)}"


def captured(order: Order, **changes: Any) -> GatewayPayment:
    """What the gateway says of money captured for this order's first payment."""
    payment = order.payments.earliest("created_at")
    seen = GatewayPayment(
        id=new_id("pay"),
        order_id=payment.gateway_order_id or "",
        amount_minor=order.total_minor,
        currency=order.currency,
        status="captured",
        method="upi",
        refunded_minor=0,
        error_description="",
    )
    return replace(seen, **changes)


def sign(gateway_order_id: str, payment_id: str) -> str:
    """The signature the pay page brings back, made with the shop's own key secret."""
    message = f"{gateway_order_id}|{payment_id}".encode()
    return hmac.new(settings.RAZORPAY_KEY_SECRET.encode(), message, hashlib.sha256).hexdigest()


def sign_webhook(body: bytes) -> str:
    return hmac.new(settings.RAZORPAY_WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()


@dataclass
class FakeGateway:
    """Remembers orders, payments and refunds; `errors` are raised first, one per call.

    A refund key is honoured as at Razorpay. `refund_status` is what a new refund says.
    """

    orders: dict[str, GatewayOrder] = field(default_factory=dict)
    payments: dict[str, GatewayPayment] = field(default_factory=dict)
    refunds: dict[str, GatewayRefund] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    errors: list[GatewayError] = field(default_factory=list)
    refund_status: str = "processed"
    calls: list[str] = field(default_factory=list)

    def pay(self, order: Order, status: str = "captured", **changes: Any) -> GatewayPayment:
        """A payment for the order exists at the gateway; the shop has not heard of it yet."""
        seen = captured(order, status=status, **changes)
        self.payments[seen.id] = seen
        return seen

    def move(self, seen: GatewayPayment, status: str, **changes: Any) -> GatewayPayment:
        self.payments[seen.id] = replace(seen, status=status, **changes)
        return self.payments[seen.id]

    def settle(self, refund_id: str, status: str) -> None:
        refund = self.refunds[refund_id] = replace(self.refunds[refund_id], status=status)
        if status == "failed":
            self._take_back(refund.payment_id, -refund.amount_minor)

    def create_order(
        self, *, receipt: str, amount_minor: int, currency: str, **_more: Any
    ) -> GatewayOrder:
        self._called("create_order")
        made = GatewayOrder(new_id("order"), amount_minor, currency, receipt, "created")
        self.orders[made.id] = made
        return made

    def fetch_payment(self, payment_id: str) -> GatewayPayment:
        self._called("fetch_payment")
        return _found(self.payments, payment_id)

    def payments_of_order(self, order_id: str) -> list[GatewayPayment]:
        self._called("payments_of_order")
        return [seen for seen in self.payments.values() if seen.order_id == order_id]

    def refund_payment(
        self, payment_id: str, *, body: Mapping[str, Any], idempotency_key: str
    ) -> GatewayRefund:
        self._called("refund_payment")
        if idempotency_key not in self.keys:
            self._take_back(payment_id, body["amount"])
            made = GatewayRefund(
                new_id("rfnd"), payment_id, body["amount"], self.refund_status, body["notes"]
            )
            self.refunds[made.id] = made
            self.keys[idempotency_key] = made.id
        return self.refunds[self.keys[idempotency_key]]

    def refunds_of_payment(self, payment_id: str) -> list[GatewayRefund]:
        self._called("refunds_of_payment")
        return [seen for seen in self.refunds.values() if seen.payment_id == payment_id]

    def refund_by_hand(
        self, seen: GatewayPayment, amount_minor: int, status: str = "processed"
    ) -> GatewayRefund:
        """Somebody refunds in the dashboard; refused above what is left, as at Razorpay."""
        self._take_back(seen.id, amount_minor)
        made = GatewayRefund(new_id("rfnd"), seen.id, amount_minor, status, {})
        self.refunds[made.id] = made
        return made

    def refunds_since(self, moment: datetime) -> list[GatewayRefund]:
        self._called("refunds_since")
        return list(reversed(self.refunds.values()))

    def fetch_refund(self, refund_id: str) -> GatewayRefund:
        self._called("fetch_refund")
        return _found(self.refunds, refund_id)

    def _take_back(self, payment_id: str, amount_minor: int) -> None:
        """A payment we know of is never refunded above its amount; a whole one is `refunded`."""
        if payment_id not in self.payments:
            return
        paid = self.payments[payment_id]
        refunded = paid.refunded_minor + amount_minor
        if refunded > paid.amount_minor:
            raise Declined("The refund amount provided is greater than amount captured")
        status = "refunded" if refunded == paid.amount_minor else "captured"
        self.move(paid, status, refunded_minor=refunded, was_captured=True)

    def _called(self, name: str) -> None:
        refuse_inside_transaction("Razorpay")
        self.calls.append(name)
        if self.errors:
            raise self.errors.pop(0)


def _found(things: dict[str, Any], key: str) -> Any:
    if key not in things:
        raise Declined("The id provided does not exist", code="BAD_REQUEST_ERROR")
    return things[key]


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> FakeGateway:
    """The in-memory gateway in place of the real one, signatures excepted."""
    fake = FakeGateway()
    for name in PATCHED:
        monkeypatch.setattr(edge, name, getattr(fake, name))
    return fake


@pytest.fixture
def sandbox(settings: Any) -> Iterator[Any]:
    """The running local Razorpay, and the shop pointed at it."""
    from orders.sandbox import running_sandbox

    with running_sandbox() as running:
        settings.RAZORPAY_BASE_URL = running.url
        settings.RAZORPAY_KEY_ID = running.config.key_id
        settings.RAZORPAY_KEY_SECRET = running.config.key_secret
        settings.RAZORPAY_WEBHOOK_SECRET = running.config.webhook_secret
        yield running
