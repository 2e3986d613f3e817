"""How templates write money and cards."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from shop.context_processors import storefront
from shop.display import size_tables
from shop.index import index
from shop.models import Product, Review
from shop.money import Money, written
from shop.pricing import Quote

register = template.Library()

MOST_PARTS = 5000  # about a kilobyte each
_parts: dict[tuple[Any, ...], SafeString] = {}
MOST_FRAMES = 200
_frames: dict[tuple[Any, ...], SafeString] = {}


@register.filter
def rupees(amount: Money | int) -> str:
    """₹1,24,999 from Money or from paise."""
    return str(amount) if isinstance(amount, Money) else written(amount)


@register.filter
def summary_rows(quote: Quote) -> list[dict[str, object]]:
    """The rows of the price table above the total: MRP, what is saved, the coupon, delivery."""
    rows: list[dict[str, object]] = [{"label": "Items", "amount": quote.mrp}]
    if quote.saved:
        rows.append({"label": "Below MRP", "amount": quote.saved, "kind": "off"})
    coupon = quote.coupon
    if coupon and not coupon.is_delivery_free:
        rows.append({"label": coupon.code, "amount": coupon.discount, "kind": "off"})
    delivery = {"amount": quote.delivery} if quote.delivery else {"words": "Free"}
    by = f" ({coupon.code})" if coupon and coupon.is_delivery_free else ""
    rows.append({"label": f"Delivery{by}", **delivery})
    return rows


@register.simple_tag
def card_body(product: Product, eager: bool = False) -> SafeString:
    """The inside of a card, kept by this process for as long as the product is listed as it is.

    Whatever changes a card stamps `listed_at` (`shop.catalogue`), so no card is ever old.
    """
    key = (product.pk, product.listed_at, bool(eager))
    return _kept(key, "components/card_body.html", {"product": product, "eager": eager})


@register.simple_tag
def review_item(review: Review) -> SafeString:
    """A review in the list, kept by this process: of a row only its votes change."""
    key = (review.pk, review.helpful_count)
    return _kept(key, "components/review.html", {"review": review})


def _kept(key: tuple[Any, ...], template: str, context: dict[str, Any]) -> SafeString:
    if key not in _parts or settings.DEBUG:
        if len(_parts) >= MOST_PARTS:
            _parts.clear()
        _parts[key] = render_to_string(template, context)
    return _parts[key]


@register.filter
def in_a_row(sizes: list[str]) -> str:
    """Sizes on one line, their unit said once: UK 5 6 7."""
    units = {size.rpartition(" ")[0] for size in sizes}
    unit = units.pop() if len(units) == 1 else ""
    return f"{unit} {' '.join(s.removeprefix(f'{unit} ') for s in sizes)}".strip()


@register.filter
def in_units(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """A category's size chart as tables, one in centimetres and one in inches."""
    return list(size_tables(chart))


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """A part that stands around every page, kept by this process while the catalogue is the same.

    It depends on the shop's own words (`shop.context_processors`), the navigation, and on which of
    its addresses this page is.
    """
    request = context.get("request")
    words = storefront(request)
    here = request.path if request else ""
    path = here if here in {category.address for category in index.categories()} else ""
    said = tuple(word for word in words.values() if isinstance(word, str | int))
    key = (name, path, index.version, said)
    if key not in _frames or settings.DEBUG:
        if len(_frames) >= MOST_FRAMES:
            _frames.clear()
        _frames[key] = render_to_string(name, {**words, "path": path})
    return _frames[key]
