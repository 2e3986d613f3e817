"""The moment an order is sure to be sent: its money arrived, or it is to be paid at the door."""

from django.utils import timezone

from accounts.models import User
from orders import messages
from orders.models import Order
from orders.states import OrderStatus
from orders.timeline import move_order


def confirm_order(order: Order, text: str, *, by: str = "", **columns: object) -> None:
    """Move the order to confirmed, writing `columns` with it, and tell the customer.

    Called inside its cause's transaction. From now on the customer has bought: what is for first
    orders is not for them any more. Raises IllegalTransition.
    """
    move_order(order, OrderStatus.CONFIRMED, text, by=by, **columns)
    if order.user_id:
        new = User.objects.filter(pk=order.user_id, first_bought_at=None)
        new.update(first_bought_at=timezone.now())
    messages.write_confirmed(order)
