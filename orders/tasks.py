"""What the worker does for orders; each task takes an id and calls one operation."""

from celery import shared_task


@shared_task
def submit_refund(refund_id: str) -> None:
    """Send one refund to the gateway."""
    from orders import refunds

    refunds.submit_refund(refund_id)


@shared_task
def audit_books(audit_id: str) -> None:
    """Check the books for one audit."""
    from orders import audits

    audits.run_audit(audit_id)


@shared_task
def apply_webhook(event_id: str) -> None:
    """Apply one event of the gateway."""
    from orders import webhooks

    webhooks.apply_event(event_id)
