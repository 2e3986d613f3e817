"""How the API writes money, pictures and styles."""

from typing import Any
from uuid import UUID

from ninja import Field, Schema

from shop.display import Size
from shop.media import PictureFiles
from shop.models import Product
from shop.money import Money
from shop.structured import absolute


class Amount(Schema):
    """Money: whole paise, never a decimal."""

    amount_minor: int = Field(..., examples=[149900])
    currency: str = Field(..., examples=["INR"])


class PictureOut(Schema):
    """One view of a style."""

    url: str = Field(..., examples=["https://shop.example.in/media/pictures/k1/600.webp"])
    large_url: str = Field(..., examples=["https://shop.example.in/media/pictures/k1/800.avif"])
    alt: str = Field(..., examples=["Bagru Buti Kurta in indigo, front"])


class Swatch(Schema):
    """One colour of a style, and which of its sizes can be bought."""

    slug: str = Field(..., examples=["indigo"])
    name: str = Field(..., examples=["Indigo"])
    dye: str = Field(..., examples=["#27406b"])
    family: str = Field("", examples=["blue"])
    sizes_in_stock: list[str] = Field(..., examples=[["S", "M"]])


class ProductCard(Schema):
    """A style as a list shows it."""

    id: UUID
    slug: str = Field(..., examples=["bagru-buti-kurta"])
    name: str = Field(..., examples=["Bagru Buti Kurta"])
    price: Amount
    mrp: Amount
    percent_off: int = Field(..., examples=[20])
    rating: str = Field(..., description="Out of five; empty before a review.", examples=["4.4"])
    review_count: int = Field(..., examples=[37])
    is_in_stock: bool
    sizes_in_stock: list[str] = Field(..., examples=[["S", "M", "L"]])
    colours: list[Swatch]
    picture: PictureOut | None = None
    url: str = Field(..., examples=["https://shop.example.in/p/bagru-buti-kurta/"])


class SizeOut(Schema):
    """One size of one colour: what is bought."""

    variant_id: UUID
    sku: str = Field(..., examples=["KU-BAGR-IND-M"])
    size: str = Field(..., examples=["M"])
    price: Amount
    mrp: Amount
    stock: str = Field(..., description="in, low or out", examples=["low"])
    left: int | None = Field(None, description="How many, where few are left.", examples=[2])


def amount(money: Money) -> dict[str, Any]:
    return {"amount_minor": money.minor, "currency": money.currency}


def picture(key: str, alt: str) -> dict[str, Any] | None:
    if not key:
        return None
    files = PictureFiles(key)
    return {"url": absolute(files.fallback), "large_url": absolute(files.largest), "alt": alt}


def card(product: Product) -> dict[str, Any]:
    """From the listing columns alone."""
    return {
        "id": product.pk,
        "slug": product.slug,
        "name": product.name,
        "price": amount(product.price),
        "mrp": amount(product.mrp),
        "percent_off": product.percent_off,
        "rating": product.rating,
        "review_count": product.review_count,
        "is_in_stock": product.is_in_stock,
        "sizes_in_stock": product.sizes_in_stock,
        "colours": [_swatch(swatch) for swatch in product.swatches],
        "picture": picture(product.cover.get("key", ""), product.cover.get("alt", "")),
        "url": absolute(product.get_absolute_url()),
    }


def _swatch(swatch: dict[str, Any]) -> dict[str, Any]:
    said = {name: swatch.get(name) or "" for name in ("slug", "name", "dye", "family")}
    return {**said, "sizes_in_stock": swatch.get("sizes", [])}


def size_out(size: Size) -> dict[str, Any]:
    return {
        "variant_id": size.pk,
        "sku": size.sku,
        "size": size.name,
        "price": amount(size.price),
        "mrp": amount(size.mrp),
        "stock": size.stock,
        "left": size.available if size.stock == "low" else None,
    }
