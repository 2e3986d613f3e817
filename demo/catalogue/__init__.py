"""The catalogue of the demo shop: one Indian label's shelves, products, stock and reviews."""

from demo.catalogue.categories import CATEGORIES
from demo.catalogue.pairings import goes_with
from demo.catalogue.products import PRODUCTS, days_on_sale
from demo.catalogue.reviews import Review, reviews_for
from demo.catalogue.shapes import Category, Colourway, Product, sku
from demo.catalogue.shopfront import BLOCKS, OFFERS, Block, Offer
from demo.catalogue.stock import stock_for
from demo.catalogue.words import SYNONYMS, canonical

__all__ = [
    "BLOCKS",
    "CATEGORIES",
    "OFFERS",
    "PRODUCTS",
    "SYNONYMS",
    "Block",
    "Category",
    "Colourway",
    "Offer",
    "Product",
    "Review",
    "canonical",
    "days_on_sale",
    "goes_with",
    "reviews_for",
    "sku",
    "stock_for",
]
