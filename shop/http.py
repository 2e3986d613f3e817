"""What the shop reads from a request: whose bag it is, and whether it meant what it sent."""

import re

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from shop.models import Cart

SESSION_KEY = "cart_id"


def current_cart(request: HttpRequest) -> Cart | None:
    """The customer's bag, or the guest's by their session; None when there is none yet."""
    if request.user.is_authenticated:
        return Cart.objects.filter(user=request.user).first()
    cart_id = request.session.get(SESSION_KEY)
    return Cart.objects.filter(pk=cart_id, user=None).first() if cart_id else None


def cart_for_adding(request: HttpRequest) -> Cart:
    """The same, made when there is none yet."""
    cart = current_cart(request)
    if cart is not None:
        return cart
    if request.user.is_authenticated:
        return Cart.objects.get_or_create(user=request.user)[0]  # two tabs may both be first
    cart = Cart.objects.create()
    request.session[SESSION_KEY] = str(cart.pk)
    return cart


def pin_of(request: HttpRequest) -> str:
    """The PIN code the shopper gave, from its cookie; empty for none, or for what is none."""
    pin = request.COOKIES.get("pin", "")
    return pin if re.fullmatch(r"[1-9][0-9]{5}", pin, re.ASCII) else ""


def lacks_csrf_token(request: HttpRequest) -> bool:
    """Whether Django's own check would refuse this POST; for views exempt from it."""
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    return check.process_view(request, HttpResponse, (), {}) is not None
