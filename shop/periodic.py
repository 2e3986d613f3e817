"""What the clock does for the shop; every job is safe beside the worker and beside itself."""

import time

from celery import shared_task
from django.utils import timezone

from shop.models import DiscardedPicture
from shop.pictures import remove_discarded

TURN_SECONDS = 25  # well inside a task's time limit of 45


@shared_task
def remove_discarded_pictures() -> None:
    """Remove the files the worker was never told of, or could not remove."""
    until = time.monotonic() + TURN_SECONDS
    due = DiscardedPicture.objects.filter(next_attempt_at__lte=timezone.now())
    for pk in due.values_list("pk", flat=True)[:200]:
        remove_discarded(str(pk))
        if time.monotonic() > until:
            return
