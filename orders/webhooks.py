"""Signed events of the gateway: kept as they came, answered at once, applied by the worker.

An event is a hint, never the truth: what it names is fetched from the gateway and applied by the
same operations the pay page and the reconcile job use, so order and repetition do not matter.
"""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders import gateway, payments, refunds
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
    apply_webhook.delay_on_commit(str(event.pk))


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
    is_known = _apply(json.loads(bytes(event.body)).get("payload", {}))
    event.move_to(WebhookStatus.APPLIED if is_known else WebhookStatus.QUARANTINED)


def _apply(payload: dict[str, Any]) -> bool:
    """Fetch what the payload names and apply it; False when it is none of ours."""
    if "refund" in payload:
        return _apply_refund(payload["refund"]["entity"]["id"])
    if "payment" in payload:
        return _apply_payment(payload["payment"]["entity"]["id"])
    return False


def _apply_payment(gateway_payment_id: str) -> bool:
    seen = gateway.fetch_payment(gateway_payment_id)
    payment = Payment.objects.filter(gateway_order_id=seen.order_id).first()
    return payment is not None and payments.apply_gateway_payment(payment, seen)


def _apply_refund(gateway_refund_id: str) -> bool:
    seen = gateway.fetch_refund(gateway_refund_id)
    refund = Refund.objects.filter(gateway_refund_id=seen.id).first() or (
        Refund.objects.filter(pk=seen.notes["refund_id"]).first()
        if seen.notes.get("refund_id")
        else None
    )
    if refund is None:
        return False
    refunds.apply_gateway_refund(refund, seen)
    return True


def _kind(body: bytes) -> str:
    try:
        return str(json.loads(body).get("event", ""))[:40]
    except (ValueError, AttributeError):
        return ""
