"""What sells now: units of each product bought in the last thirty days, kept on the product."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from orders.models import Order, OrderLine
from orders.states import OrderStatus
from shop.models import Product, Variant

DAYS = 30
BATCH = 500
BOUGHT = (
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)
Key = TypeVar("Key")


def count_recent_sales(*, now: datetime | None = None) -> int:
    """Write `sold_recently` where it changed; how many products that were.

    Idempotent. One query per 500 orders of the time, one per 500 sizes sold, and one update per
    new count; each is served by an index on every database.
    """
    now = now or timezone.now()
    sold = _by_product(_units_by_variant(now - timedelta(days=DAYS)))
    noted = dict(Product.objects.filter(sold_recently__gt=0).values_list("pk", "sold_recently"))
    changed = {
        pk: sold.get(pk, 0) for pk in sold.keys() | noted.keys() if sold.get(pk, 0) != noted.get(pk)
    }
    products_by_count: dict[int, list[UUID]] = {}
    for pk, units in changed.items():
        products_by_count.setdefault(units, []).append(pk)
    for units, pks in products_by_count.items():
        for some in _batches(pks):
            Product.objects.filter(pk__in=some).update(sold_recently=units, listed_at=now)
    return len(changed)


def _units_by_variant(since: datetime) -> Counter[UUID]:
    units: Counter[UUID] = Counter()
    orders = Order.objects.filter(status__in=BOUGHT, placed_at__gte=since).order_by()
    for some in _batches(orders.values_list("pk", flat=True)):
        lines = OrderLine.objects.filter(order__in=some).order_by()
        for variant, quantity in lines.values_list("variant_id", "quantity"):
            units[variant] += quantity
    return units


def _by_product(units: Counter[UUID]) -> Counter[UUID]:
    sold: Counter[UUID] = Counter()
    for some in _batches(list(units)):
        variants = Variant.objects.filter(pk__in=some).order_by().select_related("colourway")
        for variant in variants.only("colourway__product_id"):
            sold[variant.colourway.product_id] += units[variant.pk]
    return sold


def _batches(keys: Iterable[Key]) -> Iterator[Sequence[Key]]:
    left = iter(keys)
    while some := list(islice(left, BATCH)):
        yield some
