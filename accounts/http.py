"""What any page may ask of a request."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User

FRESH_SECONDS = 60


class Request(HttpRequest):
    """What views get: Django's request after our middleware."""

    htmx: HtmxDetails


class CustomerRequest(Request):
    """The same behind `login_required`."""

    user: User


def customer_of(request: HttpRequest) -> User | None:
    """Who is signed in; nobody for a guest."""
    return request.user if isinstance(request.user, User) else None


def proven_contact(request: HttpRequest, user: User) -> tuple[str, str]:
    """The e-mail and the phone this user has just entered a code from; empty where they did not."""
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    is_fresh = last.get("method") == "code" and time.time() - last.get("at", 0) < FRESH_SECONDS
    return (last.get("email", ""), last.get("phone", "")) if is_fresh else ("", "")


def page_before(request: HttpRequest) -> str:
    """The page the visitor came from, if it is one of ours; else the home page."""
    return own_page(request, request.headers.get("Referer", ""))


def own_page(request: HttpRequest, page: str) -> str:
    """The same address if it leads to one of our pages; else the home page."""
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if page and is_ours else reverse("shop:home")
