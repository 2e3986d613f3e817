"""What an invariant is, and how one looks through any number of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

BATCH = 2000
Batch = Sequence[tuple[Any, ...]]  # the key and some columns of each row


@dataclass(frozen=True)
class Breach:
    """One row that is not as it must be, and how."""

    model: str  # like orders.payment
    pk: str
    says: str

    @staticmethod
    def of(model: type[Model], pk: object, says: str) -> "Breach":
        return Breach(model._meta.label_lower, str(pk), says)


@dataclass(frozen=True)
class Invariant:
    """One thing that must be true; `look` yields what is not."""

    code: str
    title: str
    meaning: str  # for staff: what it promises, and what a breach would mean
    look: Callable[[], Iterator[Breach]]


def batches(rows: QuerySet[Any], *columns: str) -> Iterator[Batch]:
    """The key and these columns of all rows, by key; no cursor stays open."""
    last = None
    while True:
        left = rows.order_by("pk") if last is None else rows.order_by("pk").filter(pk__gt=last)
        batch = list(left.values_list("pk", *columns)[:BATCH])
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def of_span(rows: QuerySet[Any], key: str, batch: Batch) -> QuerySet[Any]:
    """Rows that belong to those of a batch, which holds every row from its first to its last:
    a span of an index, instead of thousands of keys.
    """
    return rows.filter(**{f"{key}__gte": batch[0][0], f"{key}__lte": batch[-1][0]})
