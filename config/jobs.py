"""What the clock did: each job's last run, one small UPDATE a run, and which jobs are late."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery.signals import task_failure, task_prerun, task_success
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from config.models import JobRun

TURNS_MISSED = 3
SHORTEST_PATIENCE = timedelta(minutes=2)  # a restart of the worker is no alarm


@dataclass(frozen=True)
class JobCondition:
    """How one job of the clock is doing, by the path of its task."""

    name: str
    is_late: bool
    since: datetime | None  # its last good end; the first run of any where it has had none
    ended_at: datetime | None
    took_ms: int
    last_error: str


def job_conditions() -> list[JobCondition]:
    """All jobs; late is one that has not come to an end for three of its turns. One query.

    One that never ran is measured from the first run of any: a new shop's nightly job is not late.
    """
    now = timezone.now()
    runs = {run.name: run for run in JobRun.objects.all()}
    clock_began = min((run.first_at for run in runs.values()), default=None)
    conditions = []
    for name, seconds in _turns().items():
        run = runs.get(name) or JobRun(name=name)
        since = run.ended_at or clock_began
        patience = max(timedelta(seconds=seconds) * TURNS_MISSED, SHORTEST_PATIENCE)
        is_late = since is None or now - since > patience
        conditions.append(
            JobCondition(name, is_late, since, run.ended_at, run.took_ms, run.last_error)
        )
    return conditions


def late_jobs() -> list[str]:
    """Jobs that have not come to an end for three of their turns, by the path of their task."""
    return [job.name for job in job_conditions() if job.is_late]


def _turns() -> dict[str, float]:
    """Each job's task by its path, and the seconds between its turns."""
    schedule: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
    return {str(job["task"]): float(job["schedule"]) for job in schedule.values()}


@task_prerun.connect
def note_begin(task: Any, **kwargs: Any) -> None:
    task.request.began = time.monotonic()


@task_success.connect
def note_end(sender: Any, **kwargs: Any) -> None:
    if sender.name in _turns():
        began = getattr(sender.request, "began", time.monotonic())
        took_ms = round((time.monotonic() - began) * 1000)
        _note(sender.name, ended_at=timezone.now(), took_ms=took_ms)


@task_failure.connect
def note_failure(sender: Any, exception: BaseException, **kwargs: Any) -> None:
    if sender.name in _turns():
        said = f"{type(exception).__name__}: {exception}"[:200]
        _note(sender.name, failed_at=timezone.now(), last_error=said)


def _note(name: str, **columns: Any) -> None:
    if JobRun.objects.filter(name=name).update(**columns):
        return
    try:
        JobRun.objects.create(name=name, **columns)
    except IntegrityError:  # its first two runs at once: one of them is noted
        return
