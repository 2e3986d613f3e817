"""The API of what is for sale: the catalogue, the bag, wishlists, reviews; stock for staff."""

from shop.api.bag import bag
from shop.api.catalogue import catalogue
from shop.api.opinions import reviews
from shop.api.stock import stock_desk
from shop.api.wishlist import saved

__all__ = ["bag", "catalogue", "reviews", "saved", "stock_desk"]
