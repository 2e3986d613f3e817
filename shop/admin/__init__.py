"""The catalogue of the back office, one module for each thing staff look after."""

from shop.admin import catalogue, promotions, reviews, stock

__all__ = ["catalogue", "promotions", "reviews", "stock"]
