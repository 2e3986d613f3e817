"""What any page may ask of a request."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """What views get: Django's request after our middleware."""

    htmx: HtmxDetails


class CustomerRequest(Request):
    """The same behind `login_required`."""

    user: User


def page_before(request: HttpRequest) -> str:
    """The page the visitor came from, if it is one of ours; else the home page."""
    return own_page(request, request.headers.get("Referer", ""))


def own_page(request: HttpRequest, page: str) -> str:
    """The same address if it leads to one of our pages; else the home page."""
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if page and is_ours else reverse("shop:home")
