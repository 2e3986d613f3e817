"""Whether the shop is well, for those who watch it: 200 or 503 and one word.

`live`: the process answers. `ready`: so does the database. `jobs`: the clock's jobs come to their
end. `money`: the books were checked lately, and add up. Who shows MONITORING_TOKEN as a bearer
token is told why as well; everybody else learns one word and nothing of the inside.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import redis
from config.jobs import job_conditions
from config.models import JobRun
from orders.audits import last_audit

AUDIT_IS_OLD_AFTER = timedelta(hours=27)  # nightly, and an hour or two to spare

Found = tuple[str, dict[str, Any]]  # the word, and what only those with the token read


def is_trusted(request: HttpRequest) -> bool:
    """Whether it carries the token of those who watch; never while none is set."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.MONITORING_TOKEN
    return bool(expected) and scheme == "Bearer" and constant_time_compare(token, expected)


def _answer(ask: Callable[[], Found]) -> Callable[[HttpRequest], JsonResponse]:
    @wraps(ask)
    def view(request: HttpRequest) -> JsonResponse:
        try:
            said, details = ask()
        except DatabaseError as error:
            said, details = "no database", {"database": {"fault": type(error).__name__}}
        shown = {"release": settings.RELEASE, **details} if is_trusted(request) else {}
        return JsonResponse({"status": said, **shown}, status=200 if said == "ok" else 503)

    return never_cache(require_safe(view))


@_answer
def live() -> Found:
    return "ok", {}


@_answer
def ready() -> Found:
    """Redis is looked at and not counted: without it the shop is slower, and open."""
    began = time.perf_counter()
    JobRun.objects.exists()
    database = {"status": "ok", "ms": _ms_since(began)}
    began = time.perf_counter()
    is_answering = redis.is_answering()
    cache = {"status": "ok" if is_answering else "away", "ms": _ms_since(began)}
    return "ok", {"database": database, "redis": cache}


@_answer
def jobs() -> Found:
    conditions = job_conditions()
    rows = {
        job.name: {
            "is_late": job.is_late,
            "ended_at": job.ended_at,
            "took_ms": job.took_ms,
            "last_error": job.last_error.partition(":")[0],  # the kind: its words may name people
        }
        for job in conditions
    }
    return ("late" if any(job.is_late for job in conditions) else "ok"), {"jobs": rows}


@_answer
def money() -> Found:
    audit = last_audit()
    if audit is None:
        return "unchecked", {"ended_at": None}
    details = {"ended_at": audit.ended_at, "breaches": audit.breach_count}
    if audit.ended_at < timezone.now() - AUDIT_IS_OLD_AFTER:  # type: ignore[operator]
        return "unchecked", details
    return ("breached" if audit.breach_count else "ok"), details


def _ms_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
