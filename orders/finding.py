"""Finding an order without an account: its link goes to those who placed it, and nobody is told."""

from contextlib import suppress

from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Message
from accounts.transactions import durable_transaction
from orders import messages
from orders.models import Order

MOST_A_DAY = 4


def send_link(number: str, phone: str) -> None:
    """Send the order's link to its own phone and e-mail, if this phone placed this order.

    Whoever asks learns nothing: not whether there is such an order, nor whether a link was sent.
    Each order's is sent at most MOST_A_DAY times a day, since the keys of these messages are.
    """
    order = Order.objects.filter(number=number, phone=phone).first()
    if order is not None:
        with suppress(IntegrityError):  # asked twice at once: the other one sent it
            _send(order)


@durable_transaction
def _send(order: Order) -> None:
    today = timezone.localdate()
    for place in range(1, MOST_A_DAY + 1):
        key = f"{order.number}:{today:%Y%m%d}:{place}"
        if not Message.objects.filter(key__startswith=f"{messages.LINK}:{key}:").exists():
            messages.write(order, messages.LINK, key=key)
            return
