"""What the label would wear with what: “complete the look”, a rule with a stylist's table."""

from demo.catalogue.categories import (
    DRESSES,
    HOODIES,
    JACKETS,
    JEANS,
    KURTAS,
    SAREES,
    SHIRTS,
    SNEAKERS,
    TEES,
)
from demo.catalogue.draw import draw
from demo.catalogue.products import PRODUCTS
from demo.catalogue.shapes import Product
from demo.catalogue.stock import SOLD_OUT_SLUG

# a piece of each of these shelves, in this order
_WORN_WITH = {
    KURTAS.slug: (JEANS, SNEAKERS, JACKETS),
    SHIRTS.slug: (JEANS, SNEAKERS, TEES),
    TEES.slug: (JEANS, SHIRTS, SNEAKERS),
    JEANS.slug: (SHIRTS, SNEAKERS, TEES),
    DRESSES.slug: (JACKETS, SNEAKERS),
    SAREES.slug: (JACKETS, KURTAS),
    JACKETS.slug: (TEES, JEANS, SNEAKERS),
    HOODIES.slug: (JEANS, SNEAKERS, TEES),
    SNEAKERS.slug: (JEANS, TEES, HOODIES),
}
# colours that sit well beside the first one; neutrals sit beside everything
_NEUTRALS = frozenset({"white", "cream", "grey", "black", "blue", "brown"})
_BESIDE = {
    "yellow": frozenset({"pink"}),
    "orange": frozenset({"green"}),
    "red": frozenset({"yellow"}),
    "pink": frozenset({"green"}),
    "purple": frozenset({"yellow"}),
    "green": frozenset({"yellow", "orange"}),
}


def goes_with(product: Product) -> tuple[Product, ...]:
    """Two or three other styles, one of a shelf, in colours that sit well beside this one's."""
    return tuple(_piece(product, shelf.slug) for shelf in _WORN_WITH[product.category.slug])


def _piece(product: Product, shelf: str) -> Product:
    own = product.colourways[0].family
    suiting = [
        other
        for other in PRODUCTS
        if other.category.slug == shelf
        and other.slug != SOLD_OUT_SLUG
        and _suits(own, other.colourways[0].family)
    ]
    return suiting[draw(product.slug, "goes with", shelf, sides=len(suiting))]


def _suits(own: str, other: str) -> bool:
    return other != own and other in _NEUTRALS | _BESIDE.get(own, frozenset())
