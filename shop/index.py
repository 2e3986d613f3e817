"""The published catalogue in memory, as bitmaps: what a listing counts, sorts and searches.

Every process holds one `CatalogueIndex`: per facet value and per word the set of products that
have it (Roaring bitmaps), per order a list of sort keys. So facet counts adjusted to each other
cost microseconds at any size, the same on every database, and only rows that are shown are read.

The rows are the truth. `catch_up` asks, with one indexed query, for products listed since it last
looked and a while before (a transaction may commit late). Call it once in each request that lists
something, *after* the page cache noted its epoch: what is shown is then never older than the
request.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from heapq import nsmallest
from sys import intern
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils import timezone
from pyroaring import BitMap

from shop.facets import (
    CATEGORY,
    COLOUR,
    DISCOUNT,
    FACETS,
    MATERIAL,
    PRICE_BANDS,
    PRICE_FACET,
    RATING,
    SIZE,
    Facet,
    Selection,
    price_range,
)
from shop.models import Category, Product, ReturnPolicy
from shop.words import spellings, words_of

# How far back to look again: a row is stamped before its transaction commits. One that commits
# later than half of this stamps its rows once more (`shop.catalogue`).
LATE_COMMIT = timedelta(seconds=10)
MOST_BY_KEY = 500  # more changed rows than this are fetched by time instead
NAVIGATION_SECONDS = 60
# A sort key, from its highest bit: sold out last, what the order is by, newest first, the product's
# own bits, so that every process breaks ties alike.
SOLD_OUT, PRIMARY, NEWEST = 1 << 160, 108, 64
TOP = 1 << 44
PRIOR_RATING, PRIOR_REVIEWS = 40, 5  # one five-star review is not the best rated of all
Term = TypeVar("Term")
log = logging.getLogger(__name__)


class Row(NamedTuple):
    """The columns of a product that listings count, sort and search by."""

    pk: UUID
    listed_at: datetime
    is_published: bool
    category_id: UUID
    name: str
    fit: str
    fabric: str
    material: str
    published_at: datetime
    price_minor: int
    mrp_minor: int
    sizes_in_stock: list[str]
    swatches: list[dict[str, Any]]
    is_in_stock: bool
    rating_tenths: int
    review_count: int
    sold_recently: int


COLUMNS = Row._fields


class Card(NamedTuple):
    """What a page has to know of a product to show its card: which one, listed when."""

    pk: UUID
    listed_at: datetime
    is_in_stock: bool


class CatalogueIndex:
    """Published products by what shoppers ask for. Thread-safe: one lock, held briefly."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.version = 0  # how often something was taken in
        self.forget()

    def forget(self) -> None:
        """Know nothing, like a process that just started."""
        self.version += 1
        self.published = BitMap()
        self.in_stock = BitMap()
        self.values: dict[tuple[str, str], BitMap] = {}
        self.named: dict[str, BitMap] = {}  # by a word of the name or category
        self.worded: dict[str, BitMap] = {}  # by any word
        self.spelled: dict[str, str] = {}  # a word as it is written
        self.orders: dict[str, list[int]] = {
            name: [] for name in ("new", "popular", "price", "price-down", "rating", "discount")
        }
        self.prices: list[int] = []
        self.pks: list[UUID] = []
        self._places: dict[UUID, int] = {}
        self._terms: dict[int, tuple[Any, ...]] = {}
        self._known: dict[tuple[str, str], tuple[str, str]] = {}  # each term is one object
        self._seen: dict[UUID, datetime] = {}
        self._caught_up_at: datetime | None = None
        self._looked_at = 0.0
        self._categories: dict[UUID, Category] = {}
        self._policies: list[ReturnPolicy] = []

    # --- Keeping up ---------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Take in what changed since the last call: one query, a second one if anything did."""
        with self.lock:
            now, products = timezone.now(), Product.objects.order_by()
            if self._caught_up_at is None:
                self._take_in(products.filter(is_published=True))
            else:
                late = products.filter(listed_at__gte=self._caught_up_at - LATE_COMMIT)
                changed = [
                    pk for pk, at in late.values_list("pk", "listed_at") if self._seen.get(pk) != at
                ]
                if changed:
                    few = len(changed) <= MOST_BY_KEY
                    self._take_in(products.filter(pk__in=changed) if few else late)
            self._caught_up_at, self._looked_at = now, time.monotonic()

    def _take_in(self, products: Any) -> None:
        self._categories = {category.pk: category for category in Category.objects.all()}
        self._policies = list(ReturnPolicy.objects.order_by("from_on", "pk"))
        self.version += 1
        # In chunks: PostgreSQL would otherwise hand over all rows at once.
        for values in products.values_list(*COLUMNS).iterator(chunk_size=2000):
            row = Row(*values)
            self._seen[row.pk] = row.listed_at
            place = self._place_of(row.pk)
            self._forget(place)
            if row.is_published and row.category_id in self._categories:
                self._write(place, row)

    def _place_of(self, pk: UUID) -> int:
        place = self._places.get(pk)
        if place is None:
            place = self._places[pk] = len(self.pks)
            self.pks.append(pk)
            self.prices.append(0)
            for keys in self.orders.values():
                keys.append(0)
        return place

    def _forget(self, place: int) -> None:
        if place not in self._terms:
            return
        self.published.discard(place)
        self.in_stock.discard(place)
        values, named, worded = self._terms.pop(place)
        _take_out(self.values, values, place)
        _take_out(self.named, named, place)
        _take_out(self.worded, worded, place)

    def _write(self, place: int, row: Row) -> None:
        category = self._categories[row.category_id]
        values = tuple({self._known.setdefault(term, term) for term in _values(row, category)})
        for word, spelled in spellings(f"{row.name} {category.name} {row.material}"):
            self.spelled.setdefault(word, spelled)
        named = _interned(row.name, category.name)
        colours = " ".join(f"{s['name']} {s.get('family', '')}" for s in row.swatches)
        sizes = " ".join(row.sizes_in_stock)
        worded = named | _interned(row.fabric, row.material, row.fit, colours, sizes)
        self.published.add(place)
        self.prices[place] = row.price_minor
        self._terms[place] = (values, tuple(named), tuple(worded))
        _put_in(self.values, values, place)
        _put_in(self.named, named, place)
        _put_in(self.worded, worded, place)
        rest = TOP - int(row.published_at.timestamp() * 1000) << NEWEST
        rest |= row.pk.int & (1 << NEWEST) - 1
        if row.is_in_stock:
            self.in_stock.add(place)
        else:
            rest |= SOLD_OUT
        for order, primary in _orders(row).items():
            self.orders[order][place] = primary << PRIMARY | rest

    def keep_up(self) -> None:
        """Catch up unless that was done within a minute; for what may be that old."""
        with self.lock:
            if time.monotonic() - self._looked_at > NAVIGATION_SECONDS:
                self.catch_up()

    # --- Asking -------------------------------------------------------------------------------

    def categories(self) -> list[Category]:
        """Those with something published, in staff's order; at most a minute old."""
        with self.lock:
            self.keep_up()
            shown = [c for c in self._categories.values() if (CATEGORY.name, c.slug) in self.values]
        return sorted(shown, key=lambda category: (category.position, category.name))

    def policies(self) -> list[ReturnPolicy]:
        """All that staff wrote, the first in force first; taken in with the catalogue."""
        with self.lock:
            return self._policies

    def category(self, slug: str) -> Category | None:
        with self.lock:
            return next((c for c in self._categories.values() if c.slug == slug), None)

    def category_of(self, product: Product) -> Category:
        """The category of a published product; the process's own copy, read it only."""
        with self.lock:
            known = self._categories.get(product.category_id)
        return known or product.category

    def of(self, facet: Facet, value: str, beside: Selection | None = None) -> BitMap:
        """Products with this value; any price range counts, not only the usual bands.

        A size counts only in one of the colours chosen `beside` it, a colour only in the sizes.
        """
        sizes, families = ((beside.of(f) if beside else ()) for f in (SIZE, COLOUR))
        if facet is SIZE and families:
            return BitMap.union(*(self.values.get(_pair(value, f), BitMap()) for f in families))
        if facet is COLOUR and sizes:
            return BitMap.union(*(self.values.get(_pair(s, value), BitMap()) for s in sizes))
        if facet is PRICE_FACET and value not in PRICE_BANDS:
            low, high = price_range(value)
            return BitMap(p for p in self.published if low <= self.prices[p] <= high)
        return self.values.get((facet.name, value), BitMap())

    def values_of(self, facet: Facet) -> list[str]:
        """Every value that some published product has."""
        return [value for name, value in self.values if name == facet.name]

    def narrow(self, within: BitMap, selection: Selection, *, but: Facet | None = None) -> BitMap:
        """What of `within` has one of the chosen values of every facet (but one)."""
        found, asked = within, selection.without(but) if but else selection
        for facet in FACETS:
            if chosen := asked.of(facet):
                found = found & BitMap.union(*(self.of(facet, value, asked) for value in chosen))
        return found

    def first(self, found: BitMap, order: str, count: int) -> list[int]:
        """The first `count` places of `found` in an order; what is sold out comes last."""
        return nsmallest(count, found, key=self.orders[order].__getitem__)

    def pks_of(self, places: Iterable[int]) -> list[UUID]:
        return [self.pks[place] for place in places]

    def cards_of(self, pks: Iterable[UUID]) -> list[Card]:
        """Cards of those that are published, in this order."""
        with self.lock:
            places = ((pk, self._places.get(pk, -1)) for pk in pks)
            return [
                Card(pk, self._seen[pk], place in self.in_stock)
                for pk, place in places
                if place in self._terms
            ]

    def newest(self, count: int) -> list[UUID]:
        with self.lock:
            return self.pks_of(self.first(self.published, "new", count))

    def best_sellers(self, count: int) -> list[UUID]:
        with self.lock:
            return self.pks_of(self.first(self.published, "popular", count))

    def similar(self, pk: UUID, count: int) -> list[UUID]:
        """Others of its category that share most of its colours, material and price band."""
        with self.lock:
            place = self._places.get(pk)
            if place is None or place not in self._terms:
                return []
            terms = self._terms[place][0]
            shelf = BitMap.intersection(*(self.values[t] for t in terms if t[0] == CATEGORY.name))
            alike = [
                self.values[t] & shelf
                for t in terms
                if t[0] in {COLOUR.name, MATERIAL.name, PRICE_FACET.name}
            ]
            return self.pks_of(_most_often(alike, shelf, self, without=place, count=count))


