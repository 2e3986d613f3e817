"""Telling open pages that an order changed: only that, so nothing can leak from a group."""

from dataclasses import dataclass
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.http import HttpRequest

from accounts.bell import after_commit
from orders.models import Order

CHANGED = {"type": "order.changed"}
STAFF = "staff.orders"


def group_of(order_id: UUID) -> str:
    return f"order.{order_id.hex}"


def announce(order_id: UUID) -> None:
    """After the commit, tell every open page of this order to fetch itself again.

    A page that misses it is right again when it reconnects or polls; so a broken channel layer
    is logged and never fails the operation.
    """

    def tell() -> None:
        tell_pages(order_id)

    after_commit(tell, lane="pages")


def tell_pages(*order_ids: UUID) -> None:
    """Tell the pages of these orders, and the staff's board, at once."""
    _send(*map(group_of, order_ids), STAFF)


@async_to_sync
async def _send(*groups: str) -> None:
    layer = get_channel_layer()
    for group in groups:
        await layer.group_send(group, CHANGED)


@dataclass(frozen=True)
class Glance:
    """What a page has to know to tell whether it is still right."""

    tag: str
    news: str  # what happened last, in words


def glance_at(order: Order) -> Glance:
    """One small query: the last thing that happened, and whether it can be paid still."""
    last = order.events.filter(is_public=True).order_by("at", "pk").last()
    happened = last.pk.hex if last else ""
    return Glance(f"{order.status}.{happened}.{int(order.is_payable)}", last.text if last else "")


def socket_url(request: HttpRequest, order: Order) -> str:
    """Where the page of this order listens."""
    return _address(request, f"orders/{order.number}/")


def board_url(request: HttpRequest) -> str:
    """Where the staff's board listens."""
    return _address(request, "staff/orders/")


def _address(request: HttpRequest, path: str) -> str:
    """LIVE_URL, or the host the page came from."""
    base = settings.LIVE_URL or f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"
    hostname = request.get_host().split(":")[0]
    return f"{base.replace('{host}', hostname)}/ws/{path}"
