"""What the clock does for returns; every job is safe beside the worker and beside itself."""

from celery import shared_task

from returns import lessons


@shared_task
def count_returns() -> None:
    """Keep what returns teach true: the report of staff, and what product pages advise."""
    lessons.count_returns()
