"""Sets of things for sale, in the shop's own words."""

from typing import Any

from django.db import models


class ProductQuerySet(models.QuerySet[Any]):
    def published(self) -> "ProductQuerySet":
        return self.filter(is_published=True)

    def newest_first(self) -> "ProductQuerySet":
        """Newest first, what is sold out last; the order every listing starts from."""
        return self.order_by("-is_in_stock", "-published_at", "pk")


class VariantQuerySet(models.QuerySet[Any]):
    def with_product(self) -> "VariantQuerySet":
        return self.select_related("colourway__product")


class ReviewQuerySet(models.QuerySet[Any]):
    def published(self) -> "ReviewQuerySet":
        return self.filter(is_published=True)
