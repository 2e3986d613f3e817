"""Parcels nobody took: on their way back to us, here again, looked at, and their money returned.

A parcel that comes back undoes its part of the sale. Once every parcel is here again the whole
order is undone: all that was paid goes back, the delivery fee included.
"""

from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders import messages, refunds
from orders.cancellation import forget_purchase
from orders.errors import MoreThanCameBack
from orders.fulfilment import (
    DELIVERABLE,
    Contents,
    are_parcels_settled,
    complete_order,
    take_turn_with,
)
from orders.models import Order, OrderLine, Parcel, ParcelLine
from orders.states import OrderStatus, ParcelStatus, PaymentStatus, UndeliveredReason
from orders.timeline import move_order, record
from shop import redemption, stock
from shop.money import Money


@durable_transaction
def turn_back_parcel(parcel: Parcel, *, reason: str, by: str) -> None:
    """The carrier gave up and brings the parcel back; the customer is told why.

    `reason` is a UndeliveredReason. Raises IllegalTransition unless it is on the way.
    """
    take_turn_with(parcel, DELIVERABLE, OrderStatus.RETURNING)
    order = parcel.order
    now = timezone.now()
    parcel.move_to(ParcelStatus.RETURNING, return_reason=reason, turned_at=now)
    said = f"{_name(parcel)} comes back to us: {UndeliveredReason(reason).label.lower()}"
    nothing_else = (ParcelStatus.RETURNING, ParcelStatus.RETURNED)
    is_all = not order.parcels.current().exclude(status__in=nothing_else).exists()
    if order.status == OrderStatus.SHIPPED and is_all:
        move_order(order, OrderStatus.RETURNING, said, by=by)
    else:
        record(order, said, by=by)
    messages.write_returning(parcel)


@durable_transaction
def take_back_parcel(parcel: Parcel, *, sound: Contents, by: str) -> None:
    """An undelivered parcel is here and was looked at: `sound` says how many of each order line
    are for sale again; what was paid for all of it goes back, a cash order owes that much less.

    Raises MoreThanCameBack when more are sound than lay in it, IllegalTransition unless it left us
    and did not arrive; nothing is changed then.
    """
    take_turn_with(parcel, DELIVERABLE, OrderStatus.RETURNED)
    parcel.move_to(ParcelStatus.RETURNED, returned_at=timezone.now())
    inside = list(parcel.lines.select_related("order_line"))
    _restock(parcel, inside, sound)
    worth = _count_returned(parcel.order, inside)
    _close(parcel, worth, by)


def _restock(parcel: Parcel, inside: list[ParcelLine], sound: Contents) -> None:
    for one in inside:
        units = sound.get(one.order_line_id, 0)
        if not 0 <= units <= one.quantity:
            raise MoreThanCameBack(asked=units, most=one.quantity, name=one.order_line.name)
        ParcelLine.objects.filter(pk=one.pk).update(restocked_quantity=units)
    back = stock.summed(
        (one.order_line.variant_id, sound.get(one.order_line_id, 0)) for one in inside
    )
    stock.restock({pk: n for pk, n in back.items() if n}, reference=parcel.reference)


def _count_returned(order: Order, inside: list[ParcelLine]) -> Money:
    """Count the units on their lines; what they had cost, to the paisa over several parcels."""
    worth = Money(0, order.currency)
    for one in inside:
        line = one.order_line
        worth += line.paid_for(one.quantity, after=line.returned_quantity)
        OrderLine.objects.filter(pk=line.pk).update(
            returned_quantity=F("returned_quantity") + one.quantity
        )
    return worth


def _close(parcel: Parcel, worth: Money, by: str) -> None:
    """Where the order stands now, and the money that goes back for it."""
    order = parcel.order
    said = f"{_name(parcel)} is back with us"
    has_left = order.status in {OrderStatus.SHIPPED, OrderStatus.RETURNING}
    is_settled = has_left and are_parcels_settled(order)
    delivered = order.parcels.filter(status=ParcelStatus.DELIVERED).order_by("-delivered_at")
    last = delivered.first() if is_settled else None
    if is_settled and last is None:
        move_order(
            order, OrderStatus.RETURNED, said, by=by,
            returned_minor=order.total_minor, cash_place=None,
        )  # fmt: skip
        redemption.give_back(order.number)
        forget_purchase(order)
        owed = _give_back(parcel, order.total, by)
    else:
        Order.objects.filter(pk=order.pk).update(returned_minor=F("returned_minor") + worth.minor)
        order.refresh_from_db()
        record(order, said, by=by)
        owed = _give_back(parcel, worth, by)
    if last is not None and last.delivered_at:
        complete_order(order, by=by, at=last.delivered_at, window_from=timezone.now())
    messages.write_returned(parcel, owed=str(owed) if owed else "")


def _give_back(parcel: Parcel, worth: Money, by: str) -> Money:
    """Refund so much of what was paid, or what is left of it; nothing of what was not."""
    order = parcel.order
    paid = order.payments.filter(status=PaymentStatus.CAPTURED)
    left = sum((payment.refundable for payment in paid), Money(0, order.currency))
    owed = min(worth, left)
    if owed:
        refunds.request_refund(
            order, owed, key=f"undelivered:{parcel.pk.hex}", reason="Not delivered", by=by
        )
    return owed


def _name(parcel: Parcel) -> str:
    """How the history calls it: by its number where there are others."""
    count = parcel.order.parcels.current().count()
    is_only = count == 1 and not parcel.order.units_to_pack
    return "It" if is_only else f"Parcel {parcel.number}"


def sound_of(inside: list[ParcelLine]) -> dict[UUID, int]:
    """All that lay in it, as if nothing had suffered."""
    return {one.order_line_id: one.quantity for one in inside}
