"""Sets of things for sale, in the shop's own words."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

IN_CARD = (
    "slug", "name", "price_minor", "mrp_minor", "sizes_in_stock", "is_in_stock", "cover",
    "swatches", "rating_tenths", "review_count", "listed_at",
)  # fmt: skip


class ProductQuerySet(models.QuerySet[Any]):
    def published(self) -> "ProductQuerySet":
        return self.filter(is_published=True)

    def cards(self, keys: Sequence[UUID]) -> list[Any]:
        """Those of them that are published, with what a card shows; one query, none for no keys."""
        return list(self.published().filter(pk__in=keys).only(*IN_CARD)) if keys else []

    def newest_first(self) -> "ProductQuerySet":
        """Newest first, what is sold out last; the order every listing starts from."""
        return self.order_by("-is_in_stock", "-published_at", "pk")

    def best_selling(self) -> "ProductQuerySet":
        """What can be bought, most bought lately first."""
        return self.filter(is_in_stock=True).order_by("-sold_recently", "-published_at", "pk")


class VariantQuerySet(models.QuerySet[Any]):
    def with_product(self) -> "VariantQuerySet":
        return self.select_related("colourway__product")


class ReviewQuerySet(models.QuerySet[Any]):
    def published(self) -> "ReviewQuerySet":
        return self.filter(is_published=True)

    def waiting(self) -> "ReviewQuerySet":
        """To be read by staff."""
        return self.filter(decided_at=None)


class SearchTermQuerySet(models.QuerySet[Any]):
    def popular(self, count: int, *, least: int = 3) -> list[str]:
        """What shoppers looked for most in the last week, `least` times or more, and found."""
        week = timezone.localdate() - timedelta(days=7)
        totals = (
            self.filter(day__gte=week, found__gt=0)
            .order_by()
            .values_list("term")
            .annotate(times=models.Sum("searches"))
        )
        return [term for term, times in totals.order_by("-times", "term")[:count] if times >= least]


def in_order(rows: "models.QuerySet[Any]", keys: Sequence[UUID]) -> list[Any]:
    """The rows in the order of their keys, in one query; keys without a row are left out."""
    found = {row.pk: row for row in rows} if keys else {}
    return [found[key] for key in keys if key in found]
