"""A name for each request: in the answer's header, in the lines logged meanwhile, on a 500 page."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
NAME = "vastra.request_id"
SOUND = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Of the request being answered; empty outside of one."""
    return _current.get()


def name_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost: the proxy's name for a request if it is a sound one, else ours."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        name = given if SOUND.fullmatch(given) else secrets.token_hex(4).upper()
        request.META[NAME] = name  # Django logs a refusal after the last middleware has ended
        token = _current.set(name)
        try:
            response = get_response(request)
        finally:
            _current.reset(token)
        response.headers[HEADER] = name
        return response

    return middleware
