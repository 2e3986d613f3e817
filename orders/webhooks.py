"""Signed events of the gateway: kept as they came, answered at once, applied by the worker.

An event is a hint, never the truth: what it names is fetched from the gateway and applied by the
same operations the pay page and the reconcile job use, so order and repetition do not matter.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.bell import ring
from accounts.transactions import durable_transaction
from orders import gateway, payments, refunds
from orders.gateway import GatewayRefund
from orders.models import Payment, Refund, WebhookEvent
from orders.states import WebhookStatus
from orders.tasks import apply_webhook


def keep_event(*, event_id: str, body: bytes) -> None:
    """Keep a verified event; a second delivery of the same event changes nothing.

    An event without an id is known by the hash of its bytes.
    """
    try:
        _keep(event_id[:80] or sha256(body).hexdigest(), body)
    except IntegrityError:
        return  # delivered twice at the same moment: one row is enough


@durable_transaction
def _keep(event_id: str, body: bytes) -> None:
    if WebhookEvent.objects.filter(event_id=event_id).exists():
        return
    event = WebhookEvent.objects.create(event_id=event_id, kind=_kind(body), body=body)
    ring(apply_webhook, event.pk)


def apply_event(pk: str) -> None:
    """Apply one kept event; what we do not know is set aside for a person, not refused."""
    claimed = (
        WebhookEvent.objects.unapplied()
        .filter(pk=pk)
        .update(
            attempts=F("attempts") + 1,
            next_attempt_at=timezone.now() + timedelta(minutes=1),
        )
    )
    if not claimed:
        return
    event = WebhookEvent.objects.get(pk=pk)
    kind, named = _named_in(bytes(event.body))
    try:
        is_known = kind in _APPLY and _APPLY[kind](named)
    except gateway.Declined as error:  # the gateway itself does not know what it named
        event.move_to(WebhookStatus.QUARANTINED, last_error=str(error)[:200])
        return
    event.move_to(WebhookStatus.APPLIED if is_known else WebhookStatus.QUARANTINED)


def _named_in(body: bytes) -> tuple[str, str]:
    """Kind and id of what the event is about: a refund rather than its payment; else nothing."""
    try:
        payload = json.loads(body)["payload"]
        kind = next(kind for kind in _APPLY if kind in payload)
        return kind, str(payload[kind]["entity"]["id"])
    except (ValueError, TypeError, LookupError, StopIteration):
        return "", ""


def _apply_payment(gateway_payment_id: str) -> bool:
    seen = gateway.fetch_payment(gateway_payment_id)
    payment = Payment.objects.filter(gateway_order_id=seen.order_id).first()
    return payment is not None and payments.apply_gateway_payment(payment, seen)


def _apply_refund(gateway_refund_id: str) -> bool:
    seen = gateway.fetch_refund(gateway_refund_id)
    refund = Refund.objects.filter(gateway_refund_id=seen.id).first() or _refund_noted_on(seen)
    if refund is None:
        return False
    refunds.apply_gateway_refund(refund, seen)
    return True


def _refund_noted_on(seen: GatewayRefund) -> Refund | None:
    """The refund of ours whose id we sent along as a note; anybody may have written that note."""
    try:
        noted = UUID(seen.notes.get("refund_id", ""))
    except ValueError:
        return None
    return Refund.objects.filter(pk=noted, payment__gateway_payment_id=seen.payment_id).first()


_APPLY: dict[str, Callable[[str], bool]] = {"refund": _apply_refund, "payment": _apply_payment}


def _kind(body: bytes) -> str:
    try:
        return str(json.loads(body).get("event", ""))[:40]
    except (ValueError, AttributeError):
        return ""
