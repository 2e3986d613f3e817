"""What staff would have set up beside the catalogue: words, pairings, the front page, offers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from demo.catalogue import BLOCKS, OFFERS, PRODUCTS, SYNONYMS, Offer, goes_with
from shop import models as shop


@transaction.atomic
def dress_storefront(*, now: datetime) -> None:
    """Write what is not there yet; what staff changed since then stays theirs."""
    _teach_words()
    _pair_styles()
    _write_front_page(now)
    _make_offers(now)


def _teach_words() -> None:
    """In the form the search looks them up by; a plural needs no row."""
    known = set(shop.Synonym.objects.values_list("phrase", flat=True))
    normal = shop.Synonym.normal
    taught = {normal(p): means for p, means in SYNONYMS.items() if normal(p) != normal(means)}
    shop.Synonym.objects.bulk_create(
        [shop.Synonym(phrase=p, means=means) for p, means in taught.items() if p not in known]
    )


def _pair_styles() -> None:
    """Only styles without any pairing: a shop that grew has new ones."""
    rows = _rows_by_slug(product.slug for product in PRODUCTS)
    paired = set(shop.Pairing.objects.values_list("product_id", flat=True))
    shop.Pairing.objects.bulk_create(
        [
            shop.Pairing(product=rows[product.slug], goes_with=rows[other.slug], position=place)
            for product in PRODUCTS
            if product.slug in rows and rows[product.slug].pk not in paired
            for place, other in enumerate(goes_with(product))
            if other.slug in rows
        ]
    )


def _write_front_page(now: datetime) -> None:
    if shop.HomeBlock.objects.exists():
        return
    rows = _rows_by_slug(block.product for block in BLOCKS)
    shelves = {category.slug: category for category in shop.Category.objects.all()}
    shop.HomeBlock.objects.bulk_create(
        [
            shop.HomeBlock(
                kind=block.kind,
                headline=block.headline,
                text=block.text,
                product=rows[block.product],
                category=shelves[block.category.slug],
                button=block.button,
                starts_at=now,
            )
            for block in BLOCKS
            if block.product in rows  # a very small shop does without
        ]
    )


def _make_offers(now: datetime) -> None:
    known = set(shop.Coupon.objects.values_list("code", flat=True))
    for offer in OFFERS:
        if offer.code not in known:
            _make_offer(offer, now)


def _make_offer(offer: Offer, now: datetime) -> None:
    most = offer.at_most_rupees
    shop.Coupon.objects.create(
        code=offer.code,
        title=offer.title,
        kind=offer.kind,
        percent=offer.percent,
        amount_minor=offer.rupees * 100,
        most_minor=most and most * 100,
        minimum_minor=offer.from_rupees * 100,
        starts_at=now,
        ends_at=now + timedelta(days=offer.days) if offer.days else None,
        is_automatic=offer.is_automatic,
        first_order_only=offer.first_order_only,
        customer_limit=offer.customer_limit,
        category_ids=_ids_of(offer.category.slug) if offer.category else [],
    )


def _ids_of(slug: str) -> list[str]:
    return [str(shop.Category.objects.get(slug=slug).pk)]


def _rows_by_slug(slugs: Iterable[str]) -> dict[str, shop.Product]:
    found = shop.Product.objects.filter(slug__in=list(slugs))
    return {product.slug: product for product in found}
