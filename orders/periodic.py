"""What the clock does for orders: expire, reconcile, and sweep what the worker missed.

Every job finds rows by their state and calls an operation per row; running it twice, or twice at
once, has no second effect.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from celery import shared_task
from django.utils import timezone

from accounts.errors import Refusal
from orders import (
    audits,
    bestsellers,
    cancellation,
    payments,
    payouts,
    reconciliation,
    refunds,
    webhooks,
)
from orders.gateway import GatewayError
from orders.models import Order, Refund, WebhookEvent

log = logging.getLogger(__name__)
Row = TypeVar("Row")
TURN_SECONDS = 25  # well inside a task's time limit of 45


@shared_task
def expire_unpaid_orders() -> None:
    """Release the stock of orders nobody paid in time."""
    _for_each(Order.objects.overdue(timezone.now())[:200], cancellation.expire_order)


@shared_task
def reconcile_payments() -> None:
    """Ask the gateway about payments we have no final word on; needs no webhook."""
    _for_each(payments.unsettled_payments(), payments.refresh_payment)


@shared_task
def submit_due_refunds() -> None:
    """Send refunds whose worker was never told, or died."""
    due = Refund.objects.due().order_by("next_attempt_at").values_list("pk", flat=True)[:200]
    _for_each(map(str, due), refunds.submit_refund)


@shared_task
def refresh_pending_refunds() -> None:
    """Ask the gateway about refunds that are with the bank."""
    _for_each(Refund.objects.with_the_bank()[:200], refunds.refresh_refund)


@shared_task
def find_refunds_made_by_hand() -> None:
    """Look for refunds nobody told us of, made in the last hours; needs no webhook."""
    _apply_refunds_of(timedelta(hours=2))


@shared_task
def sweep_refunds_of_last_days() -> None:
    """The same for as long as a payment is asked about, after an outage of ours."""
    _apply_refunds_of(timedelta(days=6))


def _apply_refunds_of(past: timedelta) -> None:
    since = timezone.now() - past
    _for_each(reconciliation.unsettled_refunds(since), reconciliation.apply_refund)


@shared_task
def wipe_paid_payouts() -> None:
    """Forget accounts of customers that nobody needs any more."""
    _for_each(payouts.payouts_to_wipe(), payouts.wipe_payout)


@shared_task
def count_recent_sales() -> None:
    """Keep “best sellers” true; returns and refunds do not unsell a style."""
    bestsellers.count_recent_sales()


@shared_task
def audit_books_nightly() -> None:
    """Check the books once a night; asked often, so that no restart can miss the hour."""
    audits.audit_if_due()


@shared_task
def apply_kept_webhooks() -> None:
    """Apply events whose worker was never told, or failed."""
    _for_each(
        map(str, WebhookEvent.objects.unapplied().values_list("pk", flat=True)[:200]),
        webhooks.apply_event,
    )


def _for_each(rows: Iterable[Row], operation: Callable[[Row], object]) -> None:
    """One row's trouble must not keep the others waiting; when time is up, the rest wait a turn."""
    until = time.monotonic() + TURN_SECONDS
    for row in rows:
        try:
            operation(row)
        except (GatewayError, Refusal) as error:
            log.warning("%s of %s put off: %s", operation.__name__, row, error)
        except Exception:  # a mistake of ours in one row, said loudly
            log.exception("%s of %s failed", operation.__name__, row)
        if time.monotonic() > until:
            return
