"""What the shop answers when it cannot answer: in words, with a way on, and never with a trace.

A page for people, an alert for a part of a page that htmx asked for, JSON for programs. The bare
pages (400, 500, 503) need neither database, session nor stylesheet.
"""

import logging
import sys
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django_ratelimit.exceptions import Ratelimited

from accounts.limits import TooOften
from accounts.problems import problem
from config.request_ids import current_request_id
from shop.addresses import current_address, removed_product
from shop.index import index

log = logging.getLogger(__name__)

SIGN_IN_WAIT_SECONDS = 60  # the window of allauth's limits on asking for a code
A_DAY = 24 * 3600
AWAY_SECONDS = 10
AWAY = "Our books do not open just now. Nothing was lost; try again in a moment."
MOST_FIELDS_KEPT = 60
MOST_BYTES_KEPT = 20_000


# --- Addresses that lead nowhere --------------------------------------------------------------


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, or 301 where something was once: see shop/addresses.py."""
    words = "There is nothing at this address."
    try:
        if request.method in {"GET", "HEAD"} and (address := current_address(request.path)):
            return _moved(request, address)
        if _is_of_a_file(request):
            return _bare(request, 404, "bare_404.html", words)
        return _answer(request, 404, "404.html", words, _way_on(request))
    except Exception:  # without a database there is still an answer
        log.exception("the page for a wrong address failed")
        return _bare(request, 404, "bare_404.html", words)


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    # For a day, not for ever: the old name may be taken again, and then it wins.
    response.headers["Cache-Control"] = f"max-age={A_DAY}"
    return response


def _is_of_a_file(request: HttpRequest) -> bool:
    """Nobody reads the page when a picture, or what a scanner guessed, is missing."""
    return "." in request.path.rpartition("/")[2]


def _way_on(request: HttpRequest) -> dict[str, Any]:
    index.catch_up()
    best_sellers = index.cards_of(index.best_sellers(4))
    return {"removed": removed_product(request.path), "best_sellers": best_sellers}


# --- Refusals ---------------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: sent by no browser of ours; the claimed host is not believed, so no page of ours."""
    return _bare(request, 400, "400.html", "We could not read this request.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; 429 where a limit was reached, which django-ratelimit says in this way."""
    if isinstance(exception, TooOften):
        return too_many_requests(request, exception, seconds=exception.usage.seconds)
    if isinstance(exception, Ratelimited):
        return too_many_requests(request, exception)
    return _answer(request, 403, "403.html", "This page is not for your account.")


def too_many_requests(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    seconds: int = SIGN_IN_WAIT_SECONDS,
) -> HttpResponse:
    """429 with the wait in words and in `Retry-After`; allauth and django-ratelimit end here."""
    wait = _in_words(seconds)
    words = f"That was a lot at once. Please wait {wait}, then try again."
    response = _answer(request, 429, "429.html", words, {"wait": wait, "seconds": seconds})
    return _try_later(response, seconds)


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page was open too long; its data is kept, if our own page sent it."""
    log.warning("form refused: %s", reason)
    words = "Your page was open a long time. Reload it and send this again; nothing was changed."
    context = {
        "kept": _kept(request) if _is_from_us(request) else [],
        "lost_files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    return _answer(request, 403, "403_csrf.html", words, context)


def _is_from_us(request: HttpRequest) -> bool:
    """Whether a page of this very host sent it: another site's form must not be sent on for it."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields, unless they are too many to carry; never a password."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    return fields if len(fields) <= MOST_FIELDS_KEPT and size <= MOST_BYTES_KEPT else []


# --- Faults of ours ---------------------------------------------------------------------------


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the trace is in the log beside the reference the page shows. 503 while the database is
    away, which passes: programs, the gateway among them, come again.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _try_later(_bare(request, 503, "503_away.html", AWAY), AWAY_SECONDS)
    words = "Something tore on our side. Nothing was lost; try again in a moment."
    response = _bare(request, 500, "500.html", words)
    response.headers["Cache-Control"] = "no-store"
    return response


def closed(request: HttpRequest, *, until: datetime | None, seconds: int) -> HttpResponse:
    """503 while the shop is closed for work; `until` is in Indian time."""
    words = "We are mending the shop. Your orders go on."
    response = _bare(request, 503, "503.html", words, {"until": until})
    return _try_later(response, seconds)


# --- How it is said ---------------------------------------------------------------------------


def _try_later(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(
    request: HttpRequest, status: int, template: str, words: str, context: Any = None
) -> HttpResponse:
    """A page of the shop, or the words alone for a part of one, or JSON."""
    if _is_of_the_api(request):
        return _problem(status, words)
    if _wants_json(request):
        return _json(status, words)
    if request.headers.get("HX-Request"):
        alert = {"text": words, "kind": "bad", "live": True}
        return render(request, "components/alert.html", alert, status=status)
    return render(request, template, context, status=status)


def _bare(
    request: HttpRequest, status: int, template: str, words: str, context: Any = None
) -> HttpResponse:
    """A page made of one string: no request goes into it, so nothing of one can come out."""
    if _is_of_the_api(request):
        return _problem(status, words)
    if _wants_json(request):
        return _json(status, words)
    shown = {"reference": current_request_id(), "phone": settings.SHOP_PHONE, **(context or {})}
    return HttpResponse(render_to_string(template, shown), status=status)


def _is_of_the_api(request: HttpRequest) -> bool:
    """Whatever goes wrong below /api/ is a problem, never a page."""
    return request.path.startswith("/api/")


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _problem(status: int, words: str) -> HttpResponse:
    name = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return problem(status, words, name=name, reference=current_request_id())


def _json(status: int, words: str) -> HttpResponse:
    error = {"status": status, "message": words, "reference": current_request_id()}
    return JsonResponse({"error": error}, status=status)
