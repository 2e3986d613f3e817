"""How many pieces of each variant the demo shop starts with: a rule, not a table."""

from demo.catalogue.draw import draw
from demo.catalogue.shapes import Colourway, Product, sku

# One style gone in every size, so that its page can be seen.
SOLD_OUT_SLUG = "patchwork-kantha-jacket"

_COSTLY_RUPEES = 5_000


def stock_for(product: Product, colourway: Colourway, size: str) -> int:
    """Pieces on the shelf: most variants follow the size curve, some are gone or nearly so."""
    if product.slug == SOLD_OUT_SLUG:
        return 0
    label = sku(product, colourway, size)
    usual = _usual_stock(product, size)
    luck = draw(label, "luck", sides=100)
    gone_below = _gone_below(product, size)
    if luck < gone_below:
        return 0
    if luck < gone_below + 10:
        return 1 + draw(label, "last pieces", sides=3)
    if luck >= 97:
        return usual * 4
    return max(4, usual * (60 + draw(label, "spread", sides=80)) // 100)


def _usual_stock(product: Product, size: str) -> int:
    category = product.category
    pieces = category.usual_stock[category.sizes.index(size)]
    return pieces // 2 if product.price_rupees > _COSTLY_RUPEES else pieces


def _gone_below(product: Product, size: str) -> int:
    """Out of 100: the ends of the ladder are bought thin, so they run out first."""
    category = product.category
    if len(category.sizes) == len(product.colourways) == 1:
        return 0  # a style with a single variant is made again before the last piece goes
    pieces = category.usual_stock[category.sizes.index(size)]
    return 19 if pieces * 2 < max(category.usual_stock) else 9