def _most_often(
    alike: list[BitMap], shelf: BitMap, index: CatalogueIndex, *, without: int, count: int
) -> list[int]:
    """Places in most of the sets first, best selling among equals; each round asks less."""
    picked: list[int] = []
    rounds = [_in_at_least(alike, times) for times in range(len(alike), 0, -1)] + [shelf]
    for found in rounds:
        left = found - BitMap([without, *picked])
        picked += index.first(left, "popular", count - len(picked))
        if len(picked) == count:
            break
    return picked


def _in_at_least(sets: list[BitMap], times: int) -> BitMap:
    """What is in so many of the sets: a running table of “in k of those so far”."""
    reached = [BitMap() for _ in range(times)]
    for one in sets:
        for k in range(times - 1, -1, -1):
            reached[k] |= one & reached[k - 1] if k else one
    return reached[-1]


def _put_in(sets: dict[Term, BitMap], terms: Iterable[Term], place: int) -> None:
    for term in terms:
        sets.setdefault(term, BitMap()).add(place)


def _take_out(sets: dict[Term, BitMap], terms: Iterable[Term], place: int) -> None:
    for term in terms:
        sets[term].discard(place)
        if not sets[term]:
            del sets[term]


def _pair(size: str, family: str) -> tuple[str, str]:
    """A size in stock in a colour, as a term."""
    return "size in colour", f"{size}|{family}"


