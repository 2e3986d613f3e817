"""What staff decide about one order by hand: money given back, and a note for each other."""

from accounts.transactions import durable_transaction
from orders.models import Order
from orders.refunds import request_refund
from orders.timeline import record
from shop.money import Money


@durable_transaction
def give_back(order: Order, *, amount: Money, reason: str, key: str, by: str) -> None:
    """Refund a part of what was paid, the way it was paid; once per `key` of the rendered form.

    Raises NotRefundable when more than is left is asked for.
    """
    request_refund(order, amount, key=f"staff:{order.pk.hex}:{key}", reason=reason, by=by)


@durable_transaction
def note_order(order: Order, *, text: str, by: str) -> None:
    """A line in the order's history that only staff read."""
    record(order, text, by=by, is_public=False)
