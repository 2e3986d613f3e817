"""Ringing the worker once a row is committed: the row is the queue, this is only the bell."""

from celery import Task
from django.db import transaction


def ring(task: "Task[[str], None]", row_id: object) -> None:
    """After the commit, ask the worker to look at this row.

    A broker that is down must not turn a finished request into an error: the ring is lost and
    logged, and `periodic.py` finds the row by its state.
    """

    def after_commit() -> None:  # named, since Django logs the name of a hook that failed
        task.delay(str(row_id))

    transaction.on_commit(after_commit, robust=True)
