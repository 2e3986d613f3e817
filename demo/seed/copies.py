"""A catalogue of any size for load tests: numbered editions of the real styles, in bulk.

An edition is one colourway of its original with the same pictures, sizes, stock and prices, so
its listing columns follow from the original's rows without asking the database again.
"""

import gc
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import models, transaction
from django.db.models.base import ModelState
from django.utils import timezone
from uuid_utils.compat import uuid7

from demo.catalogue import PRODUCTS
from demo.seed.catalogue import opening
from demo.seed.progress import progress
from shop import models as shop
from shop.catalogue import swatch_of

BATCH = 1000
Row = TypeVar("Row", bound=models.Model)


@dataclass
class Edition:
    """One copy with the rows below it, not yet written."""

    product: shop.Product
    colourway: shop.Colourway
    pictures: list[shop.Picture]
    variants: list[shop.Variant]


def fill_shelves(total: int) -> None:
    """Add editions until the shop has `total` products; each batch is one transaction."""
    have = shop.Product.objects.count()
    if have >= total:
        return
    editions = _editions(first=have - len(PRODUCTS), count=total - have)
    starts = range(have, total, BATCH)
    gc.disable()  # a third of the time would go into looking for cycles that are not there
    try:
        for _ in progress(starts, "Editions", unit="thousands"):
            _write(list(islice(editions, BATCH)))
    finally:
        gc.enable()


def _editions(*, first: int, count: int) -> Iterator[Edition]:
    """Numbered from `first` on: each round through the originals is one edition of them all."""
    originals = _originals()
    for place in range(first, first + count):
        number, which = divmod(place, len(originals))
        colourways = originals[which]
        yield _edition(colourways[number % len(colourways)], number + 2)


def _originals() -> list[list[shop.Colourway]]:
    """Each original's colourways, in the order of the catalogue, with all below them loaded."""
    loaded = shop.Colourway.objects.select_related("product").prefetch_related(
        "variants", "pictures"
    )
    by_slug: dict[str, list[shop.Colourway]] = {}
    for colourway in loaded.filter(product__slug__in=[p.slug for p in PRODUCTS]):
        by_slug.setdefault(colourway.product.slug, []).append(colourway)
    return [by_slug[product.slug] for product in PRODUCTS]


def _edition(original: shop.Colourway, number: int) -> Edition:
    product = _renewed(original.product)
    product.slug = f"{product.slug}-{number}"
    product.name = f"{product.name} {number}"
    colourway = _renewed(original, product=product, position=0)
    pictures = [_renewed(p, colourway=colourway) for p in original.pictures.all()]
    variants = [
        _renewed(v, colourway=colourway, sku=f"{v.sku}-{number}", on_hand=v.available, held=0)
        for v in original.variants.all()
    ]
    _list(product, colourway, pictures, variants)
    return Edition(product, colourway, pictures, variants)


def _renewed(row: Row, **columns: object) -> Row:
    """A new row like this one, with a key of its own."""
    renewed = copy(row)
    renewed._state = ModelState()
    for name, value in {"pk": uuid7(), **columns}.items():
        setattr(renewed, name, value)
    return renewed


def _list(
    product: shop.Product,
    colourway: shop.Colourway,
    pictures: list[shop.Picture],
    variants: list[shop.Variant],
) -> None:
    """The listing columns, as `shop.catalogue.refresh_listing` would find them."""
    sizes = [variant.size for variant in variants if variant.on_hand]
    product.sizes_in_stock, product.is_in_stock = sizes, bool(sizes)
    product.swatches = [swatch_of(colourway, variants, pictures)]
    product.cover = product.swatches[0]["cover"]
    product.rating_tenths = product.review_count = product.sold_recently = 0
    product.ratings, product.fits = [], {}
    product.listed_at = timezone.now()


@transaction.atomic
def _write(editions: list[Edition]) -> None:
    shop.Product.objects.bulk_create([edition.product for edition in editions])
    shop.Colourway.objects.bulk_create([edition.colourway for edition in editions])
    shop.Picture.objects.bulk_create([p for edition in editions for p in edition.pictures])
    variants = [v for edition in editions for v in edition.variants]
    shop.Variant.objects.bulk_create(variants)
    shop.StockMovement.objects.bulk_create(
        [opening(v, v.colourway.product.published_at) for v in variants]
    )
