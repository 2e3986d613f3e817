"""From paid to the door: staff pack, ship and deliver; each step is told to the customer."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders import messages
from orders.checkout import quantities_of
from orders.models import Order
from orders.states import OrderStatus
from orders.timeline import move_order, step_of
from shop import stock


@durable_transaction
def pack_order(order: Order, *, by: str) -> None:
    """Confirmed → packed. Raises IllegalTransition otherwise."""
    move_order(order, OrderStatus.PACKED, "Packed", by=by)


@durable_transaction
def ship_order(order: Order, *, by: str, carrier: str, tracking_number: str) -> None:
    """Packed → shipped: the held units leave the building, the customer gets the number."""
    move_order(
        order,
        OrderStatus.SHIPPED,
        f"Handed to {carrier}",
        by=by,
        carrier=carrier,
        tracking_number=tracking_number,
    )
    stock.deduct(quantities_of(order), reference=step_of(order))
    messages.write(order, "orders/emails/shipped.html")


@durable_transaction
def deliver_order(order: Order, *, by: str, at: datetime | None = None) -> None:
    """Shipped → delivered: the return window opens and its end is written down for good."""
    delivered_at = at or timezone.now()
    move_order(
        order,
        OrderStatus.DELIVERED,
        "Delivered",
        by=by,
        delivered_at=delivered_at,
        return_deadline=return_deadline(delivered_at),
    )
    messages.write(order, "orders/emails/delivered.html")


def return_deadline(delivered_at: datetime) -> datetime:
    """The last microsecond, in India, of the day RETURN_WINDOW_DAYS after the delivery's."""
    day = timezone.localtime(delivered_at).date() + timedelta(days=settings.RETURN_WINDOW_DAYS)
    return datetime.combine(day, time.max, tzinfo=timezone.get_default_timezone())
