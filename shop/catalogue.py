"""What a listing shows: the columns a card is made of, kept true from the rows below a product."""

from collections.abc import Iterable
from uuid import UUID

from shop.models import Colourway, Product, Variant


def refresh_listing(product: Product) -> None:
    """Recompute the listing columns of one product: price, sizes, cover and swatches.

    Idempotent; call it in the transaction that changed variants, colourways or pictures.
    """
    colourways = list(
        Colourway.objects.filter(product=product).prefetch_related("variants", "pictures")
    )
    variants = [v for colourway in colourways for v in colourway.variants.all() if v.is_active]
    in_stock = [variant for variant in variants if variant.available > 0]
    cheapest = min(in_stock or variants, key=lambda v: v.price_minor, default=None)
    Product.objects.filter(pk=product.pk).update(
        price_minor=cheapest.price_minor if cheapest else 0,
        mrp_minor=cheapest.mrp_minor if cheapest else 0,
        sizes_in_stock=_sizes(in_stock),
        is_in_stock=bool(in_stock),
        cover=_cover(colourways),
        swatches=[{"name": c.name, "slug": c.slug, "dye": c.dye} for c in colourways],
    )


def refresh_listing_of(variant_ids: Iterable[UUID]) -> None:
    """Refresh the products of these variants."""
    products = Product.objects.filter(colourways__variants__in=list(variant_ids)).distinct()
    for product in products:
        refresh_listing(product)


def _sizes(variants: list[Variant]) -> list[str]:
    """Size names, smallest first, each once."""
    return list({v.size: None for v in sorted(variants, key=lambda v: v.position)})


def _cover(colourways: list[Colourway]) -> dict[str, object]:
    for colourway in colourways:
        for picture in colourway.pictures.all():
            return {
                "key": picture.key,
                "alt": picture.alt,
                "dye": colourway.dye,
                "is_illustration": picture.is_illustration,
            }
    return {}
