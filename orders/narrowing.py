"""Narrowing somebody's list of orders: by how far they are, and by words."""

from django.db.models import Q

from orders.models import OrderLine
from orders.querysets import OrderQuerySet
from orders.states import BOUGHT, OrderStatus

RETURNED = "returned"
KINDS: dict[str, str] = {
    "": "All",
    "open": "On the way",
    "delivered": "Delivered",
    RETURNED: "Returned",
    "cancelled": "Cancelled",
}
_STATUSES = {
    "open": BOUGHT - {OrderStatus.DELIVERED},
    "delivered": {OrderStatus.DELIVERED},
    "cancelled": {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.RETURNED},
}


def of_kind(orders: OrderQuerySet, kind: str) -> OrderQuerySet:
    """Those of one of KINDS; all of them for anything else."""
    if kind == RETURNED:
        return orders.filter(pk__in=_with_lines(orders, Q(claimed_quantity__gt=0)))
    return orders.filter(status__in=_STATUSES[kind]) if kind in _STATUSES else orders


def about(orders: OrderQuerySet, words: str) -> OrderQuerySet:
    """Those whose number, or one of whose pieces, has these words."""
    if not words:
        return orders
    named = _with_lines(orders, Q(name__icontains=words))
    return orders.filter(Q(number__icontains=words) | Q(pk__in=named))


def _with_lines(orders: OrderQuerySet, condition: Q) -> list[object]:
    """By keys and without a join: a person's orders are few, and MongoDB would read all lines."""
    keys = list(orders.values_list("pk", flat=True))
    lines = OrderLine.objects.filter(condition, order_id__in=keys)
    return list(lines.values_list("order_id", flat=True))
