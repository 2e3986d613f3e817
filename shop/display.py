"""What the page of one product shows: the style in one colour, maybe one size, and what is near it.

Read in five queries at any size of catalogue: the product with its category and pairings, colours
with their sizes, pictures, products near it; the index asks one to be up to date. Rows of colours
and sizes come as plain values, asked from the side whose index every engine can use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F

from shop.index import index
from shop.models import Colourway, Picture, Product, Review
from shop.money import Money, percent_off
from shop.querysets import in_order

FEW = 3  # so many or fewer are left: the page says how many
MOST_SIMILAR = 4
MOST_PAIRED = 4
MOST_NEAR = 4  # other colours named where a size is sold out
INCH_CM = 2.54
FEWEST_FITS = 3  # one voice is no summary
FIT_WORDS = {
    Review.Fit.TRUE.value: "{share}% say true to size",
    Review.Fit.SMALL.value: "{share}% say it runs small: consider one size up",
    Review.Fit.LARGE.value: "{share}% say it runs large: consider one size down",
}


@dataclass(frozen=True, slots=True)
class Size:
    """One size of one colour: a variant, as its button shows it."""

    pk: UUID
    name: str
    sku: str
    price_minor: int
    mrp_minor: int
    available: int
    query: str  # what follows ? in its own address

    @property
    def price(self) -> Money:
        return Money(self.price_minor)

    @property
    def mrp(self) -> Money:
        return Money(self.mrp_minor)

    @property
    def percent_off(self) -> int:
        return percent_off(self.price, self.mrp)

    @property
    def stock(self) -> str:
        """in, low (say how many) or out."""
        return "out" if self.available < 1 else "low" if self.available <= FEW else "in"


@dataclass(frozen=True, slots=True)
class Colour:
    """One colourway with the sizes that are sold in it and its pictures."""

    pk: UUID
    slug: str
    name: str
    dye: str
    sizes: list[Size] = field(default_factory=list)
    pictures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_in_stock(self) -> bool:
        return any(size.available > 0 for size in self.sizes)

    def size(self, name: str) -> Size | None:
        return next((size for size in self.sizes if size.name == name), None)


@dataclass(frozen=True)
class Display:
    """A product as it was asked for; `size` is None until one is chosen."""

    product: Product
    colours: list[Colour]
    colour: Colour | None
    size: Size | None
    paired: list[Product]
    similar: list[Product]

    @property
    def shown(self) -> Size | Product:
        """Whose price is said: the chosen size's, or the lowest one that can be bought."""
        if self.size or not self.colour:
            return self.size or self.product
        buyable = [size for size in self.colour.sizes if size.available > 0]
        return min(buyable or self.colour.sizes, key=lambda size: size.price_minor)

    @property
    def is_from(self) -> bool:
        """Whether `shown` is only the lowest of several prices."""
        return self.size is None and self.prices_differ

    @property
    def prices_differ(self) -> bool:
        sizes = self.colour.sizes if self.colour else []
        return len({(size.price_minor, size.mrp_minor) for size in sizes}) > 1

    @property
    def size_names(self) -> list[str]:
        """Of all colours, each once."""
        return list(dict.fromkeys(size.name for c in self.colours for size in c.sizes))


def display_product(slug: str, *, colour: str = "", size: str = "") -> Display:
    """The published product with this slug, in the colour and size asked for if it has them.

    Else the first colour that can be bought, and no size unless there is only one. Raises
    Product.DoesNotExist.
    """
    product, pairs = _product_and_pairs(slug)
    index.catch_up()
    colours = colours_of(product)
    chosen = _chosen(colours, colour)
    sizes = chosen.sizes if chosen else []
    near = [pk for pk in index.similar(product.pk, MOST_SIMILAR + len(pairs)) if pk not in pairs]
    cards = _cards([*pairs, *near[:MOST_SIMILAR]])
    return Display(
        product=product,
        colours=colours,
        colour=chosen,
        size=(chosen and chosen.size(size)) or (sizes[0] if len(sizes) == 1 else None),
        paired=[card for card in cards if card.pk in pairs],
        similar=[card for card in cards if card.pk not in pairs],
    )


