"""Everything the label sells, newest first, and how long each style has been on sale."""

from itertools import chain, zip_longest

from demo.catalogue.products.dresses import DRESSES
from demo.catalogue.products.hoodies import HOODIES
from demo.catalogue.products.jackets import JACKETS
from demo.catalogue.products.jeans import JEANS
from demo.catalogue.products.kurtas import KURTAS
from demo.catalogue.products.sarees import SAREES
from demo.catalogue.products.shirts import SHIRTS
from demo.catalogue.products.sneakers import SNEAKERS
from demo.catalogue.products.tees import TEES
from demo.catalogue.shapes import Product

_SHELVES = (KURTAS, SHIRTS, TEES, JEANS, DRESSES, SAREES, JACKETS, HOODIES, SNEAKERS)

# Shelves are told in order of launch. From the newest back they take turns, so that
# "new this week" is one of each and not nine kurtas.
_TURNS = zip_longest(*(reversed(shelf) for shelf in _SHELVES))
PRODUCTS: tuple[Product, ...] = tuple(piece for piece in chain.from_iterable(_TURNS) if piece)

_DAYS_ON_SALE = {
    product.slug: 3 + 21 * (place // len(_SHELVES)) for place, product in enumerate(PRODUCTS)
}


def days_on_sale(product: Product) -> int:
    """The label brings out nine styles every third week, the latest three days ago."""
    return _DAYS_ON_SALE[product.slug]
