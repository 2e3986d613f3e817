"""The door of the back office: the shop's own sign-in, a second factor, and fresh proof for what
matters most.

Django's admin asks whether somebody is staff. Here is asked how they showed it: by an
authenticator app in this session, lately enough, and once more before money, powers or exports.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.proofs import SECOND_FACTOR, has_second_factor, is_fresh, prove_first

SEEN = "staff_seen_at"
SECONDS_BETWEEN_NOTES = 60

GetResponse = Callable[[HttpRequest], HttpResponse]


def guard_back_office(get_response: GetResponse) -> GetResponse:
    """Middleware, behind sessions and users: nobody passes whom `stop` answers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return stop(request) or get_response(request)

    return middleware


def stop(request: HttpRequest) -> HttpResponse | None:
    """Where this visitor has to go first; nothing for everybody else."""
    home = reverse("admin:index")
    if not request.path.startswith(home) or request.path == reverse("admin:logout"):
        return None
    if request.path == reverse("admin:login"):
        return _sign_in(request)
    user = request.user
    if not isinstance(user, User) or not user.is_staff:
        return None  # the admin itself sends them to its sign-in, which is answered above
    if not has_shown_lately(request, user):
        return prove_first(request) if has_second_factor(user) else _enrol(request)
    if _matters(request, home) and not is_fresh(request, user):
        return prove_first(request)
    _note_seen(request)
    return None


def has_shown_lately(request: HttpRequest, user: User) -> bool:
    """Whether the second factor was shown in this session, at most twelve hours ago, and no half
    hour has passed since without a page.
    """
    records = get_authentication_records(request, user)
    shown = [record["at"] for record in records if record.get("method") == SECOND_FACTOR]
    now, last = time.time(), max(shown, default=0.0)
    seen = max(request.session.get(SEEN, 0), last)
    is_idle = now - seen > settings.STAFF_IDLE_SECONDS
    return bool(shown) and now - last <= settings.STAFF_SESSION_SECONDS and not is_idle


def _matters(request: HttpRequest, home: str) -> bool:
    """Whether what is asked for is on the list of what wants a fresh proof."""
    where = request.path.removeprefix(home)
    is_read = request.method in {"GET", "HEAD"}
    asked = settings.FRESH_SIGN_IN_TO_READ if is_read else settings.FRESH_SIGN_IN_TO_CHANGE
    return any(re.search(pattern, where) for pattern in asked)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """The admin's own form is never shown: the shop's has limits, codes and second factors."""
    after = request.GET.get(REDIRECT_FIELD_NAME, "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(after, hosts, require_https=request.is_secure())
    after = after if is_ours else reverse("admin:index")
    user: Any = request.user
    if not user.is_authenticated:
        return redirect_to_login(after)
    if not user.is_staff:
        raise PermissionDenied
    return redirect(after)


def _enrol(request: HttpRequest) -> HttpResponse:
    return redirect("mfa_activate_totp")


def _note_seen(request: HttpRequest) -> None:
    """At most once a minute, so that a page costs no more than it did."""
    now = time.time()
    if now - request.session.get(SEEN, 0) > SECONDS_BETWEEN_NOTES:
        request.session[SEEN] = now
