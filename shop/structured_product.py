"""A product as search engines read it: a group with an offer for each size, and where it stands."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from shop.display import Colour, Size
from shop.media import PictureFiles
from shop.models import Product
from shop.return_terms import ReturnTerms
from shop.structured import Node, absolute, return_policy

SCHEMA = "https://schema.org/"


def product_node(product: Product, colours: Sequence[Colour], terms: ReturnTerms) -> Node:
    """The product with all its sizes in all colours, on the one page that is its address.

    Delivery and returns are said once and referred to; ratings only where there are reviews.
    """
    address = absolute(product.get_absolute_url())
    group = {
        "@type": "ProductGroup",
        "@id": f"{address}#product",
        "productGroupID": product.pk.hex,
        "name": product.name,
        "description": product.description,
        "url": address,
        "category": product.category.name,
        "brand": {"@type": "Brand", "name": "Vastra"},
        "countryOfOrigin": product.origin,
        "material": product.material or product.fabric,
        "variesBy": [f"{SCHEMA}color", f"{SCHEMA}size"],
        "hasVariant": [
            variant for colour in colours for variant in _variants(product, colour, address)
        ],
    }
    if product.review_count:
        group["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": product.rating,
            "reviewCount": product.review_count,
        }
    policies = [_delivery(address, is_free=free) for free in (True, False)]
    returns = return_policy(terms) | {"@id": f"{address}#returns"}
    return {"@graph": [group, *policies, returns, breadcrumbs(product)]}


def _variants(product: Product, colour: Colour, address: str) -> list[Node]:
    pictures = [absolute(PictureFiles(picture["key"]).fallback) for picture in colour.pictures]
    shown = {"image": pictures} if pictures else {}
    return [
        {
            "@type": "Product",
            "sku": size.sku,
            "name": f"{product.name}, {colour.name}, {size.name}",
            "color": colour.name,
            "size": size.name,
            **shown,
            "offers": _offer(size, address),
        }
        for size in colour.sizes
    ]


def _offer(size: Size, address: str) -> Node:
    is_free = size.price_minor >= settings.FREE_DELIVERY_FROM_MINOR
    return {
        "@type": "Offer",
        "url": f"{address}?{size.query}",
        "price": rupees(size.price_minor),
        "priceCurrency": settings.CURRENCY,
        "availability": SCHEMA + ("OutOfStock" if size.stock == "out" else "InStock"),
        "itemCondition": f"{SCHEMA}NewCondition",
        "shippingDetails": {"@id": _delivery_id(address, is_free=is_free)},
        "hasMerchantReturnPolicy": {"@id": f"{address}#returns"},
    }


def _delivery(address: str, *, is_free: bool) -> Node:
    """What delivery of one piece costs; a PIN code may say otherwise, and its day."""
    return {
        "@type": "OfferShippingDetails",
        "@id": _delivery_id(address, is_free=is_free),
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": rupees(0 if is_free else settings.DELIVERY_FEE_MINOR),
            "currency": settings.CURRENCY,
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "IN"},
    }


def _delivery_id(address: str, *, is_free: bool) -> str:
    return f"{address}#{'free-delivery' if is_free else 'delivery'}"


def breadcrumbs(product: Product) -> Node:
    trail = [
        ("Home", reverse("shop:home")),
        (product.category.name, product.category.get_absolute_url()),
        (product.name, product.get_absolute_url()),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(trail, 1)
        ],
    }


def rupees(minor: int) -> str:
    """As schema.org writes amounts: 2249.00; exact, no float."""
    return f"{minor // 100}.{minor % 100:02}"