def _product_and_pairs(slug: str) -> tuple[Product, list[UUID]]:
    """One query for both: the product comes once for each style staff would wear it with."""
    rows = list(
        Product.objects.published()
        .filter(slug=slug)
        .select_related("category")
        .annotate(goes_with=F("pairings__goes_with_id"), place=F("pairings__position"))
    )
    if not rows:
        raise Product.DoesNotExist
    paired = sorted((row for row in rows if row.goes_with), key=lambda row: row.place)
    return rows[0], [row.goes_with for row in paired][:MOST_PAIRED]


def colours_of(product: Product) -> list[Colour]:
    """Its colours that are sold in some size, in staff's order, with sizes and pictures."""
    rows = (
        Colourway.objects.filter(product=product, variants__is_active=True)
        .order_by("position", "pk", "variants__position", "variants__pk")
        .values_list(
            "pk", "slug", "name", "dye",
            "variants__pk", "variants__size", "variants__sku", "variants__price_minor",
            "variants__mrp_minor", "variants__on_hand", "variants__held",
        )
    )  # fmt: skip
    colours: dict[UUID, Colour] = {}
    for pk, slug, name, dye, variant, size, sku, price, mrp, on_hand, held in rows:
        colour = colours.setdefault(pk, Colour(pk, slug, name, dye))
        query = urlencode({"colour": slug, "size": size})
        colour.sizes.append(Size(variant, size, sku, price, mrp, on_hand - held, query))
    pictures = Picture.objects.filter(colourway__in=list(colours)).order_by("position", "pk")
    for picture in pictures.values("colourway_id", "key", "alt", "is_illustration"):
        colours[picture["colourway_id"]].pictures.append(dict(picture))
    return list(colours.values())


def _chosen(colours: Sequence[Colour], slug: str) -> Colour | None:
    wanted = (colour for colour in colours if colour.slug == slug)
    in_stock = (colour for colour in colours if colour.is_in_stock)
    return next(wanted, None) or next(in_stock, None) or next(iter(colours), None)


def _cards(keys: list[UUID]) -> list[Product]:
    """As cards show them, in this order but what is sold out last."""
    cards = in_order(Product.objects.published().filter(pk__in=keys), keys)
    return sorted(cards, key=lambda card: not card.is_in_stock)


def near_sizes(colours: Sequence[Colour], colour: Colour, size: Size) -> list[Size]:
    """The next smaller and the next larger size of this colour that can be bought."""
    place = colour.sizes.index(size)
    smaller = [near for near in colour.sizes[:place] if near.available > 0][-1:]
    return smaller + [near for near in colour.sizes[place:] if near.available > 0][:1]


def same_size_elsewhere(
    colours: Sequence[Colour], colour: Colour, size: Size
) -> list[tuple[Colour, Size]]:
    """Other colours in which this size can be bought."""
    others = ((other, other.size(size.name)) for other in colours if other.pk != colour.pk)
    found = [(other, same) for other, same in others if same and same.available > 0]
    return found[:MOST_NEAR]


def fit_words(product: Product) -> str:
    """Like “82% say true to size”, with advice where it runs small or large; empty until enough
    buyers said something.
    """
    fits: dict[str, int] = product.fits
    total = sum(fits.values())
    if total < FEWEST_FITS:
        return ""
    most = max(FIT_WORDS, key=lambda fit: fits.get(fit, 0))  # true to size, where two are equal
    return FIT_WORDS[most].format(share=fits[most] * 100 // total)


def size_tables(chart: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A category's chart in centimetres and in inches; none where it has no chart."""
    if not chart:
        return
    for unit, said, per_cm in (("cm", "centimetres", 1.0), ("inches", "inches", 1 / INCH_CM)):
        rows = [
            (
                measure["name"],
                [f"{value * per_cm:.1f}".removesuffix(".0") for value in measure["values"]],
            )
            for measure in chart.get("measures", [])
        ]
        yield {"unit": unit, "said": said, "sizes": chart.get("sizes", []), "rows": rows}
