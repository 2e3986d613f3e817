"""What the shop does when somebody signs in: the guest's bag joins their own, and says so."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from shop.cart import merge_guest_cart
from shop.http import SESSION_KEY
from shop.models import Cart


@receiver(user_logged_in)
def join_bags(request: HttpRequest, user: User, **kwargs: Any) -> None:
    cart_id = request.session.pop(SESSION_KEY, None)
    guest_cart = Cart.objects.filter(pk=cart_id, user=None).first() if cart_id else None
    if guest_cart is None:
        return
    joined = merge_guest_cart(guest_cart, user)
    if joined:
        items = "1 item" if joined == 1 else f"{joined} items"
        messages.info(request, f"{items} joined your bag.")
