"""The page of one product, each colour and size at an address of its own."""

import re
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.http import Request
from shop import caching
from shop.display import Display, display_product
from shop.index import Card
from shop.models import Product
from shop.opinions import Wanted, opinions
from shop.policies import policies_shown
from shop.structured import as_script
from shop.structured_product import product_node

CHOICE = re.compile(r"[\w ./+-]{1,40}")  # what a colour's slug or a size can look like

SOLD_OUT = "Every size is sold out. Choose yours, and we tell you when it is back."
NOT_SOLD = "It is not sold in any size at the moment."


@require_safe
def product(request: Request, slug: str) -> HttpResponse:
    """Kept whole under slug, colour and size; whatever else the address says is not looked at."""
    choice = {name: _choice(request, name) for name in ("colour", "size")}
    build = partial(_product, request, slug, **choice)
    return caching.serve(request, f"product:{slug}?{urlencode(choice)}", build)


def _choice(request: Request, name: str) -> str:
    value = request.GET.get(name, "")
    return value if CHOICE.fullmatch(value) else ""


def _product(request: Request, slug: str, colour: str, size: str) -> Any:
    try:
        display = display_product(slug, colour=colour, size=size)
    except Product.DoesNotExist:
        raise Http404("This style is not sold.") from None
    response = render(request, "shop/product.html", context_of(display))
    return response, _tags(display) if _is_offered(display, colour, size) else None


def _is_offered(display: Display, colour: str, size: str) -> bool:
    """Whether these are choices the product has: made-up ones must not fill the cache."""
    has_colour = not colour or (display.colour and display.colour.slug == colour)
    return bool(has_colour and (not size or (display.size and display.size.name == size)))


def _tags(display: Display) -> list[str]:
    shown: list[Product | Card] = [display.product, *display.paired, *display.similar]
    keys = {product.pk for product in shown} | set(display.pair_keys)
    return [caching.STOREFRONT, *map(caching.tag_product, keys)]


def context_of(display: Display) -> dict[str, Any]:
    """What the template needs, flat, so that it looks nothing up twice."""
    product, colour = display.product, display.colour
    terms = policies_shown().of(product.category_id)
    return {
        "product": product,
        "address": product.get_absolute_url(),
        "colours": display.colours,
        "colour": colour,
        "sizes": colour.sizes if colour else [],
        "chosen": display.size,
        "shown": display.shown,
        "is_from": display.is_from,
        "prices_differ": display.prices_differ,
        "sold_out": SOLD_OUT if colour else NOT_SOLD,
        "terms": terms,
        "trail": [(product.category.name, product.category.get_absolute_url())],
        "pictures": colour.pictures if colour else [],
        "paired": display.paired,
        "similar": display.similar,
        "structured": as_script(product_node(product, display.colours, terms)),
        "said": opinions(product, Wanted(), display.size_names),
    }
