"""What a listing shows: the columns a card is made of, kept true from the rows below a product.

Whoever changes what a product's page or card shows calls one of these in the same transaction: the
columns are recomputed, `listed_at` tells every process's index, and the kept pages that show it
are forgotten after the commit.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from shop import caching
from shop.colours import family_of
from shop.index import LATE_COMMIT
from shop.models import Category, Colourway, Picture, Product, Variant


def refresh_listing(product: Product) -> None:
    """Recompute the listing columns of one product: price, sizes, cover and swatches.

    Idempotent; call it in the transaction that changed the product, its variants, colourways,
    pictures or reviews.
    """
    refresh_listings([product])


def refresh_listings(products: Sequence[Product]) -> None:
    """The same for many at once, such as a change of prices in bulk: few queries, one touch."""
    below = _rows_below(products)
    for product in products:
        _write(product, _listing_columns(below[product.pk]))
    _touch(products)


def refresh_listing_of(variant_ids: Iterable[UUID]) -> None:
    """Refresh the products of variants whose stock changed.

    Most changes of stock change no card: then only the product's own page is forgotten.
    """
    found = Product.objects.filter(colourways__variants__in=list(variant_ids)).distinct()
    products = list(found)
    below = _rows_below(products)
    for product in products:
        columns = _listing_columns(below[product.pk])
        if any(getattr(product, name) != value for name, value in columns.items()):
            _write(product, columns)
            _touch([product])
        else:
            touch_product(product.pk)


def touch_product(*pks: UUID) -> None:
    """Forget the pages that show these products; for changes their cards do not show."""
    caching.touch(*map(caching.tag_product, pks))


def publish_products(products: Sequence[Product], *, is_published: bool) -> None:
    """Show products in the shop, or take them out of it, at once. Idempotent."""
    keys = [product.pk for product in products]
    Product.objects.filter(pk__in=keys).update(is_published=is_published, listed_at=timezone.now())
    _touch(products)


def write_recent_sales(units: Mapping[UUID, int]) -> int:
    """Note how many units of each product were bought lately; how many products that changed.

    What is not in `units` sold none. Idempotent; one update for each different count.
    """
    noted = dict(Product.objects.filter(sold_recently__gt=0).values_list("pk", "sold_recently"))
    changed: dict[int, list[UUID]] = {}
    for pk in units.keys() | noted.keys():
        if units.get(pk, 0) != noted.get(pk, 0):
            changed.setdefault(units.get(pk, 0), []).append(pk)
    for count, pks in changed.items():
        products = list(Product.objects.filter(pk__in=pks).only("pk", "category_id"))
        Product.objects.filter(pk__in=pks).update(sold_recently=count, listed_at=timezone.now())
        _touch(products)
    return sum(map(len, changed.values()))


def write_size_advice(advice: Mapping[UUID, str]) -> int:
    """Note which products run small or large; how many pages of products that changed.

    What is not in `advice` says nothing any more. Idempotent; only changed pages are forgotten.
    """
    noted = dict(Product.objects.exclude(size_advice="").values_list("pk", "size_advice"))
    changed: dict[str, list[UUID]] = {}
    for pk in advice.keys() | noted.keys():
        if advice.get(pk, "") != noted.get(pk, ""):
            changed.setdefault(advice.get(pk, ""), []).append(pk)
    for words, pks in changed.items():
        Product.objects.filter(pk__in=pks).update(size_advice=words)
        touch_product(*pks)
    return sum(map(len, changed.values()))


def refresh_category(category: Category) -> None:
    """After a category was renamed, moved or described anew: its products are found by its name."""
    products = Product.objects.filter(category=category)
    products.update(listed_at=timezone.now())
    caching.touch(caching.tag_shelf(category.pk), caching.CATALOGUE, caching.STOREFRONT)


def _write(product: Product, columns: dict[str, Any]) -> None:
    Product.objects.filter(pk=product.pk).update(**columns, listed_at=timezone.now())


def _touch(products: Sequence[Product]) -> None:
    _stamp_again_if_late([product.pk for product in products])
    tags = {caching.tag_product(product.pk) for product in products}
    tags |= {caching.tag_shelf(product.category_id) for product in products}
    caching.touch(caching.CATALOGUE, *tags)


def _stamp_again_if_late(keys: Sequence[UUID]) -> None:
    """After a commit that took its time: the indexes look back `LATE_COMMIT`, and no further."""
    stamped = timezone.now()

    def after_commit() -> None:
        if timezone.now() - stamped > LATE_COMMIT / 2:
            Product.objects.filter(pk__in=keys).update(listed_at=timezone.now())

    transaction.on_commit(after_commit, robust=True)


def _rows_below(products: Sequence[Product]) -> dict[UUID, list[Colourway]]:
    """The colourways of each product with their variants and pictures."""
    below: dict[UUID, list[Colourway]] = {product.pk: [] for product in products}
    rows = Colourway.objects.filter(product__in=list(below))
    for colourway in rows.prefetch_related("variants", "pictures"):
        below[colourway.product_id].append(colourway)
    return below


def _listing_columns(colourways: list[Colourway]) -> dict[str, Any]:
    rows = [(colourway, _sold(colourway), colourway.pictures.all()) for colourway in colourways]
    variants = [variant for _, sold, _ in rows for variant in sold]
    in_stock = [variant for variant in variants if variant.available > 0]
    cheapest = min(in_stock or variants, key=lambda v: v.price_minor, default=None)
    swatches = [swatch_of(*row) for row in rows]
    return {
        "price_minor": cheapest.price_minor if cheapest else 0,
        "mrp_minor": cheapest.mrp_minor if cheapest else 0,
        "sizes_in_stock": _sizes(variants),
        "is_in_stock": bool(in_stock),
        "cover": next((swatch["cover"] for swatch in swatches if swatch["cover"]), {}),
        "swatches": swatches,
    }


def swatch_of(
    colourway: Colourway, sold: Iterable[Variant], pictures: Iterable[Picture]
) -> dict[str, Any]:
    """A colourway as cards, facets and the product's page know it; `sold`: in which sizes."""
    return {
        "key": colourway.pk.hex,
        "name": colourway.name,
        "slug": colourway.slug,
        "dye": colourway.dye,
        "family": colourway.family or family_of(colourway.dye),
        "sizes": _sizes(sold),
        "cover": next((_cover(colourway, picture) for picture in pictures), {}),
    }


def _sold(colourway: Colourway) -> list[Variant]:
    return [variant for variant in colourway.variants.all() if variant.is_active]


def _sizes(variants: Iterable[Variant]) -> list[str]:
    """Names of the sizes in stock, smallest first, each once."""
    in_stock = (variant for variant in variants if variant.available > 0)
    return list({v.size: None for v in sorted(in_stock, key=lambda v: v.position)})


def _cover(colourway: Colourway, picture: Picture) -> dict[str, Any]:
    return {
        "key": picture.key,
        "alt": picture.alt,
        "dye": colourway.dye,
        "is_illustration": picture.is_illustration,
    }
