"""What the shop reads from a request: whose bag and wishlist, where to, and if it was meant."""

import re
from typing import TypeVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from shop.models import Cart, Wishlist

SESSION_KEY = "cart_id"
VOTER_KEY = "voter"
WISHLIST_KEY = "wishlist_id"
PIN_COOKIE = "pin"

Own = TypeVar("Own", Cart, Wishlist)


def current_cart(request: HttpRequest) -> Cart | None:
    """The customer's bag, or the guest's by their session; None when there is none yet."""
    return _current(request, Cart, SESSION_KEY)


def cart_for_adding(request: HttpRequest) -> Cart:
    """The same, made when there is none yet."""
    return _current(request, Cart, SESSION_KEY) or _made(request, Cart, SESSION_KEY)


def current_wishlist(request: HttpRequest) -> Wishlist | None:
    """The customer's wishlist, or the guest's by their session; None when there is none yet."""
    return _current(request, Wishlist, WISHLIST_KEY)


def wishlist_for_saving(request: HttpRequest) -> Wishlist:
    """The same, made when there is none yet."""
    return _current(request, Wishlist, WISHLIST_KEY) or _made(request, Wishlist, WISHLIST_KEY)


def _current(request: HttpRequest, model: type[Own], key: str) -> Own | None:
    if request.user.is_authenticated:
        return model.objects.filter(user=request.user).first()
    known = request.session.get(key)
    return model.objects.filter(pk=known, user=None).first() if known else None


def _made(request: HttpRequest, model: type[Own], key: str) -> Own:
    if request.user.is_authenticated:
        return model.objects.get_or_create(user=request.user)[0]  # two tabs may both be first
    made = model.objects.create()
    request.session[key] = str(made.pk)
    return made


def pin_of(request: HttpRequest) -> str:
    """The PIN code the shopper gave, from its cookie; empty for none, or for what is none."""
    pin = request.COOKIES.get(PIN_COOKIE, "")
    return pin if re.fullmatch(r"[1-9][0-9]{5}", pin, re.ASCII) else ""


def lacks_csrf_token(request: HttpRequest) -> bool:
    """Whether Django's own check would refuse this POST; for views exempt from it."""
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    return check.process_view(request, HttpResponse, (), {}) is not None


def voter_of(request: HttpRequest) -> str:
    """Who votes: the customer, or the guest by a number kept in their session."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return str(request.session.setdefault(VOTER_KEY, uuid4().hex))
