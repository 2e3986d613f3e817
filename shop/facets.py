"""What shoppers narrow a listing by, and how an address says it: pure, nothing is fetched.

    ?size=M&size=L&colour=blue&material=cotton&price=0-999&discount=25&rating=4&sort=price&page=2

An address is read leniently (what makes no sense is left out) and written in one way only, so that
the same choice is the same address, the same cached page.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from shop.money import written

MOST_VALUES = 20  # of one facet
MOST_RUPEES = 10_000_000
PRICE = re.compile(r"(\d{0,8})-(\d{0,8})", re.ASCII)
PLAIN_VALUE = re.compile(r"[^\x00-\x1f\x7f<>\"]{1,30}")


@dataclass(frozen=True)
class Facet:
    """One thing to narrow by; of `thresholds` one is chosen, else any number of values."""

    name: str
    label: str
    thresholds: tuple[str, ...] = ()

    @property
    def is_threshold(self) -> bool:
        return bool(self.thresholds)


CATEGORY = Facet("category", "Kind")
SIZE = Facet("size", "Size in stock")
COLOUR = Facet("colour", "Colour")
PRICE_FACET = Facet("price", "Price")
MATERIAL = Facet("material", "Fabric")
DISCOUNT = Facet("discount", "Discount", ("10", "25", "40"))
RATING = Facet("rating", "Rating", ("4", "3"))
FACETS = (CATEGORY, SIZE, COLOUR, PRICE_FACET, MATERIAL, DISCOUNT, RATING)
PRICE_BANDS = ("0-999", "1000-1999", "2000-3999", "4000-7999", "8000-")
SORTS: dict[str, str] = {
    "new": "Newest",
    "popular": "Best selling",
    "price": "Price, low to high",
    "price-down": "Price, high to low",
    "rating": "Best rated",
    "discount": "Biggest discount",
}


@dataclass(frozen=True)
class Selection:
    """What a shopper chose: values by facet, the order, and how many pages are open."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.values)

    def of(self, facet: Facet) -> tuple[str, ...]:
        return self.values.get(facet.name, ())

    def toggled(self, facet: Facet, value: str) -> "Selection":
        """With this value added, or taken out if it was chosen; back at the first page."""
        chosen = self.of(facet)
        if value in chosen:
            return self.without(facet, value)
        kept = () if facet.is_threshold else chosen
        return replace(self, values={**self.values, facet.name: (*kept, value)}, page=1)

    def without(self, facet: Facet, value: str = "") -> "Selection":
        """With one value taken out, or the whole facet."""
        left = tuple(v for v in self.of(facet) if value and v != value)
        others = {name: chosen for name, chosen in self.values.items() if name != facet.name}
        return replace(self, values={**others, facet.name: left} if left else others, page=1)

    def query(self, *, page: int = 1, **more: str) -> str:
        """The one way to write it, without the question mark; `more` comes first (q=…)."""
        pairs = [(name, value) for name, value in more.items() if value]
        for facet in FACETS:
            pairs += [(facet.name, value) for value in sorted(self.of(facet))]
        if self.sort:
            pairs.append(("sort", self.sort))
        if page > 1:
            pairs.append(("page", str(page)))
        return urlencode(pairs)


def read_selection(query: Any, *, facets: Iterable[Facet] = FACETS) -> Selection:
    """From a QueryDict; unknown facets, values that cannot be, and odd pages are left out."""
    values: dict[str, tuple[str, ...]] = {}
    for facet in facets:
        chosen = _chosen(facet, query.getlist(facet.name)[:MOST_VALUES])
        if chosen:
            values[facet.name] = chosen
    if typed := _typed_range(query):
        bands = [band for band in values.get(PRICE_FACET.name, ()) if band in PRICE_BANDS]
        values[PRICE_FACET.name] = tuple(dict.fromkeys([*bands, typed]))
    sort = query.get("sort", "")
    return Selection(values, sort if sort in SORTS else "", _page(query.get("page", "")))


def _chosen(facet: Facet, given: list[str]) -> tuple[str, ...]:
    if facet.is_threshold:
        return tuple(value for value in given if value in facet.thresholds)[:1]
    if facet is PRICE_FACET:
        given = [rupees for value in given if (rupees := _range(value))]
    return tuple(dict.fromkeys(v for v in given if PLAIN_VALUE.fullmatch(v)))


def _range(value: str) -> str:
    """A range of whole rupees, both ends included, either may be open; empty if it is none."""
    match = PRICE.fullmatch(value)
    if not match or not any(match.groups()):
        return ""
    low, high = (int(end) if end else None for end in match.groups())
    if high is not None and (low or 0) > high:
        return ""
    return f"{low or 0}-{'' if high is None else high}"


def _typed_range(query: Any) -> str:
    """From the two number fields; a sign, a comma or a rupee sign in them is forgiven."""
    ends = [re.sub(r"[₹,\s]", "", query.get(name, "")) for name in ("min", "max")]
    return _range("-".join(end if end.isascii() and end.isdigit() else "" for end in ends))


def price_range(value: str) -> tuple[int, int]:
    """First and last paise of a range as `_range` writes it."""
    low, _, high = value.partition("-")
    return int(low) * 100, (int(high) if high else MOST_RUPEES) * 100 + 99


def label_of(facet: Facet, value: str) -> str:
    """A value in words, for chips and options; names of categories come from the index."""
    if facet is PRICE_FACET:
        low, _, high = value.partition("-")
        if not high:
            return f"{written(int(low) * 100)} and above"
        if low == "0":
            return f"Up to {written(int(high) * 100)}"
        return f"{written(int(low) * 100)} – {written(int(high) * 100)}"
    if facet is DISCOUNT:
        return f"{value}% off or more"
    if facet is RATING:
        return f"{value} stars and up"
    return value if facet is SIZE else value.replace("-", " ").capitalize()


def _page(typed: str) -> int:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 8
    return max(1, int(typed)) if is_number else 1
