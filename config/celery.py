"""The worker's wiring: the Celery app and the one kind of task the shop has."""

import os
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")


class BellTask(DjangoTask):
    """A task that rings for a row already committed; the row itself is the queue.

    A broker that is down must not turn a finished request into an error: the ring is lost,
    logged, and `periodic.py` finds the row by its state.
    """

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        def ring() -> None:  # a partial has no __qualname__, which Django logs when it fails
            self.delay(*args, **kwargs)

        transaction.on_commit(ring, robust=True)


app = Celery("vastra", task_cls=BellTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
