"""What orders do when something happens elsewhere: a picture is let go, somebody signs in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.http import proven_contact
from accounts.models import User
from orders.joining import join_orders
from orders.models import OrderLine
from shop.pictures import is_still_shown


@receiver(is_still_shown)
def is_shown_by_an_order(key: str, **kwargs: Any) -> bool:
    return OrderLine.objects.filter(picture__key=key).exists()


@receiver(user_logged_in)
def join_orders_of_a_guest(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Orders placed without an account join the one whose owner has just proven their contact."""
    email, phone = proven_contact(request, user)
    joined = join_orders(user, email=email, phone=phone) if email or phone else 0
    if joined:
        orders = "1 order" if joined == 1 else f"{joined} orders"
        messages.info(request, f"{orders} joined your account.")
