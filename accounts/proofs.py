"""What this session has shown of who it is: when, by what, and whether that is recent.

django-allauth keeps the records; the shop adds what it asked for itself.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.http import page_before
from accounts.models import User
from accounts.sign_ins import move_session

SECOND_FACTOR = "mfa"


def has_second_factor(user: User) -> bool:
    """Whether this person added an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def has_shown_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened, or confirmed since, with the second factor."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == SECOND_FACTOR for record in records)


def second_factor_shown_at(session: Any) -> float:
    """When this session showed the second factor last, in seconds since 1970; 0 for never."""
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    return max((r["at"] for r in records if r.get("method") == SECOND_FACTOR), default=0.0)


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Whether this person showed who they are in the last 15 minutes; by the second factor, where
    this session knows one.
    """
    records = get_authentication_records(request, user)
    if has_shown_second_factor(request, user):
        records = [record for record in records if record.get("method") == SECOND_FACTOR]
    oldest = time.time() - settings.FRESH_SIGN_IN_SECONDS
    return any(record.get("at", 0) > oldest for record in records)


def forget_second_factor(request: HttpRequest) -> None:
    """The app was removed: what it showed counts no longer in this session."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    rest = [record for record in records if record.get("method") != SECOND_FACTOR]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = rest


def note_proof(request: HttpRequest, user: User, method: str, **more: Any) -> None:
    """This session has just shown who it is, once more."""
    record_authentication(request, user, method, reauthenticated=True, **more)


def stay_signed_in(request: HttpRequest, user: User) -> None:
    """Keep this one session of a user whose sessions were all ended; its key is a new one."""
    old = request.session.session_key or ""
    update_session_auth_hash(request, user)
    move_session(old, request.session.session_key or "")


def method_of_last_proof(request: HttpRequest, user: User) -> str:
    """By what this session was opened: code, password, google, or demo where nothing was asked."""
    records = get_authentication_records(request, user)
    if not records:
        return ""
    first = next((r for r in reversed(records) if r.get("method") != SECOND_FACTOR), records[-1])
    return str(first.get("provider") or first.get("method"))


def fresh_sign_in_required(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The view, for who is signed in and showed it within 15 minutes; others show it first.

    A form that was sent meanwhile is not sent on: its page is opened again.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and is_fresh(request, request.user):
            return view(request, *args, **kwargs)
        return prove_first(request)

    return login_required(guarded)


def prove_first(request: HttpRequest) -> HttpResponse:
    """To “is it still you?”, and from there back to this page; after a POST to the page before."""
    is_read = request.method in {"GET", "HEAD"}
    after = request.get_full_path() if is_read else page_before(request)
    again = reverse("account_reauthenticate")
    return redirect(f"{again}?{urlencode({REDIRECT_FIELD_NAME: after})}")
