"""One listing as a page shows it: cards, facets with counts adjusted to each other, ways on.

Counts, order and membership come from the index in memory; only cards this process has not drawn
yet need their rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest

from pyroaring import BitMap

from shop.colours import DYES
from shop.facets import (
    CATEGORY,
    COLOUR,
    FACETS,
    MATERIAL,
    PRICE_BANDS,
    PRICE_FACET,
    SIZE,
    SORTS,
    Facet,
    Selection,
    label_of,
)
from shop.index import Card, index
from shop.models import ColourFamily, Product
from shop.querysets import in_order

PER_PAGE = 24
MOST_OPEN = 10  # pages shown one below the other; then a fresh start
LETTER_SIZES = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL", "5XL")
COLOURS = tuple(ColourFamily.values)


@dataclass(frozen=True)
class Option:
    """One value of a facet: how many styles would have it if everything else stayed."""

    facet: Facet
    value: str
    label: str
    count: int
    is_chosen: bool
    selection: Selection
    dye: str = ""

    @property
    def is_typed(self) -> bool:
        """A range from the number fields, which show it themselves."""
        return self.facet is PRICE_FACET and self.value not in PRICE_BANDS

    @property
    def words(self) -> str:
        """The label where it stands without its facet's name."""
        return f"Size {self.label}" if self.facet is SIZE else self.label

    @property
    def toggled(self) -> Selection:
        """Where it is chosen, or no longer."""
        return self.selection.toggled(self.facet, self.value)

    @property
    def query(self) -> str:
        return self.toggled.query()


@dataclass(frozen=True)
class Group:
    """One facet with its options; the first ones are shown, the rest unfolds."""

    facet: Facet
    options: Sequence[Option]

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class WayOut:
    """A filter that could be let go of, and how many styles there would be then."""

    label: str
    selection: Selection
    count: int

    @property
    def query(self) -> str:
        return self.selection.query()


