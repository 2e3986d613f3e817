"""Signed events of the gateway: kept as they came, answered at once, applied by the worker.

An event is a hint, never the truth: what it names is fetched from the gateway and applied by the
same operations the pay page and the reconcile job use, so order and repetition do not matter.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.bell import ring
from accounts.transactions import durable_transaction
from orders import gateway, payments, reconciliation
from orders.models import WebhookEvent
from orders.states import WebhookStatus
from orders.tasks import apply_webhook

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=75)  # a task is stopped after 60
MOST_LOST = 5  # runs, after which an event whose workers vanish is one for a person
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
PATIENCE = timedelta(days=1)  # the reconcile job finds the money long before


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
    """Apply one kept event; what we do not know is set aside for a person, not refused.

    Trouble is noted on the row and raised; the sweep tries again, ever more rarely, for a day.
    """
    event = _claim(pk)
    if event is None:
        return
    kind, named = _named_in(bytes(event.body))
    try:
        is_known = kind in _APPLY and _APPLY[kind](named)
    except gateway.Declined as error:  # the gateway itself does not know what it named
        event.move_to(WebhookStatus.QUARANTINED, last_error=str(error)[:200], lease_until=None)
    except Exception as error:
        noted = f"{type(error).__name__}: {error}"[:200]
        WebhookEvent.objects.filter(pk=event.pk).update(last_error=noted, lease_until=None)
        raise
    else:
        new = WebhookStatus.APPLIED if is_known else WebhookStatus.QUARANTINED
        event.move_to(new, last_error="", lease_until=None)


@durable_transaction
def try_event_again(event: WebhookEvent, *, by: str) -> None:
    """Staff have an event that was set aside applied once more; `by` is in the page's log.

    Raises IllegalTransition unless it was set aside.
    """
    event.move_to(WebhookStatus.RECEIVED, attempts=0, next_attempt_at=timezone.now())
    ring(apply_webhook, event.pk)


def _claim(pk: str) -> WebhookEvent | None:
    """The event if it is due and nobody else has it; its next turn comes later each time."""
    due = WebhookEvent.objects.unapplied().filter(pk=pk)
    event: WebhookEvent | None = due.first()
    if event is None:
        return None
    now = timezone.now()
    if event.attempts >= MAX_ATTEMPTS and now - event.received_at > PATIENCE:
        event.move_to(WebhookStatus.QUARANTINED, lease_until=None)
        return None
    if event.lease_until and event.attempts >= MOST_LOST:  # who fails in words gives it back
        lost = "Its worker vanished each time"
        event.move_to(WebhookStatus.QUARANTINED, last_error=lost, lease_until=None)
        return None
    wait = min(FIRST_WAIT * 2**event.attempts, LONGEST_WAIT)
    claimed = due.update(
        attempts=F("attempts") + 1, lease_until=now + LEASE, next_attempt_at=now + wait
    )
    return event if claimed else None


def _named_in(body: bytes) -> tuple[str, str]:
    """Kind and id of what the event is about: a refund rather than its payment; else nothing."""
    try:
        payload = json.loads(body)["payload"]
        kind = next(kind for kind in _APPLY if kind in payload)
        return kind, str(payload[kind]["entity"]["id"])
    except (ValueError, TypeError, LookupError, StopIteration):
        return "", ""


_APPLY: dict[str, Callable[[str], bool]] = {
    "refund": lambda pk: reconciliation.apply_refund(gateway.fetch_refund(pk)),
    "payment": payments.apply_payment_called,
}


def _kind(body: bytes) -> str:
    try:
        return str(json.loads(body).get("event", "")).replace("\0", "")[:40]
    except (ValueError, AttributeError):
        return ""