def _values(row: Row, category: Category) -> Iterator[tuple[str, str]]:
    yield CATEGORY.name, category.slug
    for size in row.sizes_in_stock:
        yield SIZE.name, intern(size)
    for family in {swatch.get("family", "") for swatch in row.swatches} - {""}:
        yield COLOUR.name, intern(family)
    for swatch in row.swatches:
        yield from (_pair(size, swatch.get("family", "")) for size in swatch.get("sizes", ()))
    if row.material:
        yield MATERIAL.name, intern("-".join(row.material.lower().split()))
    for band in PRICE_BANDS:
        low, high = price_range(band)
        if low <= row.price_minor <= high:
            yield PRICE_FACET.name, band
    off = (row.mrp_minor - row.price_minor) * 100 // row.mrp_minor if row.mrp_minor else 0
    yield from ((DISCOUNT.name, least) for least in DISCOUNT.thresholds if off >= int(least))
    if row.review_count:
        stars = row.rating_tenths
        yield from ((RATING.name, s) for s in RATING.thresholds if stars >= int(s) * 10)


def _orders(row: Row) -> Mapping[str, int]:
    """The primary key of each order, ascending."""
    reviews = row.review_count + PRIOR_REVIEWS
    rating = (row.rating_tenths * row.review_count + PRIOR_RATING * PRIOR_REVIEWS) / reviews
    off = (row.mrp_minor - row.price_minor) * 10_000 // row.mrp_minor if row.mrp_minor else 0
    return {
        "new": 0,
        "popular": TOP - row.sold_recently,
        "price": row.price_minor,
        "price-down": TOP - row.price_minor,
        "rating": TOP - int(rating * 1000),
        "discount": TOP - off,
    }


def _interned(*texts: str) -> set[str]:
    return {intern(word) for word in words_of(" ".join(texts))}


index = CatalogueIndex()


def read_ahead() -> None:
    """Read the catalogue before the first visitor of a process asks for it.

    In the main thread, before there are others: a worker forked while another thread holds the
    lock would wait for it for ever. Forked workers share the memory. A database that is not there
    yet is no reason not to start: the first page reads it then.
    """
    try:
        index.catch_up()
    except DatabaseError as error:
        log.warning("The catalogue could not be read ahead: %s", error)
    finally:
        connection.close()
