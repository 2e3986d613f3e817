"""Which return policy counts: the one in force for a category on a day, and when it changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from shop import caching
from shop.index import index
from shop.models import CartLine, Product, ReturnPolicy
from shop.return_terms import ReturnTerms


@dataclass(frozen=True)
class Policies:
    """The terms of one day: each category's own, and those of all others."""

    general: ReturnTerms
    own: Mapping[UUID, ReturnTerms] = field(default_factory=dict)
    rows: frozenset[UUID] = frozenset()  # of the table, those in force

    def of(self, category_id: UUID) -> ReturnTerms:
        return self.own.get(category_id, self.general)


def policies_on(day: date) -> Policies:
    """What is in force on this day in India, in one query.

    A shop whose staff wrote no policy takes everything back within RETURN_WINDOW_DAYS.
    """
    return _in_force(ReturnPolicy.objects.filter(from_on__lte=day).order_by("from_on", "pk"))


def policies_shown() -> Policies:
    """What pages of the catalogue promise today: the same, as this process took it in."""
    today = timezone.localdate()
    return _in_force(row for row in index.policies() if row.from_on <= today)


def _in_force(rows: Iterable[ReturnPolicy]) -> Policies:
    """Those that count of these, the earliest first: of each category the last."""
    in_force = {row.category_id: row for row in rows}
    usual = in_force.get(None)
    return Policies(
        usual.terms if usual else ReturnTerms(window_days=settings.RETURN_WINDOW_DAYS),
        {key: row.terms for key, row in in_force.items() if key},
        frozenset(row.pk for row in in_force.values()),
    )


def policies_at(moment: datetime) -> Policies:
    """What is in force at this moment, by the day in India."""
    return policies_on(timezone.localtime(moment).date())


def terms_of(lines: Sequence[CartLine]) -> list[ReturnTerms]:
    """How each line of a bag may come back, if it were ordered now; nothing is asked for none."""
    if not lines:
        return []
    now = policies_at(timezone.now())
    return [now.of(line.variant.colourway.product.category_id) for line in lines]


def touch_policies() -> None:
    """Have every process take the policies in anew, and forget the kept pages that promise
    returns: all of the storefront.
    """
    newest = list(Product.objects.order_by("-listed_at").values_list("pk", flat=True)[:1])
    Product.objects.filter(pk__in=newest).update(listed_at=timezone.now())  # indexes look there
    caching.touch(caching.STOREFRONT)


def touch_policies_that_begin(now: datetime, within: timedelta) -> None:
    """Forget them as well when a day began, in the time before now, that brings a policy."""
    today = timezone.localtime(now).date()
    is_new_day = timezone.localtime(now - within).date() < today
    if is_new_day and ReturnPolicy.objects.filter(from_on=today).exists():
        touch_policies()
