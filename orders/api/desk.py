"""The API of the desk: staff look at orders, and pack, ship and deliver them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router

from accounts.callers import CallerRequest, staff_who_may
from accounts.cursors import Page, Paged, page_of
from accounts.keys import once_per_key
from accounts.shapes import Asked, Whole, words
from orders import fulfilment
from orders.api.shapes import OrderDetail, OrderOut, order_detail, order_out
from orders.cancellation import cancel_order
from orders.models import Order
from orders.states import OrderStatus

order_desk = Router(tags=["staff: orders"])
LOOK = staff_who_may("orders.view_order")
MOVE = staff_who_may("orders.change_order")


class Queue(Paged):
    status: OrderStatus | None = None


class PieceIn(Asked):
    line_id: UUID
    quantity: Annotated[Whole, Field(ge=1, le=1000, examples=[1])]


class PackIn(Asked):
    """What goes into the parcel; without pieces, everything that is still to pack."""

    pieces: Annotated[list[PieceIn], Field(max_length=100)] = Field(default_factory=list)


class ShipIn(Asked):
    carrier: Annotated[str, words(60, least=1), Field(examples=["Blue Dart"])]
    tracking_number: Annotated[str, words(60, least=1), Field(examples=["BD123456789"])]


@order_desk.get("/staff/orders", response=Page[OrderOut], auth=LOOK)
def list_queue(request: CallerRequest, queue: Query[Queue]) -> dict[str, Any]:
    """Every order, who waits longest first."""
    found = Order.objects.filter(status=queue.status) if queue.status else Order.objects.all()
    by = ("placed_at", "pk")
    return page_of(found, queue, order_out, by=by, kinds=(datetime, UUID))


@order_desk.get("/staff/orders/{slug:number}", response=OrderDetail, auth=LOOK)
def look_at_order(request: CallerRequest, number: str) -> dict[str, Any]:
    return _shown(number)


@order_desk.post("/staff/orders/{slug:number}/pack", response=OrderDetail, auth=MOVE)
@once_per_key
def pack(request: CallerRequest, number: str, sent: PackIn) -> dict[str, Any]:
    """Put pieces into the next parcel; an order's first one issues its invoice."""
    order = _order(number)
    contents: dict[UUID, int] = {}
    for piece in sent.pieces:
        contents[piece.line_id] = contents.get(piece.line_id, 0) + piece.quantity
    if contents:
        if not contents.keys() <= set(order.lines.values_list("pk", flat=True)):
            raise Http404
        fulfilment.pack_parcel(order, contents, by=request.auth.said)
    else:
        fulfilment.pack_order(order, by=request.auth.said)
    return _shown(number)


@order_desk.post("/staff/orders/{slug:number}/ship", response=OrderDetail, auth=MOVE)
@once_per_key
def ship(request: CallerRequest, number: str, sent: ShipIn) -> dict[str, Any]:
    """Hand the parcel that waits to a carrier; the customer is told."""
    fulfilment.ship_order(
        _order(number),
        by=request.auth.said,
        carrier=sent.carrier.strip(),
        tracking_number=sent.tracking_number.strip(),
    )
    return _shown(number)


@order_desk.post("/staff/orders/{slug:number}/deliver", response=OrderDetail, auth=MOVE)
def deliver(request: CallerRequest, number: str) -> dict[str, Any]:
    """Every parcel that is on the way arrived."""
    fulfilment.deliver_order(_order(number), by=request.auth.said)
    return _shown(number)


@order_desk.post("/staff/orders/{slug:number}/cancel", response=OrderDetail, auth=MOVE)
def call_off(request: CallerRequest, number: str) -> dict[str, Any]:
    """Call it off; what was paid goes back, and the customer is told."""
    cancel_order(_order(number), by=request.auth.said)
    return _shown(number)


def _order(number: str) -> Order:
    return get_object_or_404(Order, number=number)


def _shown(number: str) -> dict[str, Any]:
    return order_detail(_order(number), is_staff=True)
