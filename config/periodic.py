"""What the clock does for the API: forget what was kept long enough."""

from celery import shared_task

from config import idempotency


@shared_task
def forget_old_answers() -> None:
    """Answers under idempotency keys."""
    idempotency.forget_old_answers()
