"""Parcels of the past: most orders went in one, some in two, each with its own carrier's number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from demo.catalogue.draw import draw
from demo.people import WAREHOUSE
from demo.seed.book import Book, Letter
from demo.seed.purchases import Purchase
from orders import messages, wording
from orders.models import Order, OrderEvent, OrderLine, Parcel, ParcelLine
from orders.states import ParcelStatus
from shop.models import StockMovement

CARRIERS = ("Delhivery", "Blue Dart", "India Post", "DTDC", "Ekart")
HURRY = 0.55  # what the first parcel of two takes of the second one's time
DEDUCT = StockMovement.Cause.DEDUCT


@dataclass(frozen=True)
class Trip:
    """When a parcel is packed, shipped and delivered; `is_last` where the order follows it."""

    number: int
    lines: Sequence[OrderLine]
    carrier: str
    packed_at: datetime
    shipped_at: datetime
    delivered_at: datetime
    is_last: bool = True


def carrier_of(purchase: Purchase, number: int = 1) -> str:
    place = draw(purchase.name, "carrier", sides=len(CARRIERS))
    return CARRIERS[(place + number - 1) % len(CARRIERS)]


def send(book: Book, order: Order, purchase: Purchase, lines: Sequence[OrderLine]) -> None:
    """The order's parcels, as far as each has come by now."""
    for trip in _trips(purchase, lines):
        if trip.packed_at <= book.now:
            _travel(book, order, purchase, trip)
            order.parcel_steps += sum(at <= book.now for at in _times(trip))


def _trips(purchase: Purchase, lines: Sequence[OrderLine]) -> list[Trip]:
    count = parcels_of(purchase, lines)
    split = [lines] if count == 1 else [lines[:1], lines[1:]]
    return [
        Trip(n, some, carrier_of(purchase, n), *_clock(purchase, n == count), n == count)
        for n, some in enumerate(split, start=1)
    ]


def parcels_of(purchase: Purchase, lines: Sequence[object]) -> int:
    return 2 if purchase.in_two and len(lines) > 1 else 1


def _clock(purchase: Purchase, is_last: bool) -> list[datetime]:
    haste = 1 if is_last else HURRY
    return [purchase.placed_at + timedelta(hours=hours * haste) for hours in purchase.pace]


def _times(trip: Trip) -> tuple[datetime, datetime, datetime]:
    return trip.packed_at, trip.shipped_at, trip.delivered_at


def _travel(book: Book, order: Order, purchase: Purchase, trip: Trip) -> None:
    has_left, has_arrived = trip.shipped_at <= book.now, trip.delivered_at <= book.now
    statuses = [ParcelStatus.PACKED, ParcelStatus.SHIPPED, ParcelStatus.DELIVERED]
    parcel = book.add(
        Parcel(
            order=order,
            number=trip.number,
            status=statuses[has_left + has_arrived],
            carrier=trip.carrier if has_left else "",
            tracking_number=_tracking(purchase, trip) if has_left else "",
            packed_at=trip.packed_at,
            shipped_at=trip.shipped_at if has_left else None,
            delivered_at=trip.delivered_at if has_arrived else None,
        )
    )
    inside = [
        book.add(ParcelLine(parcel=parcel, order_line=line, quantity=line.quantity))
        for line in trip.lines
    ]
    for line in trip.lines:
        line.packed_quantity = line.quantity
        line.delivered_quantity = line.quantity if has_arrived else 0
        if has_left:
            book.move_stock(
                line.variant, DEDUCT, parcel.reference, trip.shipped_at,
                held=-line.quantity, on_hand=-line.quantity,
            )  # fmt: skip
    _tell(book, parcel, inside, trip)


def _tracking(purchase: Purchase, trip: Trip) -> str:
    return f"{draw(purchase.name, f'tracking {trip.number}', sides=10**12):012}"


def _said(
    parcel: Parcel, inside: Sequence[ParcelLine], is_only: bool, of: Any, order: Order
) -> dict[str, Any]:
    parcel.order = order  # the same one, with its lines at hand
    return cast(dict[str, Any], of(parcel, inside, is_only=is_only))


def _tell(book: Book, parcel: Parcel, inside: Sequence[ParcelLine], trip: Trip) -> None:
    """Letters of each parcel, and the events of those the order's own steps do not tell of."""
    more = {} if trip.is_last else {"return_until": "", "facts": []}
    is_only = trip.is_last and trip.number == 1
    for template, of, at, said in (
        (messages.SHIPPED, wording.of_shipped, parcel.shipped_at, {}),
        (messages.DELIVERED, wording.of_delivered, parcel.delivered_at, more),
    ):
        if at:
            words = partial(_said, parcel, inside, is_only, of)
            book.letters.append(Letter(parcel.order, template, at, parcel.reference, words, said))
    if trip.is_last:
        return
    pieces, staff = sum(one.quantity for one in inside), WAREHOUSE.full_name
    for at, did, by in (
        (parcel.packed_at, f"packed: {pieces} piece{'s' if pieces > 1 else ''}", staff),
        (parcel.shipped_at, f"handed to {parcel.carrier}", staff),
        (parcel.delivered_at, "delivered", trip.carrier),
    ):
        if at:
            text = f"Parcel {parcel.number} {did}"
            book.add(OrderEvent(order=parcel.order, at=at, text=text, by=by))
