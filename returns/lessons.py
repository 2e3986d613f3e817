"""What returns teach: reasons by product and size, sizes that run small, how fast money comes back.

Counted from the rows again and again, never kept up to date by increments, so nothing can drift.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from statistics import median
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from accounts.transactions import durable_transaction
from orders.models import Order, OrderLine, Refund
from orders.states import OrderStatus, RefundStatus
from returns.models import ReturnCase, ReturnLine, ReturnTally
from returns.states import GIVEN_UP
from shop.catalogue import write_size_advice
from shop.models import Variant
from shop.return_terms import ReturnReason

DAYS = 90
BATCH = 500
FEWEST_VOICES = 5  # so many sent it back for its size before the page says anything
SHARE_OF_BOUGHT = 10  # percent; fewer is what happens with every style
MOST_TIMED = 500
Sizes = dict[tuple[UUID, str], Counter[str]]
Key = TypeVar("Key")


def count_returns(*, now: datetime | None = None) -> int:
    """Write the tallies of the last DAYS days anew and, from them, what the product pages advise.

    Idempotent. Returns how many tallies there are. Few queries for each 500 orders and cases.
    """
    now = now or timezone.now()
    since = now - timedelta(days=DAYS)
    bought, returned = _bought(since), _returned(since)
    _write(bought, returned, now)
    write_size_advice(_advice(bought, returned))
    return len(bought.keys() | returned.keys())


def _bought(since: datetime) -> dict[tuple[UUID, str], int]:
    """Units delivered of each product and size, of orders that arrived since then."""
    arrived = Order.objects.filter(status=OrderStatus.DELIVERED, delivered_at__gte=since)
    units: Counter[UUID] = Counter()
    for some in _batches(arrived.order_by().values_list("pk", flat=True)):
        lines = OrderLine.objects.filter(order__in=some).order_by()
        for variant, quantity in lines.values_list("variant_id", "delivered_quantity"):
            units[variant] += quantity
    sold: Counter[tuple[UUID, str]] = Counter()
    places = _places(units)
    for variant, count in units.items():
        if variant in places:
            sold[places[variant]] += count
    return dict(sold)


def _returned(since: datetime) -> Sizes:
    """Units in returns filed since then that were not given up, by reason."""
    cases = ReturnCase.objects.filter(filed_at__gte=since, follows__isnull=True)
    cases = cases.exclude(status__in=list(GIVEN_UP)).order_by()
    by_variant: dict[UUID, Counter[str]] = defaultdict(Counter)
    for some in _batches(cases.values_list("pk", flat=True)):
        for line in ReturnLine.objects.filter(case__in=some).select_related("order_line"):
            by_variant[line.order_line.variant_id][line.reason] += line.quantity
    found: Sizes = defaultdict(Counter)
    places = _places(by_variant)
    for variant, reasons in by_variant.items():
        if variant in places:
            found[places[variant]].update(reasons)
    return dict(found)


def _places(variants: Iterable[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """The product and size of each variant."""
    places = {}
    for some in _batches(variants):
        for variant in Variant.objects.filter(pk__in=some).order_by().select_related("colourway"):
            places[variant.pk] = (variant.colourway.product_id, variant.size)
    return places


@durable_transaction
def _write(bought: dict[tuple[UUID, str], int], returned: Sizes, now: datetime) -> None:
    ReturnTally.objects.all().delete()
    ReturnTally.objects.bulk_create(
        [
            ReturnTally(
                product_id=key[0],
                size=key[1],
                bought=bought.get(key, 0),
                returned=returned.get(key, Counter()).total(),
                reasons=dict(returned.get(key, {})),
                counted_at=now,
            )
            for key in sorted(bought.keys() | returned.keys())
        ],
        batch_size=BATCH,
    )


def _advice(bought: dict[tuple[UUID, str], int], returned: Sizes) -> dict[UUID, str]:
    """small or large, for each product whose returns say so loudly enough."""
    units: Counter[UUID] = Counter()
    voices: dict[UUID, Counter[str]] = defaultdict(Counter)
    for (product, _), count in bought.items():
        units[product] += count
    for (product, _), reasons in returned.items():
        voices[product].update(reasons)
    told = {product: runs(said, units[product]) for product, said in voices.items()}
    return {product: advice for product, advice in told.items() if advice}


def runs(said: Counter[str], bought: int) -> str:
    """small or large when at least FEWEST_VOICES and SHARE_OF_BOUGHT say so, and twice as many
    as say the opposite; else empty.
    """
    small, large = said[ReturnReason.TOO_SMALL], said[ReturnReason.TOO_LARGE]
    most, least = max(small, large), min(small, large)
    if most < FEWEST_VOICES or most * 100 < bought * SHARE_OF_BOUGHT or most < 2 * least:
        return ""
    return "small" if small > large else "large"


@dataclass(frozen=True)
class Speed:
    """How long money takes to come back: the middle one of the latest refunds of returns."""

    count: int
    from_check: timedelta
    from_filing: timedelta

    @property
    def said_from_check(self) -> str:
        return _said(self.from_check)

    @property
    def said_from_filing(self) -> str:
        return _said(self.from_filing)


def _said(span: timedelta) -> str:
    """Like 4 min, 7 h, 3.2 days."""
    hours = span / timedelta(hours=1)
    if hours < 1:
        return f"{max(1, round(hours * 60))} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.1f} days"


def refund_speed(*, now: datetime | None = None) -> Speed | None:
    """Of the latest MOST_TIMED refunds of the last DAYS days; None when there was none."""
    since = (now or timezone.now()) - timedelta(days=DAYS)
    paid = Refund.objects.filter(
        status=RefundStatus.PROCESSED, processed_at__gte=since, key__startswith="return:"
    ).order_by("-processed_at")[:MOST_TIMED]
    paid_at = {refund.key.split(":")[1]: refund.processed_at for refund in paid}
    cases = ReturnCase.objects.filter(pk__in=[UUID(key) for key in paid_at])
    timed = [(case, paid_at[case.pk.hex]) for case in cases if case.inspected_at]
    if not timed:
        return None
    return Speed(
        len(timed),
        median(at - case.inspected_at for case, at in timed),
        median(at - case.filed_at for case, at in timed),
    )


def _batches(keys: Iterable[Key]) -> Iterator[Sequence[Key]]:
    left = iter(keys)
    while some := list(islice(left, BATCH)):
        yield some
