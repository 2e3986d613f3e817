"""A guest's way to their order: a signed link that ends, and that a new SECRET_KEY takes back."""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from orders.models import Order

DAY_SECONDS = 24 * 3600


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="orders.links")


def token_for(order: Order) -> str:
    """Names the order and proves that we wrote it, now."""
    return _signer().sign(order.number)


def number_in(token: str) -> str | None:
    """The number of the order it opens; None when it is no token of ours, or too old."""
    try:
        return _signer().unsign(token, max_age=settings.ORDER_LINK_DAYS * DAY_SECONDS)
    except BadSignature:
        return None


def address_of(order: Order) -> str:
    """Where the order is read: a customer's by its number, a guest's by a link that opens it."""
    if order.user_id:
        return order.get_absolute_url()
    return reverse("orders:open", args=[token_for(order)])
