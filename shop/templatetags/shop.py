"""How templates write money and cards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from shop.context_processors import storefront
from shop.display import size_tables
from shop.facets import COLOUR, SIZE, Selection
from shop.index import Card, index
from shop.listing import Group
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
    if quote.cod_fee:
        rows.append({"label": "Cash on delivery", "amount": quote.cod_fee})
    return rows


@register.simple_tag
def cards(
    shown: Sequence[Card | Product],
    first: int = 0,
    eager: int = 0,
    selection: Selection | None = None,
) -> SafeString:
    """List items of a grid, in this order, each kept by this process while its product is listed
    as it is: whatever changes a card stamps `listed_at` (`shop.catalogue`), so no card is ever old.

    `first`: the place of the first one in its listing, if they have places. `eager`: so many of
    the pictures load at once. `selection`: what found them; a chosen colour is the one
    that is shown. Rows of cards that were not drawn before are fetched in one query.
    """
    families = selection.of(COLOUR) if selection else ()
    look = (families, selection.of(SIZE) if selection and families else ())
    keys = [(card.pk, card.listed_at, place < eager, look) for place, card in enumerate(shown)]
    drawn = {} if settings.DEBUG else {key: _parts[key] for key in keys if key in _parts}
    pairs = list(zip(shown, keys, strict=True))
    rows = _rows_of([card for card, key in pairs if key not in drawn])
    for card, key in pairs:
        if key not in drawn and card.pk in rows:  # else it was taken down this very moment
            context = _look(rows[card.pk], *look) | {"eager": key[2]}
            drawn[key] = _kept(key, "components/card_body.html", context)
    numbered = enumerate(pairs, start=first) if first else ((0, pair) for pair in pairs)
    items = (_item(card, drawn[key], n) for n, (card, key) in numbered if key in drawn)
    return mark_safe("".join(items))  # noqa: S308  drawn by templates, which escape


def _look(product: Product, families: Sequence[str], sizes: Sequence[str]) -> dict[str, Any]:
    """What the card of a product shows, in one of the chosen colours if it comes in one."""
    swatch = product.swatch_in(families, sizes)
    return {
        "product": product,
        "cover": (swatch["cover"] or {"dye": swatch["dye"]}) if swatch else product.cover,
        "sizes": swatch["sizes"] if swatch else product.sizes_in_stock,
        "query": f"?colour={swatch['slug']}" if swatch else "",
        "saves": UUID(swatch["key"]) if swatch else product.pk,
    }


def _rows_of(shown: Sequence[Card | Product]) -> dict[UUID, Product]:
    rows = {product.pk: product for product in shown if isinstance(product, Product)}
    keys = [card.pk for card in shown if card.pk not in rows]
    return rows | {product.pk: product for product in Product.objects.cards(keys)}


def _item(card: Card | Product, body: str, place: int) -> str:
    identity = f' id="style-{place}"' if place else ""
    state = "" if card.is_in_stock else ' data-state="gone"'
    return f'<li class="card"{identity}{state}>{body}</li>'


@register.simple_tag
def facet_group(group: Group, typed_range: tuple[str, str]) -> SafeString:
    """One facet with its options, kept by this process: most changes leave most counts be."""
    options = tuple((o.value, o.label, o.count, o.is_chosen) for o in group.options)
    key = (group.facet.name, options, typed_range)
    context = {"group": group, "typed_range": typed_range}
    return _kept(key, "shop/listing.html#group", context)


@register.simple_tag
def drawn(template: str, **inputs: Any) -> SafeString:
    """A component that is the same for the same inputs, drawn once by this process.

    For what many pages share (a colour's gallery, a size chart). Inputs are plain values, and the
    component reads nothing else.
    """
    return _kept((template, repr(inputs)), template, inputs)


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
def first_word(text: str) -> str:
    """What somebody is called by, from their full name."""
    return text.split(" ", maxsplit=1)[0]


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
