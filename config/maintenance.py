"""The shop closed for work: a page that needs nothing, while staff, files and health go on.

Closed while MAINTENANCE_UNTIL is set, or the file `maintenance` stands in VAR_DIR (`manage.py
maintenance`), which every process on the machine sees at once. Either may say until when; that is
a promise to visitors, not a timer: the shop opens when it is taken away.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from config import errors

INDIA = ZoneInfo("Asia/Kolkata")
OPEN_TO_STAFF = ("/staff/", "/sign-in/", "/health")
SOON = timedelta(minutes=5)


def closed_until() -> str | None:
    """What was written about the end, perhaps nothing; None while the shop is open."""
    if settings.MAINTENANCE_UNTIL:
        return str(settings.MAINTENANCE_UNTIL)
    try:
        return Path(settings.MAINTENANCE_FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def moment_of(words: str) -> datetime | None:
    """A date and time as somebody wrote it, in India unless it says otherwise; else None."""
    try:
        moment = parse_datetime(words)
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=INDIA)


def keep_closed(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, before any that needs a session or the database."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        words = closed_until()
        if words is None or request.path.startswith((*OPEN_TO_STAFF, settings.MEDIA_URL)):
            return get_response(request)
        now, until = timezone.now(), moment_of(words)
        if until is None or until <= now:
            return errors.closed(request, until=None, seconds=int(SOON.total_seconds()))
        seconds = math.ceil((until - now).total_seconds())
        return errors.closed(request, until=until.astimezone(INDIA), seconds=seconds)

    return middleware
