"""The API of a customer's wishlist."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from accounts.callers import CallerRequest, customer_of, customers
from shop import wishlist as wishlists
from shop.api.shapes import Amount, amount
from shop.models import Wishlist

saved = Router(tags=["wishlist"], auth=customers)


class SavedOut(Schema):
    """A colour of a style as it stands today beside what it was when it was saved."""

    colourway_id: UUID
    product: str = Field(..., description="Slug.", examples=["bagru-buti-kurta"])
    name: str = Field(..., examples=["Bagru Buti Kurta"])
    colour: str = Field(..., examples=["Indigo"])
    price: Amount
    price_when_saved: Amount
    is_in_stock: bool
    is_back: bool = Field(..., description="In stock today, sold out on the day it was saved.")
    saved_at: datetime


class SavedItems(Schema):
    items: list[SavedOut]


@saved.get("/wishlist", response=SavedItems)
def list_saved(request: CallerRequest) -> dict[str, Any]:
    """Everything that is saved, the last first; 200 at most."""
    return _items(Wishlist.objects.filter(user=customer_of(request)).first())


@saved.put("/wishlist/{uuid:key}", response=SavedItems)
def save_style(request: CallerRequest, key: UUID) -> dict[str, Any]:
    """Save a colour, or the first colour of a product; saved already, it stays as it was."""
    wishlist, _ = Wishlist.objects.get_or_create(user=customer_of(request))
    wishlists.save_style(wishlist, key)
    return _items(wishlist)


@saved.delete("/wishlist/{uuid:key}", response={204: None})
def unsave_style(request: CallerRequest, key: UUID) -> Status:
    """Take a colour away, or every colour of a product; nothing happens where none is saved."""
    wishlist = Wishlist.objects.filter(user=customer_of(request)).first()
    if wishlist is not None:
        wishlists.unsave_style(wishlist, key)
    return Status(204, None)


def _items(wishlist: Wishlist | None) -> dict[str, Any]:
    return {
        "items": [
            {
                "colourway_id": one.colourway.pk,
                "product": one.product.slug,
                "name": one.product.name,
                "colour": one.colourway.name,
                "price": amount(one.price),
                "price_when_saved": {
                    "amount_minor": one.item.price_minor,
                    "currency": one.price.currency,
                },
                "is_in_stock": one.is_in_stock,
                "is_back": one.is_back,
                "saved_at": one.item.added_at,
            }
            for one in wishlists.saved_in(wishlist)
        ]
    }
