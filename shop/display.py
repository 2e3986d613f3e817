"""What the page of one product shows: the style in one colour, maybe one size, and what is near it.

Read in five queries at any size of catalogue, each by one index: the product with its category,
sizes, pictures, pairings, what was listed lately. Sizes and pictures come as plain values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from shop.index import Card, index
from shop.models import Pairing, Picture, Product, Review, Variant
from shop.money import Money, percent_off

FEW = 3  # so many or fewer are left: the page says how many
MOST_SIMILAR = 4
MOST_PAIRED = 4
OF_SIZE = ("pk", "size", "sku", "price_minor", "mrp_minor", "on_hand", "held")
MOST_NEAR = 4  # other colours named where a size is sold out
INCH_CM = 2.54
FEWEST_FITS = 3  # one voice is no summary
FIT_WORDS = {
    Review.Fit.TRUE.value: "{share}% say true to size",
    Review.Fit.SMALL.value: "{share}% say it runs small: consider one size up",
    Review.Fit.LARGE.value: "{share}% say it runs large: consider one size down",
}

SENT_BACK_WORDS = {
    Review.Fit.SMALL.value: "Often sent back as too small: consider one size up",
    Review.Fit.LARGE.value: "Often sent back as too large: consider one size down",
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
    paired: list[Card]
    similar: list[Card]
    pair_keys: list[UUID]  # of all that staff paired, published or not yet

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
    index.catch_up()
    product = Product.objects.published().get(slug=slug)
    product.category = index.category_of(product)
    pairings = Pairing.objects.filter(product=product).order_by("position", "pk")
    pairs = list(pairings.values_list("goes_with_id", flat=True)[:MOST_PAIRED])
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
        pair_keys=pairs,
    )


def colours_of(product: Product) -> list[Colour]:
    """Its colours that are sold in some size, in staff's order, with sizes and pictures.

    The colours themselves are a listing column, so this is two queries, both by an index.
    """
    colours = {
        UUID(s["key"]): Colour(UUID(s["key"]), s["slug"], s["name"], s["dye"])
        for s in product.swatches
    }
    sold = Variant.objects.filter(colourway__in=list(colours), is_active=True)
    for variant in sold.order_by("position", "pk").values_list("colourway_id", *OF_SIZE):
        colour = colours[variant[0]]
        colour.sizes.append(_size(colour, *variant[1:]))
    shown = Picture.objects.filter(colourway__in=list(colours)).order_by("position", "pk")
    for picture in shown.values("colourway_id", "key", "alt", "is_illustration"):
        colours[picture["colourway_id"]].pictures.append(dict(picture))
    return [colour for colour in colours.values() if colour.sizes]


def _size(
    colour: Colour, pk: UUID, name: str, sku: str, price: int, mrp: int, on_hand: int, held: int
) -> Size:
    query = urlencode({"colour": colour.slug, "size": name})
    return Size(pk, name, sku, price, mrp, on_hand - held, query)


def _chosen(colours: Sequence[Colour], slug: str) -> Colour | None:
    wanted = (colour for colour in colours if colour.slug == slug)
    in_stock = (colour for colour in colours if colour.is_in_stock)
    return next(wanted, None) or next(in_stock, None) or next(iter(colours), None)


def _cards(keys: list[UUID]) -> list[Card]:
    """In this order but what is sold out last."""
    return sorted(index.cards_of(keys), key=lambda card: not card.is_in_stock)


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
    """Like “82% say true to size”, with advice where reviews or returns say it runs small or large;
    empty until enough buyers said something.
    """
    fits: dict[str, int] = product.fits
    total = sum(fits.values())
    sent_back = SENT_BACK_WORDS.get(product.size_advice, "")
    if total < FEWEST_FITS:
        return sent_back
    most = max(FIT_WORDS, key=lambda fit: fits.get(fit, 0))  # true to size, where two are equal
    words = FIT_WORDS[most].format(share=fits[most] * 100 // total)
    return f"{words}. {sent_back}" if sent_back and most != product.size_advice else words


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
