"""The worker's wiring."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent

from config.env import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("vastra")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")


@heartbeat_sent.connect
def show_pulse(**_signal: Any) -> None:
    """For config/probe.py: a worker that lost its broker sends no heartbeat."""
    if pulse := env("WORKER_PULSE"):
        pulse.touch()
