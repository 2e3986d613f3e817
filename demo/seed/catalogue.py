"""Shelves, styles, sizes, opening stock and reviews: the catalogue's tables as rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from demo.catalogue import CATEGORIES, Product, days_on_sale, reviews_for, sku, stock_for
from demo.catalogue.draw import draw
from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE
from demo.garments.wardrobe import VIEWS
from demo.seed.progress import progress
from shop import models as shop
from shop.catalogue import refresh_listing
from shop.reviews import summarise

FIT = {
    None: "",
    RUNS_SMALL: shop.Review.Fit.SMALL,
    TRUE_TO_SIZE: shop.Review.Fit.TRUE,
    RUNS_LARGE: shop.Review.Fit.LARGE,
}


@transaction.atomic
def stock_shelves(products: Sequence[Product], *, now: datetime) -> None:
    """Write the products that are not there yet, with all that hangs below them."""
    known = set(shop.Product.objects.values_list("slug", flat=True))
    missing = [product for product in products if product.slug not in known]
    if not missing:
        return
    shelves = _shelves()
    rows = [_style(product, shelves[product.category.slug], now) for product in missing]
    shop.Product.objects.bulk_create(rows)
    for product, row in progress(
        list(zip(missing, rows, strict=True)), "Catalogue", unit="products"
    ):
        _hang(product, row, now)
        refresh_listing(row)
    _dress_shelves(shelves)


def _shelves() -> dict[str, shop.Category]:
    """Every category's row, the missing ones written."""
    known = {row.slug: row for row in shop.Category.objects.all()}
    missing = [
        shop.Category(
            slug=category.slug,
            name=category.name,
            description=category.description,
            size_chart={
                "sizes": category.sizes,
                "measures": [{"name": name, "values": values} for name, values in category.chart],
                "note": category.chart_note,
            },
            hsn_code=category.hsn,
            position=category.position,
        )
        for category in CATEGORIES
        if category.slug not in known
    ]
    shop.Category.objects.bulk_create(missing)
    return known | {row.slug: row for row in missing}


def _style(product: Product, category: shop.Category, now: datetime) -> shop.Product:
    said = [(review.rating, str(FIT[review.fit]), 1) for review in reviews_for(product)]
    return shop.Product(
        category=category,
        slug=product.slug,
        name=product.name,
        fit=product.fit,
        description=product.description,
        fabric=f"{product.fabric}, {product.gsm} gsm",
        material=product.material,
        care=". ".join(product.care) + ".",
        origin=product.country,
        maker=f"Vastra, {product.made_in}",
        published_at=now - timedelta(days=days_on_sale(product)),
        **summarise(said),
    )


def _hang(product: Product, row: shop.Product, now: datetime) -> None:
    """Colourways, pictures, sizes with their opening stock, and reviews of one product."""
    colourways = [
        shop.Colourway(
            product=row,
            slug=c.name.lower(),
            name=c.name,
            dye=c.dye,
            family=c.family,
            position=position,
        )
        for position, c in enumerate(product.colourways)
    ]
    shop.Colourway.objects.bulk_create(colourways)
    pictures, variants = [], []
    for colour, colourway in zip(product.colourways, colourways, strict=True):
        pictures += _pictures(product, colour.look, colourway)
        variants += [
            shop.Variant(
                colourway=colourway,
                sku=sku(product, colour, size),
                size=size,
                position=position,
                price_minor=product.price_minor,
                mrp_minor=product.mrp_minor,
                on_hand=stock_for(product, colour, size),
            )
            for position, size in enumerate(product.category.sizes)
        ]
    shop.Picture.objects.bulk_create(pictures)
    shop.Variant.objects.bulk_create(variants)
    shop.StockMovement.objects.bulk_create([opening(v, row.published_at) for v in variants])
    reviews = _reviews(product, row, now)
    shop.Review.objects.bulk_create(reviews)
    shop.ReviewVote.objects.bulk_create(_votes(product, reviews))


def _pictures(product: Product, look: str, colourway: shop.Colourway) -> list[shop.Picture]:
    return [
        shop.Picture(
            colourway=colourway,
            key=f"{look}-{view}",
            view=view,
            alt=f"Drawing of the {product.name} in {colourway.name}, {view}",
            is_illustration=True,
            position=position,
        )
        for position, view in enumerate(VIEWS[product.category.style])
    ]


def opening(variant: shop.Variant, at: datetime) -> shop.StockMovement:
    """The row that explains the first count of a variant."""
    return shop.StockMovement(
        key=f"opening:first:{variant.pk.hex}",
        variant=variant,
        cause=shop.StockMovement.Cause.OPENING,
        on_hand_change=variant.on_hand,
        at=at,
    )


def _reviews(product: Product, row: shop.Product, now: datetime) -> list[shop.Review]:
    return [
        shop.Review(
            product=row,
            rating=review.rating,
            title=review.title,
            body=review.body,
            fit=FIT[review.fit],
            size=review.size,
            city=review.city,
            is_verified=True,
            is_published=True,
            created_at=now - timedelta(days=review.days_ago),
            decided_at=now - timedelta(days=review.days_ago - 1),
            helpful_count=_thanks(product, review.title),
        )
        for review in reviews_for(product)
    ]


def _thanks(product: Product, title: str) -> int:
    """How many found a review helpful: most a few, some many."""
    return max(0, draw(product.slug, title, "helpful", sides=24) - 12)


def _votes(product: Product, reviews: list[shop.Review]) -> list[shop.ReviewVote]:
    return [
        shop.ReviewVote(review=review, voter=f"demo-{n}")
        for review in reviews
        for n in range(review.helpful_count)
    ]


def _dress_shelves(shelves: dict[str, shop.Category]) -> None:
    """A shelf without a cover shows its longest-selling style, which stays in the shop."""
    for category in shelves.values():
        first: Any = category.products.order_by("published_at", "name").first()
        if first and not category.cover:
            category.cover = first.cover
            category.save(update_fields=["cover"])
