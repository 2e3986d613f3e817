"""The catalogue of the back office, one module for each thing staff look after."""

from shop.admin import catalogue, home, promotions, reviews, stock, words

__all__ = ["catalogue", "home", "promotions", "reviews", "stock", "words"]
