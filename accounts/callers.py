"""Who calls the API: by an access token, by the session of our own pages, or as a guest.

A token and a cookie are never taken for each other (SEC-20): a call with an Authorization header
is judged by it alone, and a call by cookie that changes anything needs the CSRF token as well.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import cryptography.hazmat.primitives.ciphers  # noqa: F401  allauth reaches in without importing it
from allauth.headless.tokens.strategies.jwt.internal import (
    get_token_session,
    validate_access_token,
)
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from accounts.limits import address_of
from accounts.models import User
from accounts.problems import Trouble
from accounts.proofs import second_factor_shown_at

GUEST_HEADER = "X-Cart-Token"
GUEST_SECONDS = 60 * 24 * 3600
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="vastra"'}
_KEPT = "_vastra_caller"


@dataclass(frozen=True)
class Caller:
    """A customer, or a guest who is known by their bag, or by nothing."""

    user: User | None
    guest: UUID | None
    name: str  # what limits and idempotency keys are counted under
    claims: Mapping[str, Any] = field(default_factory=dict)  # of the token, where there is one

    @property
    def said(self) -> str:
        """How history names them."""
        return str(self.user or "A guest")


class CallerRequest(HttpRequest):
    """What the API's functions get: Django's request, behind a door."""

    auth: Caller

    @property
    def customer(self) -> User:
        """Behind the door for customers and staff."""
        return customer_of(self)


def customer_of(request: "CallerRequest") -> User:
    """Who is signed in; the door of the route has made sure of it."""
    user = request.auth.user
    if user is None:
        raise not_signed_in()
    return user


@dataclass(frozen=True)
class Door:
    """Who may call: anybody, customers, or staff with a permission."""

    needs_customer: bool = False
    permission: str = ""
    is_fresh: bool = False  # the second factor was shown just now, as money and powers want it

    def __call__(self, request: HttpRequest) -> Caller:
        caller = caller_of(request)
        if self.needs_customer and caller.user is None:
            raise not_signed_in()
        if self.permission and not self._lets_in(caller.user):
            raise Trouble(403, "This is for staff who may do it.", name="not-allowed")
        if self.permission:
            self._ask_for_second_factor(request, caller)
        return caller

    def _ask_for_second_factor(self, request: HttpRequest, caller: Caller) -> None:
        """AUTH-8, at this door as at the back office's. Raises Trouble (403)."""
        session = get_token_session(dict(caller.claims)) if caller.claims else request.session
        shown_at = second_factor_shown_at(session or {})
        lately = settings.FRESH_SIGN_IN_SECONDS if self.is_fresh else settings.STAFF_SESSION_SECONDS
        if time.time() - shown_at > lately:
            detail = "Staff sign in with an authenticator app, and anew for money."
            raise Trouble(403, detail, name="second-factor-needed")

    def _lets_in(self, user: User | None) -> bool:
        return user is not None and user.is_staff and bool(user.has_perm(self.permission))


anybody = Door()
customers = Door(needs_customer=True)


def staff_who_may(permission: str, *, is_fresh: bool = False) -> Door:
    """Staff with the permission the back office asks for the same thing, and a second factor."""
    return Door(needs_customer=True, permission=permission, is_fresh=is_fresh)


def caller_of(request: HttpRequest) -> Caller:
    """Raises Trouble: 401 for a token that is none of ours or over, 403 without a CSRF token."""
    known: Caller | None = getattr(request, _KEPT, None)
    if known is None:
        known = _look(request)
        setattr(request, _KEPT, known)
    return known


def _look(request: HttpRequest) -> Caller:
    written = request.headers.get("Authorization", "")
    claims: Mapping[str, Any] = {}
    if written:
        user, claims = _by_token(written)
    else:
        user = _by_session(request)
    guest = _guest_in(request.headers.get(GUEST_HEADER, ""))
    if user is not None:
        return Caller(user, guest, f"user:{user.pk}", claims)
    return Caller(None, guest, f"guest:{guest}" if guest else address_of(request))


def _by_token(written: str) -> tuple[User | None, Mapping[str, Any]]:
    scheme, _, token = written.partition(" ")
    found = validate_access_token(token.strip()) if scheme.lower() == "bearer" else None
    user, claims = found or (None, {})
    if not isinstance(user, User) or not user.is_active:
        raise not_signed_in("This access token is over, or none of ours.")
    return user, claims


def _by_session(request: HttpRequest) -> User | None:
    user = request.user
    if not isinstance(user, User):
        return None
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    check.process_request(request)
    if check.process_view(request, _nothing, (), {}) is not None:
        raise Trouble(
            403, "Send the CSRF token of your session in X-CSRFToken.", name="csrf-token-missing"
        )
    return user


def _nothing() -> HttpResponse:
    """A view that is exempt from nothing."""
    return HttpResponse()


def not_signed_in(detail: str = "Sign in first: send an access token.") -> Trouble:
    return Trouble(401, detail, name="not-signed-in", headers=CHALLENGE)


# --- Guests -------------------------------------------------------------------------------------


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="accounts.callers.guest")


def guest_token(guest: UUID) -> str:
    """Names a guest by the key of their bag, and proves that we wrote it."""
    return _signer().sign(guest.hex)


def _guest_in(token: str) -> UUID | None:
    if not token:
        return None
    try:
        return UUID(_signer().unsign(token, max_age=GUEST_SECONDS))
    except (BadSignature, ValueError):
        detail = "This cart token is over, or none of ours."
        raise Trouble(401, detail, name="bad-cart-token", headers=CHALLENGE) from None
