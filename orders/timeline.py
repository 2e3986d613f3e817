"""The history of an order: every step writes its row here and tells the open pages."""

from typing import Any

from accounts.transactions import durable_transaction
from orders.live import announce
from orders.models import Order, OrderEvent
from orders.states import OrderStatus


def move_order(order: Order, new: OrderStatus, text: str, *, by: str = "", **columns: Any) -> None:
    """Move the order, write the event and tell the open pages; raises IllegalTransition."""
    order.move_to(new, **columns)
    record(order, text, by=by, status=new)


def record(
    order: Order, text: str, *, by: str = "", status: str = "", is_public: bool = True
) -> None:
    """Write one event and tell the open pages after the commit."""
    OrderEvent.objects.create(order=order, text=text, by=by, status=status, is_public=is_public)
    announce(order.pk)


@durable_transaction
def note_order(order: Order, *, text: str, by: str) -> None:
    """Staff's line in the history, which only staff read."""
    record(order, text, by=by, is_public=False)


def step_of(order: Order) -> str:
    """Names the step the order is at, so that holding and releasing twice over are two causes."""
    return f"{order.number}:{order.events.exclude(status='').count()}"


def first_step_of(order: Order) -> str:
    """The same of an order that was written just now."""
    return f"{order.number}:0"
