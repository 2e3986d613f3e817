"""What the clock does for the shop; every job is safe beside the worker and beside itself."""

import time
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from shop import alerts
from shop.frontpage import touch_turning_blocks
from shop.models import DiscardedPicture
from shop.pictures import remove_discarded
from shop.policies import touch_policies_that_begin

TURN_SECONDS = 25  # well inside a task's time limit of 45
TURNING_WITHIN = timedelta(minutes=2)  # two turns of the clock, lest one was missed


@shared_task
def remove_discarded_pictures() -> None:
    """Remove the files the worker was never told of, or could not remove."""
    until = time.monotonic() + TURN_SECONDS
    due = DiscardedPicture.objects.filter(next_attempt_at__lte=timezone.now())
    for pk in due.values_list("pk", flat=True)[:200]:
        remove_discarded(str(pk))
        if time.monotonic() > until:
            return


@shared_task
def turn_front_page() -> None:
    """Show what staff scheduled for the home page in the minute it begins, and take it down."""
    touch_turning_blocks(timezone.now(), TURNING_WITHIN)


@shared_task
def begin_return_policies() -> None:
    """At midnight in India the pages promise what the policies of the new day say."""
    touch_policies_that_begin(timezone.now(), TURNING_WITHIN)


@shared_task
def tell_who_waits_for_stock() -> None:
    """Write to whoever waits for a size that can be bought again; forget who waits no more."""
    until = time.monotonic() + TURN_SECONDS
    for pk in alerts.due(200):
        alerts.tell(pk)
        if time.monotonic() > until:
            return
    alerts.forget_old()
