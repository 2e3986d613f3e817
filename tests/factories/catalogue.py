"""Things for sale, and bags with some of them."""

from itertools import count
from typing import Any

from accounts.models import User
from shop import stock
from shop.cart import add_to_cart
from shop.catalogue import refresh_listing
from shop.models import Cart, Category, Colourway, Product, Variant

_numbers = count(1)


def make_category(**columns: Any) -> Category:
    n = next(_numbers)
    return Category.objects.create(**{"slug": f"kurtas-{n}", "name": "Kurtas", **columns})


def make_product(**columns: Any) -> Product:
    n = next(_numbers)
    category = columns.pop("category", None) or make_category()
    named = {"slug": f"bagru-kurta-{n}", "name": "Bagru Kurta", "fabric": "Cotton, 140 gsm"}
    return Product.objects.create(category=category, **{**named, **columns})


def make_variant(stock: int = 10, **columns: Any) -> Variant:
    """A size of a colourway, ₹500 unless said otherwise, with `stock` units counted by staff."""
    product = columns.pop("product", None) or make_product()
    colourway, _ = Colourway.objects.get_or_create(
        product=product, slug="indigo", defaults={"name": "Indigo", "dye": "#27406b"}
    )
    n = next(_numbers)
    price_minor = columns.get("price_minor", 500_00)
    priced = {"sku": f"KU-{n}", "size": "M", "price_minor": price_minor, "mrp_minor": price_minor}
    variant = Variant.objects.create(colourway=colourway, **{**priced, **columns})
    _open(variant, stock)
    variant.refresh_from_db()
    return variant


def _open(variant: Variant, units: int) -> None:
    if units:
        stock.adjust(variant, on_hand=units, by="Store", note="", reference="opening")
    else:
        refresh_listing(variant.colourway.product)


def bag_with(*variants: Variant, user: User | None = None, quantity: int = 1) -> Cart:
    """A bag holding `quantity` of each; the user's own, or a guest's."""
    cart = Cart.objects.filter(user=user).first() if user else None
    cart = cart or Cart.objects.create(user=user)
    for variant in variants:
        add_to_cart(cart, variant.pk, quantity)
    return cart