@dataclass(frozen=True)
class Listing:
    """The answer to one selection; everything a template needs, nothing it has to compute."""

    selection: Selection
    cards: Sequence[Card]
    total: int
    first: int  # of the styles shown, counted from 1
    groups: Sequence[Group]
    chips: Sequence[Option]  # what is chosen
    promoted: Sequence[Option]  # what is worth choosing next
    ways_out: Sequence[WayOut]
    is_usual: bool  # an address we print, worth keeping

    @cached_property
    def products(self) -> Sequence[Product]:
        """The rows of the cards; one query, and only where somebody needs more than cards."""
        keys = [card.pk for card in self.cards]
        return in_order(Product.objects.published().filter(pk__in=keys), keys)

    @property
    def last(self) -> int:
        return self.first + len(self.cards) - 1

    @property
    def eager(self) -> int:
        """How many pictures are seen at once, before anybody scrolls."""
        return 2 if self.first == 1 else 0

    @property
    def left(self) -> int:
        return self.total - self.last

    @property
    def more(self) -> int:
        """How many the next page brings."""
        return min(PER_PAGE, self.left)

    @property
    def typed_range(self) -> tuple[str, str]:
        """What the two number fields hold: a chosen range that is none of the usual bands."""
        typed = next((v for v in self.selection.of(PRICE_FACET) if v not in PRICE_BANDS), "")
        low, _, high = typed.partition("-")
        return low, high

    @property
    def next_query(self) -> str:
        return self.selection.query(page=self.last // PER_PAGE + 1)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return list(SORTS.items())


def list_products(
    selection: Selection,
    within: BitMap,
    *,
    ranked: BitMap | None = None,
    hidden: Sequence[Facet] = (),
    only_last: bool = False,
) -> Listing:
    """What of `within` (places of the index, caught up) the selection leaves, as a page.

    `ranked`: those that come first unless another order is chosen. `hidden`: facets not offered.
    `only_last`: only the last of the open pages, to be put below those already shown.
    """
    with index.lock:
        found = index.narrow(within, selection)
        page = min(selection.page, max(1, -(-len(found) // PER_PAGE)))
        opened = page if only_last else page - (page - 1) % MOST_OPEN
        start, end = (opened - 1) * PER_PAGE, page * PER_PAGE
        cards = index.cards_of(index.pks_of(_ordered(found, selection, ranked, end)[start:]))
        groups = [_group(facet, within, selection) for facet in FACETS if facet not in hidden]
        ways_out = _ways_out(within, selection) if selection.is_narrowed and not found else []
    offered = [group for group in groups if len(group.options) > 1 or group.chosen]
    chips = [o for group in groups for o in group.options if o.is_chosen]
    return Listing(
        selection=selection,
        cards=cards,
        total=len(found),
        first=start + 1 if found else 0,
        groups=offered,
        chips=chips,
        promoted=_promoted(offered, len(found)),
        ways_out=ways_out,
        is_usual=page == selection.page and _is_usual(selection),
    )


@dataclass(frozen=True)
class Walk:
    """Some of what a selection leaves, in its order, and where to go on; None at the end."""

    cards: Sequence[Card]
    total: int
    went_to: tuple[int, int] | None


def walk_products(
    selection: Selection,
    within: BitMap,
    *,
    count: int,
    ranked: BitMap | None = None,
    after: tuple[int, int] | None = None,
) -> Walk:
    """The first `count` of what `list_products` would show, from behind `after` on.

    Where one went to is a place in the order, not a number of styles: what is listed or sold out
    meanwhile makes nobody see a style twice.
    """
    with index.lock:
        found = index.narrow(within, selection)
        rank = _rank(selection, ranked)
        left = (place for place in found if after is None or rank(place) > after)
        first = nsmallest(count + 1, left, key=rank)
        shown = first[:count]
        went_to = rank(shown[-1]) if len(first) > count else None
        return Walk(index.cards_of(index.pks_of(shown)), len(found), went_to)


def _rank(selection: Selection, ranked: BitMap | None) -> Callable[[int], tuple[int, int]]:
    """What `_ordered` sorts by, as one key: how well it matches, then the order."""
    if ranked is None or selection.sort:
        keys = index.orders[selection.sort or "new"]
        return lambda place: (0, keys[place])
    named, popular = ranked & index.in_stock, index.orders["popular"]
    return lambda place: (0 if place in named else 1, popular[place])


def _ordered(found: BitMap, selection: Selection, ranked: BitMap | None, count: int) -> list[int]:
    """The first `count` places: by the chosen order, else by match, then newest."""
    if ranked is None or selection.sort:
        return index.first(found, selection.sort or "new", count)
    first: list[int] = []
    for tier in (ranked & index.in_stock, index.in_stock, index.published):
        left = (found & tier) - BitMap(first)
        first += index.first(left, "popular", count - len(first))
    return first


def _group(facet: Facet, within: BitMap, selection: Selection) -> Group:
    base = index.narrow(within, selection, but=facet)
    chosen = selection.of(facet)
    values = [v for v in _values(facet) if v in chosen or within.intersect(index.of(facet, v))]
    values += [value for value in chosen if value not in values]
    return Group(facet, [_option(facet, value, base, selection) for value in values])


def _option(facet: Facet, value: str, base: BitMap, selection: Selection) -> Option:
    return Option(
        facet,
        value,
        _label(facet, value),
        base.intersection_cardinality(index.of(facet, value, selection)),
        value in selection.of(facet),
        selection,
        DYES.get(value, "") if facet is COLOUR else "",
    )


def _label(facet: Facet, value: str) -> str:
    category = index.category(value) if facet is CATEGORY else None
    return category.name if category else label_of(facet, value)


def _values(facet: Facet) -> Sequence[str]:
    """Every value of a facet in the order a shopper looks for it."""
    if facet.is_threshold:
        return facet.thresholds
    if facet is PRICE_FACET:
        return PRICE_BANDS
    if facet is COLOUR:
        return COLOURS
    if facet is CATEGORY:
        return [category.slug for category in index.categories()]
    known = index.values_of(facet)
    return sorted(known, key=size_order) if facet is SIZE else sorted(known)


def size_order(size: str) -> tuple[int, float, str]:
    """Letters first, then numbers by size (30, UK 8), then words."""
    if size in LETTER_SIZES:
        return 0, LETTER_SIZES.index(size), size
    digits = "".join(c for c in size if c.isdigit() or c == ".").strip(".")
    prefix = size.partition(digits)[0] if digits else ""
    return (1, float(digits), prefix) if digits else (2, 0, size)


def _ways_out(within: BitMap, selection: Selection) -> list[WayOut]:
    """What there would be without one of the chosen values, most first."""
    ways = []
    for facet in FACETS:
        for value in selection.of(facet):
            eased = selection.without(facet, value)
            count = len(index.narrow(within, eased))
            ways.append(WayOut(f"Without {_label(facet, value)}", eased, count))
    if not any(way.count for way in ways):  # then by keeping one instead of letting go of one
        ways = [_alone(facet, v, within) for facet in FACETS for v in selection.of(facet)]
    return sorted((w for w in ways if w.count), key=lambda w: -w.count)[:4]


def _alone(facet: Facet, value: str, within: BitMap) -> WayOut:
    only = Selection({facet.name: (value,)})
    return WayOut(f"Only {_label(facet, value)}", only, len(index.narrow(within, only)))


def _promoted(groups: Sequence[Group], total: int) -> list[Option]:
    """Up to five values that narrow this listing well, one or two of each kind."""
    picked: list[Option] = []
    for facet, most in ((MATERIAL, 2), (PRICE_FACET, 1), (COLOUR, 1), (SIZE, 1)):
        options = next((group.options for group in groups if group.facet is facet), ())
        useful = [o for o in options if not o.is_chosen and 0 < o.count < total]
        picked += sorted(useful, key=lambda option: -option.count)[:most]
    return picked


def _is_usual(selection: Selection) -> bool:
    """Only values that some product has; a made-up address is answered but not kept."""
    values = [(facet, value) for facet in FACETS for value in selection.of(facet)]
    return len(values) <= 6 and all((f.name, v) in index.values for f, v in values)
