"""Reading what buyers say of a product: filtered, sorted, a page at a time, with its histograms.

The histograms come from columns of the product, so the first page of reviews is one query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from shop.display import FEWEST_FITS, fit_words
from shop.models import Product, Review

PER_PAGE = 6
MOST_PAGES = 1000
LONGEST_SIZE = 16
SORTS = {
    "helpful": ("Most helpful", ("-helpful_count", "-created_at")),
    "newest": ("Newest", ("-created_at",)),
    "lowest": ("Lowest stars", ("rating", "-created_at")),
    "highest": ("Highest stars", ("-rating", "-created_at")),
}


@dataclass(frozen=True)
class Wanted:
    """Which reviews, in which order, from which page on; as the address says it."""

    stars: int | None = None
    size: str = ""
    has_photos: bool = False
    sort: str = "helpful"
    page: int = 1

    @staticmethod
    def read(asked: Mapping[str, str]) -> "Wanted":
        """What an address asks for; nonsense is left out."""
        stars, page = asked.get("stars", ""), asked.get("page", "")
        return Wanted(
            stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else None,
            size=asked.get("size", "")[:LONGEST_SIZE],
            has_photos=asked.get("photos") == "1",
            sort=asked.get("sort", "") if asked.get("sort") in SORTS else "helpful",
            page=min(int(page), MOST_PAGES) if _is_number(page) else 1,
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.stars or self.size or self.has_photos)

    @property
    def query(self) -> str:
        """The address of it, the usual left out."""
        parts = {
            "stars": self.stars,
            "size": self.size,
            "photos": "1" if self.has_photos else "",
            "sort": "" if self.sort == "helpful" else self.sort,
            "page": "" if self.page == 1 else self.page,
        }
        return urlencode({name: value for name, value in parts.items() if value})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0


def opinions(product: Product, wanted: Wanted, sizes: Sequence[str]) -> dict[str, Any]:
    """What the review section of a product shows: one query, two when filtered.

    A size it does not come in and a page past the last are not what anybody wants: `wanted` in
    the answer says what is shown instead.
    """
    wanted = wanted if wanted.size in sizes else replace(wanted, size="")
    found = Review.objects.filter(product=product).published()
    if wanted.stars:
        found = found.filter(rating=wanted.stars)
    if wanted.size:
        found = found.filter(size=wanted.size)
    if wanted.has_photos:
        found = found.filter(has_photos=True)
    count = found.count() if wanted.is_filtered else product.review_count
    wanted = replace(wanted, page=min(wanted.page, max(1, -(-count // PER_PAGE))))
    first = (wanted.page - 1) * PER_PAGE
    ordered = found.order_by(*SORTS[wanted.sort][1], "pk")
    left = count - first - PER_PAGE
    return {
        "wanted": wanted,
        "reviews": list(ordered[first : first + PER_PAGE]) if count else [],
        "count": count,
        "left": max(0, left),
        "next": replace(wanted, page=wanted.page + 1).query if left > 0 else "",
        "before": replace(wanted, page=wanted.page - 1).query if wanted.page > 1 else None,
        "star_rows": star_rows(product, wanted),
        "fit_rows": fit_rows(product),
        "fit_words": fit_words(product),
        "sizes": sizes,
        "sorts": [(name, label) for name, (label, _) in SORTS.items()],
    }


def star_rows(product: Product, wanted: Wanted) -> list[dict[str, Any]]:
    """Five stars first: how many gave them, and the address that shows only those, or all again."""
    ratings = product.ratings or [0] * 5
    return [
        {
            "stars": stars,
            "count": ratings[stars - 1],
            "is_chosen": wanted.stars == stars,
            "query": replace(wanted, stars=None if wanted.stars == stars else stars, page=1).query,
        }
        for stars in (5, 4, 3, 2, 1)
    ]


def fit_rows(product: Product) -> list[dict[str, Any]]:
    """How many say small, true, large; empty until enough said anything."""
    total = sum(product.fits.values())
    if total < FEWEST_FITS:
        return []
    return [
        {"label": fit.label, "count": product.fits.get(fit, 0), "total": total}
        for fit in Review.Fit
    ]
