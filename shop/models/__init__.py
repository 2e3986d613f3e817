"""The rows of the shop, by what they are about."""

from shop.models.cart import Cart, CartLine
from shop.models.catalogue import (
    Category,
    ColourFamily,
    Colourway,
    DiscardedPicture,
    FormerSlug,
    Pairing,
    Picture,
    Product,
    Variant,
)
from shop.models.delivery import DeliveryMethod, PinCode
from shop.models.home import HomeBlock
from shop.models.promotions import Coupon, CouponTally, CouponUse
from shop.models.returns import ReturnPolicy
from shop.models.reviews import Review, ReviewVote
from shop.models.search import SearchTerm, Synonym
from shop.models.stock import StockAlert, StockMovement
from shop.models.wishlist import Wishlist, WishlistItem

__all__ = [
    "Cart",
    "CartLine",
    "Category",
    "ColourFamily",
    "Colourway",
    "Coupon",
    "CouponTally",
    "CouponUse",
    "DeliveryMethod",
    "DiscardedPicture",
    "FormerSlug",
    "HomeBlock",
    "Pairing",
    "Picture",
    "PinCode",
    "Product",
    "ReturnPolicy",
    "Review",
    "ReviewVote",
    "SearchTerm",
    "StockAlert",
    "StockMovement",
    "Synonym",
    "Variant",
    "Wishlist",
    "WishlistItem",
]
