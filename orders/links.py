"""A guest's way to their order: a short link that ends, and that a new SECRET_KEY takes back.

Twelve letters and figures, 71 bits, so that it fits into an SMS and nobody finds one by trying.
"""

import secrets
import string
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from orders.models import Order, OrderLink

LETTERS = string.digits + string.ascii_letters
LENGTH = 12


def token_for(order: Order) -> str:
    """Opens the order for ORDER_LINK_DAYS at most, and for half of that at least: the one it has,
    or a new one.
    """
    now = timezone.now()
    life = timedelta(days=settings.ORDER_LINK_DAYS)
    for link in OrderLink.objects.filter(order=order, expires_at__gte=now + life / 2):
        token = _token(link.seed, settings.SECRET_KEY)
        if _digest(token) == link.digest:
            return token
    seed = secrets.token_hex(16)
    token = _token(seed, settings.SECRET_KEY)
    OrderLink.objects.create(order=order, seed=seed, digest=_digest(token), expires_at=now + life)
    return token


def number_in(token: str) -> str | None:
    """The number of the order it opens; None when it is no token of ours, or too old."""
    return next(iter(numbers_in([token])), None)


def numbers_in(tokens: Iterable[str]) -> list[str]:
    """The numbers of the orders these tokens open, in one query."""
    by_digest = {_digest(token): token for token in tokens}
    live = OrderLink.objects.filter(digest__in=list(by_digest), expires_at__gt=timezone.now())
    found = live.select_related("order") if by_digest else []
    return [link.order.number for link in found if _is_ours(link, by_digest[link.digest])]


def address_of(order: Order) -> str:
    """Where the order is read: a customer's by its number, a guest's by a link that opens it."""
    if order.user_id:
        return order.get_absolute_url()
    return reverse("orders:open", args=[token_for(order)])


def _is_ours(link: OrderLink, token: str) -> bool:
    """Whether a key we have now made it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(secrets.compare_digest(_token(link.seed, key), token) for key in keys)


def _token(seed: str, key: str) -> str:
    number = int.from_bytes(
        salted_hmac("orders.links", seed, secret=key, algorithm="sha256").digest()
    )
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
