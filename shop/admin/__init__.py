"""The catalogue of the back office, one module for each thing staff look after."""

from shop.admin import catalogue, reviews, stock

__all__ = ["catalogue", "reviews", "stock"]
