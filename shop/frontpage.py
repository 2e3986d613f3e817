"""The home page, block by block: a block that fails is left out and logged, never the page."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from pyroaring import BitMap

from shop import caching
from shop.facets import (
    CATEGORY,
    COLOUR,
    DISCOUNT,
    MATERIAL,
    PRICE_BANDS,
    PRICE_FACET,
    Facet,
    Selection,
    label_of,
)
from shop.index import index
from shop.models import Category, HomeBlock, Product, Review

log = logging.getLogger(__name__)

NEWEST, BEST_SELLERS, QUOTES = 8, 4, 3
MOST_KINDS = 24  # of which the best seller is looked for
WEEK = timedelta(days=7)
FEWEST_STYLES, LARGEST_SHARE = 2, 0.6  # of its category, for a filter to be worth a chip
LONGEST_QUOTE = 240
ELSE = (COLOUR, PRICE_FACET, DISCOUNT)  # where no cloth narrows; in turns, so neighbours differ
T = TypeVar("T")


@dataclass(frozen=True)
class Feature:
    """The hero or the story: one garment, few words, one way on. Empty text: name and price."""

    headline: str
    text: str
    product: Product
    button: str
    address: str


@dataclass(frozen=True)
class Chip:
    """A filter worth a tap, and the listing it leads to."""

    label: str
    address: str


@dataclass(frozen=True)
class FrontPage:
    """What the home page shows. `is_whole`: no block had to be left out."""

    hero: Feature | None
    story: Feature | None
    categories: Sequence[Category]
    chips: Sequence[Chip]
    newest: Sequence[Product]
    is_this_week: bool
    best_sellers: Sequence[Product]
    quotes: Sequence[Review]
    is_whole: bool


class _Blocks:
    """Makes blocks, and remembers whether one of them could not be made."""

    is_whole = True

    def make(self, build: Callable[..., T], nothing: T, *given: object) -> T:
        try:
            return build(*given)
        except Exception:  # a mistake in one block must not take the page along
            log.exception("The home page goes without %s", build.__name__)
            self.is_whole = False
            return nothing


def gather_front_page(*, now: datetime | None = None) -> FrontPage:
    """Every block of the home page: three queries at any size. The caller caught the index up."""
    now = now or timezone.now()
    blocks = _Blocks()
    features: dict[str, Feature] = blocks.make(read_features, {}, now)
    no_cards: tuple[list[Product], list[Product]] = ([], [])
    newest, best_sellers = blocks.make(_cards, no_cards)
    hero = features.get(HomeBlock.Kind.HERO) or (_newest(newest[0]) if newest else None)
    newest = [product for product in newest if not hero or product != hero.product][:NEWEST]
    categories: Sequence[Category] = blocks.make(index.categories, [])
    return FrontPage(
        hero=hero,
        story=features.get(HomeBlock.Kind.STORY),
        categories=categories,
        chips=blocks.make(_chips, [], categories),
        newest=newest,
        is_this_week=all(product.published_at > now - WEEK for product in newest),
        best_sellers=[p for p in best_sellers if p not in newest][:BEST_SELLERS],
        quotes=blocks.make(_quotes, [], [*best_sellers, *newest]),
        is_whole=blocks.is_whole,
    )


def read_features(now: datetime) -> dict[str, Feature]:
    """The hero and the story of this moment, by kind."""
    return {kind: _feature(block) for kind, block in shown_blocks(now).items()}


def shown_blocks(now: datetime) -> dict[str, HomeBlock]:
    """By kind, the newest block of each that is on, inside its dates and of a published style."""
    running = HomeBlock.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)
    shown = running.filter(is_active=True).select_related("product", "category")
    blocks: dict[str, HomeBlock] = {}
    for block in shown.order_by("-starts_at", "-pk"):
        if block.product.is_published:
            blocks.setdefault(block.kind, block)
    return blocks


def touch_turning_blocks(now: datetime, within: timedelta) -> None:
    """Forget the kept page if a block began or ended in the time before now. Idempotent."""
    ago = now - within
    turning = Q(starts_at__gt=ago, starts_at__lte=now) | Q(ends_at__gt=ago, ends_at__lte=now)
    if HomeBlock.objects.filter(turning, is_active=True).exists():
        caching.touch(caching.HOME)


def _feature(block: HomeBlock) -> Feature:
    leads_to = block.category or block.product
    named = f"Shop {block.category.name.lower()}" if block.category else "See it"
    return Feature(
        headline=block.headline,
        text=block.text,
        product=block.product,
        button=block.button or named,
        address=leads_to.get_absolute_url(),
    )


def _newest(product: Product) -> Feature:
    """The hero of a shop whose staff chose none."""
    return Feature(product.name, "", product, "See it", product.get_absolute_url())


def _cards() -> tuple[list[Product], list[Product]]:
    """The newest (one more, for the hero) and what sells best of each kind, fetched together."""
    newest = index.newest(NEWEST + 1)
    popular = _best_of_each(index.categories()[:MOST_KINDS])
    rows = Product.objects.published().filter(pk__in={*newest, *popular})
    cards: dict[UUID, Product] = {row.pk: row for row in rows}
    sold = [cards[pk] for pk in popular if pk in cards and cards[pk].sold_recently]
    sold.sort(key=lambda product: -product.sold_recently)
    return [cards[pk] for pk in newest if pk in cards], sold


def _best_of_each(categories: Sequence[Category]) -> list[UUID]:
    """The most bought style of each category: four pairs of sneakers would be no help."""
    with index.lock:
        shelves = (index.of(CATEGORY, category.slug) for category in categories)
        return [pk for s in shelves for pk in index.pks_of(index.first(s, "popular", 1))]


def _chips(categories: Sequence[Category]) -> list[Chip]:
    """For each category one filter that narrows it well; only what leads to something."""
    with index.lock:
        return [chip for turn, shelf in enumerate(categories) for chip in _chip(shelf, turn)]


def _chip(category: Category, turn: int) -> Iterator[Chip]:
    shelf = index.of(CATEGORY, category.slug)
    turned = turn % len(ELSE)
    for facet in (MATERIAL, *ELSE[turned:], *ELSE[:turned]):
        if value := _worth_a_tap(facet, shelf):
            query = Selection({facet.name: (value,)}).query()
            address = f"{category.get_absolute_url()}?{query}"
            yield Chip(_in_words(category.name, facet, value), address)
            return


def _worth_a_tap(facet: Facet, shelf: BitMap) -> str:
    """The lowest price band, the largest discount, else the most common value; none: empty."""
    counts = {v: shelf.intersection_cardinality(index.of(facet, v)) for v in index.values_of(facet)}
    most = LARGEST_SHARE * len(shelf)
    worth = [value for value, count in counts.items() if FEWEST_STYLES <= count <= most]
    if facet is PRICE_FACET:
        return PRICE_BANDS[0] if PRICE_BANDS[0] in worth else ""
    if facet is DISCOUNT:
        return max(worth, key=int, default="")
    return max(worth, key=lambda value: (counts[value], value), default="")


def _in_words(category: str, facet: Facet, value: str) -> str:
    """Like “Linen shirts”, “Tees up to ₹999”, “Jackets, 25% off or more”."""
    label = label_of(facet, value)
    if facet in {MATERIAL, COLOUR}:
        return f"{label} {category.lower()}"
    return f"{category} {label.lower()}" if facet is PRICE_FACET else f"{category}, {label}"


def _quotes(products: Sequence[Product]) -> list[Review]:
    """What buyers of these wrote with four stars or more: the most helpful, one of a product."""
    by_pk = {product.pk: product for product in products}
    praise = Review.objects.published().filter(product__in=list(by_pk), rating__gte=4)
    said = praise.exclude(body="").exclude(size="").order_by("-helpful_count", "-created_at")
    quotes: dict[UUID, Review] = {}
    for review in said[:100]:
        if len(review.body) <= LONGEST_QUOTE and review.product_id not in quotes:
            review.product = by_pk[review.product_id]
            quotes[review.product_id] = review
    return list(quotes.values())[:QUOTES]
