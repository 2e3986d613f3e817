"""From paid to the door, in as many parcels as it takes: packed, shipped, delivered, each told.

An order follows its parcels: packed when every unit is, shipped when the last parcel left,
delivered when the last one arrived. Whoever moves a parcel changes the order's row first, so two
people at one order come one after the other, on every database.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.errors import IllegalTransition
from accounts.transactions import durable_transaction
from orders import messages
from orders.errors import NothingToPack, NotPackable, PageOutOfDate, ShipOneByOne
from orders.invoices import issue_invoice
from orders.models import Order, OrderLine, Parcel, ParcelLine
from orders.payments import collect_cash
from orders.states import OrderStatus, ParcelStatus
from orders.timeline import move_order, record
from shop import stock

Contents = Mapping[UUID, int]  # units by order line

PACKABLE = (OrderStatus.CONFIRMED,)
SHIPPABLE = (OrderStatus.CONFIRMED, OrderStatus.PACKED)
DELIVERABLE = (
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.RETURNING,
)


# --- Packing ------------------------------------------------------------------------------


def pack_order(order: Order, *, by: str) -> Parcel:
    """Everything that is still to pack, into one parcel; an order's first issues its invoice.

    Raises IllegalTransition unless the order waits to be packed.
    """
    parcel = _pack_whole(order, by)
    issue_invoice(order)
    return parcel


@durable_transaction
def _pack_whole(order: Order, by: str) -> Parcel:
    _take_turn(order, PACKABLE, OrderStatus.PACKED)
    return _pack(order, {line.pk: line.units_to_pack for line in order.lines.all()}, by)


def pack_parcel(
    order: Order, contents: Contents, *, by: str, seen_steps: int | None = None
) -> Parcel:
    """So many units of these lines into the order's next parcel; its first issues the invoice.

    `seen_steps` are the order's parcel_steps on the page that was pressed, so that a second press
    is no second parcel: PageOutOfDate. Raises IllegalTransition unless the order waits to be
    packed, NotPackable when a line has fewer units left, NothingToPack for an empty box; nothing
    is changed then.
    """
    parcel = _pack_part(order, contents, by, seen_steps)
    issue_invoice(order)
    return parcel


@durable_transaction
def _pack_part(order: Order, contents: Contents, by: str, seen_steps: int | None) -> Parcel:
    _take_turn(order, PACKABLE, OrderStatus.PACKED)
    if seen_steps is not None and order.parcel_steps != seen_steps + 1:
        raise PageOutOfDate
    return _pack(order, contents, by)


def _pack(order: Order, contents: Contents, by: str) -> Parcel:
    chosen = {pk: units for pk, units in sorted(contents.items()) if units}
    if not chosen:
        raise NothingToPack
    for pk, units in chosen.items():
        _claim(order, pk, units)
    parcel: Parcel = Parcel.objects.create(order=order, number=order.parcels.count() + 1)
    ParcelLine.objects.bulk_create(
        [ParcelLine(parcel=parcel, order_line_id=pk, quantity=n) for pk, n in chosen.items()]
    )
    if order.units_to_pack:
        record(order, f"Parcel {parcel.number} packed: {pieces(sum(chosen.values()))}", by=by)
    else:
        move_order(order, OrderStatus.PACKED, "Packed", by=by)
        messages.write_packed(order)
    return parcel


def _claim(order: Order, pk: UUID, units: int) -> None:
    """Count the units of one line as packed; the UPDATE is the guard."""
    line = order.lines.get(pk=pk)
    free = OrderLine.objects.filter(pk=pk, packed_quantity__lte=F("quantity") - units)
    if not 0 < units <= line.units_to_pack or not free.update(
        packed_quantity=F("packed_quantity") + units
    ):
        raise NotPackable(asked=units, left=line.units_to_pack, name=line.name)


@durable_transaction
def unpack_parcel(parcel: Parcel, *, by: str) -> None:
    """Take a parcel apart that has not left: its units are to pack again.

    Raises IllegalTransition once it was handed over. The invoice stays: the same goods and sums.
    """
    take_turn_with(parcel, SHIPPABLE, OrderStatus.CONFIRMED)
    order = parcel.order
    parcel.move_to(ParcelStatus.UNPACKED)
    for line in parcel.lines.all():
        OrderLine.objects.filter(pk=line.order_line_id).update(
            packed_quantity=F("packed_quantity") - line.quantity
        )
    said = f"Parcel {parcel.number} taken apart"
    record(order, said, by=by, is_public=False)
    if order.status == OrderStatus.PACKED:
        order.move_to(OrderStatus.CONFIRMED)


# --- Shipping -----------------------------------------------------------------------------


def ship_parcel(parcel: Parcel, *, by: str, carrier: str, tracking_number: str) -> None:
    """Hand one parcel to a carrier: its units leave the building, the customer gets the number.

    Raises IllegalTransition unless it waits, packed.
    """
    _see_it_is_invoiced(parcel.order)
    _ship_parcel(parcel, by, carrier, tracking_number)


@durable_transaction
def _ship_parcel(parcel: Parcel, by: str, carrier: str, tracking_number: str) -> None:
    take_turn_with(parcel, SHIPPABLE, OrderStatus.SHIPPED)
    _ship(parcel, by, carrier, tracking_number)


def ship_order(order: Order, *, by: str, carrier: str, tracking_number: str) -> None:
    """Ship the one parcel that waits. Raises ShipOneByOne where several do."""
    _see_it_is_invoiced(order)
    _ship_order(order, by, carrier, tracking_number)


def _see_it_is_invoiced(order: Order) -> None:
    """No goods leave without their invoice, even if packing was cut short before it was issued."""
    if order.parcels.waiting().exists():
        issue_invoice(order)


@durable_transaction
def _ship_order(order: Order, by: str, carrier: str, tracking_number: str) -> None:
    _take_turn(order, SHIPPABLE, OrderStatus.SHIPPED)
    waiting = list(order.parcels.waiting())
    if not waiting:
        raise IllegalTransition(order, old=order.status, new=OrderStatus.SHIPPED)
    if len(waiting) > 1:
        raise ShipOneByOne(len(waiting))
    waiting[0].order = order
    _ship(waiting[0], by, carrier, tracking_number)


def _ship(parcel: Parcel, by: str, carrier: str, tracking_number: str) -> None:
    order = parcel.order
    parcel.move_to(
        ParcelStatus.SHIPPED,
        carrier=carrier,
        tracking_number=tracking_number,
        shipped_at=timezone.now(),
    )
    stock.deduct(units_in(parcel), reference=parcel.reference)
    if order.status == OrderStatus.PACKED and not order.parcels.waiting().exists():
        move_order(order, OrderStatus.SHIPPED, _handed_over(parcel), by=by)
    else:
        record(order, _handed_over(parcel), by=by)
    messages.write_shipped(parcel)


def units_in(parcel: Parcel) -> stock.Quantities:
    """What lies in it, by variant."""  # whole rows: MongoDB mixes up columns of two tables
    inside = parcel.lines.select_related("order_line")
    return stock.summed((one.order_line.variant_id, one.quantity) for one in inside)


def _handed_over(parcel: Parcel) -> str:
    which = "Handed" if _is_only(parcel) else f"Parcel {parcel.number} handed"
    return f"{which} to {parcel.carrier}"


# --- Delivery -----------------------------------------------------------------------------


@durable_transaction
def deliver_parcel(parcel: Parcel, *, by: str, at: datetime | None = None) -> None:
    """One parcel arrived: what lay in it may come back. The last one starts the return window."""
    take_turn_with(parcel, DELIVERABLE, OrderStatus.DELIVERED)
    _deliver(parcel, by, at or timezone.now())


@durable_transaction
def deliver_order(order: Order, *, by: str, at: datetime | None = None) -> None:
    """Every parcel that is on the way arrived. Raises IllegalTransition when none is."""
    _take_turn(order, DELIVERABLE, OrderStatus.DELIVERED)
    travelling = list(order.parcels.on_the_way())
    if not travelling:
        raise IllegalTransition(order, old=order.status, new=OrderStatus.DELIVERED)
    for parcel in travelling:
        parcel.order = order
        _deliver(parcel, by, at or timezone.now())


def _deliver(parcel: Parcel, by: str, at: datetime) -> None:
    order = parcel.order
    parcel.move_to(ParcelStatus.DELIVERED, delivered_at=at)
    for line in parcel.lines.all():
        OrderLine.objects.filter(pk=line.order_line_id).update(
            delivered_quantity=F("delivered_quantity") + line.quantity
        )
    if not (_has_left(order) and are_parcels_settled(order)):
        record(order, f"Parcel {parcel.number} delivered", by=by)
    else:
        complete_order(order, by=by, at=at)
    messages.write_delivered(parcel)


def _has_left(order: Order) -> bool:
    return order.status in {OrderStatus.SHIPPED, OrderStatus.RETURNING}


def are_parcels_settled(order: Order) -> bool:
    """Whether all that left arrived, or is here again."""
    travelling = (ParcelStatus.SHIPPED, ParcelStatus.RETURNING)
    return not order.parcels.filter(status__in=travelling).exists()


def complete_order(
    order: Order, *, by: str, at: datetime, window_from: datetime | None = None
) -> None:
    """The last parcel arrived at `at`: the return window's end is written down for good. It runs
    from `window_from` where another parcel was awaited longer.

    What is paid in cash was paid at the door, and is booked with it. Called inside the parcel's
    transaction.
    """
    move_order(
        order,
        OrderStatus.DELIVERED,
        "Delivered",
        by=by,
        delivered_at=at,
        return_deadline=_write_deadlines(order, window_from or at),
        cash_place=None,
    )
    if order.is_cash:
        collect_cash(order, by=by)


def _write_deadlines(order: Order, at: datetime) -> datetime | None:
    """Each line's last moment to come back, by the terms it was sold under; returns the latest,
    None where all of it was a final sale.
    """
    lines: dict[int, list[UUID]] = {}
    for line in order.lines.all():
        if not line.return_terms.is_final_sale:
            lines.setdefault(line.return_terms.window_days, []).append(line.pk)
    for days, keys in lines.items():
        OrderLine.objects.filter(pk__in=keys).update(return_deadline=return_deadline(at, days))
    return return_deadline(at, max(lines)) if lines else None


def return_deadline(delivered_at: datetime, days: int) -> datetime:
    """The last microsecond, in India, of the day so many days after the delivery's."""
    here = timezone.get_default_timezone()  # whatever zone this thread is in
    day = timezone.localtime(delivered_at, here).date() + timedelta(days=days)
    return datetime.combine(day, time.max, tzinfo=here)


# --- One after the other ------------------------------------------------------------------


def _take_turn(order: Order, allowed: tuple[OrderStatus, ...], new: OrderStatus) -> None:
    """Count one more step of the order's parcels, and see the order as it is from then on.

    Raises IllegalTransition when the order is in no `allowed` state.
    """
    here = Order.objects.filter(pk=order.pk, status__in=allowed)
    is_ours = here.update(parcel_steps=F("parcel_steps") + 1)
    order.refresh_from_db()
    if not is_ours:
        raise IllegalTransition(order, old=order.status, new=new)


def take_turn_with(parcel: Parcel, allowed: tuple[OrderStatus, ...], new: OrderStatus) -> None:
    """The same for one parcel: it and its order are seen as they are from then on."""
    order = parcel.order
    _take_turn(order, allowed, new)
    parcel.refresh_from_db()
    parcel.order = order


def _is_only(parcel: Parcel) -> bool:
    """Whether all that was bought lies in this one parcel."""
    order = parcel.order
    return order.parcels.current().count() == 1 and order.status != OrderStatus.CONFIRMED


def pieces(count: int) -> str:
    return f"{count} piece{'' if count == 1 else 's'}"
