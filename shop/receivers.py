"""What happens when somebody signs in: what they had as a guest joins their own, and says so."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from shop.cart import merge_guest_cart
from shop.http import SESSION_KEY, WISHLIST_KEY
from shop.models import Cart, Wishlist
from shop.wishlist import merge_guest_wishlist


@receiver(user_logged_in)
def join_what_a_guest_had(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Bag and wishlist join the customer's own; one message tells of both."""
    joined = {"bag": _join_bags(request, user), "wishlist": _join_wishlists(request, user)}
    said = [f"{_items(count)} joined your {name}" for name, count in joined.items() if count]
    if said:
        messages.info(request, f"{' and '.join(said)}.")


def _join_bags(request: HttpRequest, user: User) -> int:
    key = request.session.pop(SESSION_KEY, None)
    guests = Cart.objects.filter(pk=key, user=None).first() if key else None
    return merge_guest_cart(guests, user) if guests else 0


def _join_wishlists(request: HttpRequest, user: User) -> int:
    key = request.session.pop(WISHLIST_KEY, None)
    guests = Wishlist.objects.filter(pk=key, user=None).first() if key else None
    return merge_guest_wishlist(guests, user) if guests else 0


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
