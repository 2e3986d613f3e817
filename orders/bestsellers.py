"""What sells now: units of each product bought in the last thirty days, kept on the product."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from orders.models import Order, OrderLine
from orders.states import BOUGHT
from shop.catalogue import write_recent_sales
from shop.models import Variant

DAYS = 30
BATCH = 500
Key = TypeVar("Key")


def count_recent_sales(*, now: datetime | None = None) -> int:
    """Write `sold_recently` where it changed; how many products that were.

    Idempotent. One query for the orders, one for the lines of each 500 of them and one for each
    500 sizes they sold; every one is served by an index on every database.
    """
    since = (now or timezone.now()) - timedelta(days=DAYS)
    return write_recent_sales(_by_product(_units_by_variant(since)))


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
    for some in _batches(units):
        variants = Variant.objects.filter(pk__in=some).order_by().select_related("colourway")
        for variant in variants.only("colourway__product_id"):
            sold[variant.colourway.product_id] += units[variant.pk]
    return sold


def _batches(keys: Iterable[Key]) -> Iterator[Sequence[Key]]:
    left = iter(keys)
    while some := list(islice(left, BATCH)):
        yield some
