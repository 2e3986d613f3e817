"""Stock: what is promised lies on the shelf, and every change of it has its reason."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from orders.invariants.looking import Breach, Invariant, batches
from orders.models import Order, OrderLine, Parcel, ParcelLine
from orders.states import OrderStatus, ParcelStatus
from shop.models import StockMovement, Variant

HOLDING = (OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.PACKED)
LEFT = (
    ParcelStatus.SHIPPED,
    ParcelStatus.DELIVERED,
    ParcelStatus.RETURNING,
    ParcelStatus.RETURNED,
)


def _shelves() -> Iterator[Breach]:
    claimed = _claimed()
    for batch in batches(Variant.objects.all(), "sku", "on_hand", "held"):
        for pk, sku, on_hand, held in batch:
            if not 0 <= held <= on_hand:
                yield Breach.of(Variant, pk, f"{sku}: {held} held of {on_hand} on the shelf")
            if held != claimed[pk]:
                says = f"{sku}: {held} held, orders wait for {claimed[pk]}"
                yield Breach.of(Variant, pk, says)


def _claimed() -> Counter[Any]:
    """Units that orders wait for, by variant: bought, and not gone with a parcel."""
    claimed: Counter[Any] = Counter()
    for batch in batches(Order.objects.filter(status__in=HOLDING)):
        orders = [pk for (pk,) in batch]
        gone = _gone(orders)
        lines = OrderLine.objects.filter(order_id__in=orders)
        for pk, variant, quantity in lines.values_list("pk", "variant_id", "quantity"):
            claimed[variant] += quantity - gone[pk]
    return claimed


def _gone(orders: list[Any]) -> Counter[Any]:
    """Units of these orders that left the building, by order line."""
    gone: Counter[Any] = Counter()
    parcels = Parcel.objects.filter(order_id__in=orders, status__in=LEFT)
    inside = ParcelLine.objects.filter(parcel_id__in=list(parcels.values_list("pk", flat=True)))
    for line, quantity in inside.values_list("order_line_id", "quantity"):
        gone[line] += quantity
    return gone


def _movements() -> Iterator[Breach]:
    moved = StockMovement.objects.order_by().values_list("variant_id")
    sums = moved.annotate(Sum("on_hand_change"), Sum("held_change"))
    added = {pk: (on_hand, held) for pk, on_hand, held in sums}
    for batch in batches(Variant.objects.all(), "sku", "on_hand", "held"):
        for pk, sku, on_hand, held in batch:
            written = added.get(pk, (0, 0))
            if written != (on_hand, held):
                says = f"{sku}: {on_hand} on the shelf, {held} held; its movements say "
                yield Breach.of(Variant, pk, says + "{} and {}".format(*written))


SHELVES = Invariant(
    "I1",
    "What is promised lies on the shelf",
    "Held is never more than on hand, and exactly what open orders wait for. "
    "A breach means a piece was sold twice, or is kept for nobody.",
    _shelves,
)
MOVEMENTS = Invariant(
    "I2",
    "Every change of stock has its reason",
    "The movements of a size add up to what is on hand and held. "
    "A breach means stock was changed past the shop.",
    _movements,
)
