"""The pages nobody means to open: each as its handler answers, to be looked at in peace."""

from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from config import errors


def _away(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError("the database is away")
    except OperationalError:
        return errors.server_error(request)


def _closed(request: HttpRequest) -> HttpResponse:
    until = timezone.localtime(timezone.now() + timedelta(hours=2))
    return errors.closed(request, until=until, seconds=7200)


REFUSALS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": errors.bad_request,
    "403": errors.forbidden,
    "404": errors.not_found,
    "429": errors.too_many_requests,
    "500": errors.server_error,
    "database-away": _away,
    "closed": _closed,
    "form-too-old": errors.csrf_failure,
}


def refused(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, with its own status."""
    if name not in REFUSALS:
        raise Http404
    return REFUSALS[name](request)
