"""The API, version 1: whose routes it has, and what every call goes through.

A call is counted, its caller known, its media types looked at, its key honoured; then the route
asks the operation its page would ask. Whatever says no says it as a problem (accounts/problems.py).
"""

import json
import logging
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from accounts.api import account
from accounts.callers import Caller, caller_of
from accounts.errors import OverBudget, Refusal
from accounts.keys import NEEDED, key_of, takes_key
from accounts.limits import API, API_GUESTS, TooOften, Usage, spend
from accounts.problems import Fault, Trouble, facts_of, name_of, problem
from accounts.sign_in_api import sign_in
from config.idempotency import answer_once
from config.request_ids import current_request_id
from orders.api import checkout, order_desk, orders, own_reviews, refund_desk
from orders.gateway import GatewayError
from returns.api import own_returns, return_desk
from shop.api import bag, catalogue, reviews, saved, stock_desk

log = logging.getLogger(__name__)

Run = Callable[..., HttpResponseBase]
JSON = "application/json"
FILES = "multipart/form-data"
AWAY_SECONDS = 10


class PlainParser(Parser):
    """JSON as the standard has it: no member twice, no NaN (SEC-8)."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=_no, object_pairs_hook=_once_each)


def _no(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member stands there twice")
    return members


api = NinjaAPI(
    title="Vastra",
    version="1",
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
    parser=PlainParser(),
)


# --- What every call goes through ---------------------------------------------------------------


def guarded(run: Run) -> Run:
    """Around a whole route, its door included."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def answer(request: HttpRequest, **path: Any) -> HttpResponseBase:
        usage: Usage | None = None
        try:
            caller = caller_of(request)
            usage = _count(caller)
            _check_media_types(request, operation)
            response = _run(request, caller, operation, lambda: run(request, **path))
        except Exception as error:  # noqa: BLE001  the handlers below know what it means
            response = api.on_exception(request, error)
        for name, value in (usage.headers if usage else {}).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _count(caller: Caller) -> Usage:
    is_known = caller.user is not None or caller.guest is not None
    usage = spend(API if is_known else API_GUESTS, caller.name)
    if not usage.is_allowed:
        raise TooOften(usage)
    return usage


def _check_media_types(request: HttpRequest, operation: Operation) -> None:
    if not request.accepts(JSON):
        raise Trouble(406, f"We answer {JSON}.")
    taken = body_type(operation)
    if taken and request.content_type != taken:
        raise Trouble(415, f"Send {taken}.")


def body_type(operation: Operation) -> str:
    """The media type of what the route takes; empty where it takes no body."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    if sources & {"file", "form"}:
        return FILES
    return JSON if "body" in sources else ""


def _run(
    request: HttpRequest, caller: Caller, operation: Operation, run: Callable[[], Any]
) -> HttpResponseBase:
    mark = takes_key(operation.view_func)
    key = key_of(request, is_needed=mark == NEEDED) if mark else ""
    if not key:
        answer: HttpResponseBase = run()
        return answer
    for door in operation.auth_callbacks:
        door(request)  # who may no longer ask learns nothing of what was answered
    return answer_once(request, caller=caller.name, key=key, run=run)


api.add_decorator(guarded, mode="view")
api.add_router("", sign_in)
api.add_router("", account)
for router in (catalogue, reviews, bag, saved, checkout, orders, own_reviews):
    api.add_router("", router)
for router in (own_returns, order_desk, stock_desk, return_desk, refund_desk):
    api.add_router("", router)


def urls() -> Any:
    """For the project's `urlpatterns`: each address once, whichever apps answer at it."""
    patterns, app, namespace = api.urls
    views: dict[str, list[Any]] = {}
    for pattern in patterns:
        here = views.setdefault(str(pattern.pattern), [])
        if pattern.callback not in here:
            here.append(pattern.callback)
    for pattern in patterns:
        pattern.callback = _joined(views[str(pattern.pattern)])
    return patterns, app, namespace


def _joined(views: Sequence[Run]) -> Run:
    """The view that takes the method; HEAD where there is GET, and a problem where none does."""

    @wraps(views[0])
    def answer(request: HttpRequest, **path: Any) -> HttpResponseBase:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked  # the server leaves the body out
        allowed: list[str] = []
        for view in views:
            response = view(request, **path)
            if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                request.method = asked
                return response
            allowed += response.headers["Allow"].split(", ")
        said = ", ".join(sorted(set(allowed)))
        return _problem(
            405, f"This address takes {said}.", name="method-not-allowed", headers={"Allow": said}
        )

    return answer


# --- How it says no -----------------------------------------------------------------------------


@api.exception_handler(Trouble)
def _trouble(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return _problem(
        trouble.status,
        trouble.detail,
        name=trouble.name,
        faults=trouble.faults,
        facts=trouble.facts,
        headers=trouble.headers,
    )


@api.exception_handler(TooOften)
def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    usage = error.usage
    detail = f"That was a lot at once. Ask again in {usage.seconds} seconds."
    return _problem(429, detail, name="too-many-requests", headers=usage.headers)


@api.exception_handler(OverBudget)
def _over_budget(request: HttpRequest, over: OverBudget) -> HttpResponse:
    """Codes and guesses at them: counted apart, refused alike."""
    wait = {"Retry-After": str(over.seconds)}
    return _problem(429, str(over), name="too-many-requests", headers=wait)


@api.exception_handler(Refusal)
def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _problem(422, str(refusal), name=name_of(refusal), facts=facts_of(refusal))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """The same for what is not there and for what is somebody else's."""
    return _problem(404, "There is nothing at this address.", name="not-found")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(403, "This is not for your account.", name="not-allowed")


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _problem(413, "That is more than we take at once.", name="too-large")


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What django-ninja itself refuses: a body that is no JSON."""
    if isinstance(error.__cause__, RequestDataTooBig):
        return _too_big(request, error.__cause__)
    return _problem(error.status_code, "The body is no JSON we can read.", name="no-json")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [_fault(one) for one in error.errors]
    return _problem(422, faults[0].detail, name="invalid", faults=faults)


@api.exception_handler(GatewayError)
def _gateway_away(request: HttpRequest, error: GatewayError) -> HttpResponse:
    log.warning("The gateway did not answer a call of the API: %s", error)
    return _problem(
        503,
        "The payment service does not answer just now. Nothing is lost; try again in a moment.",
        name="payment-service-away",
        headers={"Retry-After": str(AWAY_SECONDS)},
    )


def _fault(error: dict[str, Any]) -> Fault:
    """pydantic's place and words: ("body", "sent", "quantity") is #/quantity."""
    source, *place = error["loc"]
    if source in {"body", "form", "file"}:
        return Fault(pointer="/".join(["#", *map(str, place[1:])]), detail=error["msg"])
    names = [part for part in place if isinstance(part, str)]
    return Fault(parameter=names[-1] if names else "", detail=error["msg"])


def _problem(status: int, detail: str, **more: Any) -> HttpResponse:
    return problem(status, detail, reference=current_request_id(), **more)
