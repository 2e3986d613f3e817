"""Telling open pages that an order changed: only that, so nothing can leak from a group."""

from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.http import HttpRequest

from accounts.bell import after_commit
from orders.models import Order

CHANGED = {"type": "order.changed"}


def group_of(order_id: UUID) -> str:
    return f"order.{order_id.hex}"


def announce(order_id: UUID) -> None:
    """After the commit, tell every open page of this order to fetch itself again.

    A page that misses it is right again when it reconnects or polls; so a broken channel layer
    is logged and never fails the operation.
    """

    def tell() -> None:
        _send(group_of(order_id))

    after_commit(tell, lane="pages")


def _send(group: str) -> None:
    async_to_sync(get_channel_layer().group_send)(group, CHANGED)


def socket_url(request: HttpRequest, order: Order) -> str:
    """Where the page of this order listens: LIVE_URL, or the host the page came from."""
    base = settings.LIVE_URL or f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"
    hostname = request.get_host().split(":")[0]
    return f"{base.replace('{host}', hostname)}/ws/orders/{order.number}/"
