"""The catalogue of the back office, one module for each thing staff look after."""

from shop import kinds  # noqa: F401  (registers itself)
from shop.admin import catalogue, delivery, home, promotions, returns, reviews, stock, words

__all__ = ["catalogue", "delivery", "home", "promotions", "returns", "reviews", "stock", "words"]
