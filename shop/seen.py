"""What a shopper looked at lately, as their own browser remembers it; we keep nothing."""

import re
from uuid import UUID

from shop.models import Product

MOST_REMEMBERED = 8  # as many as the script keeps
MOST_SHOWN = 6
ONE_ID = re.compile(r"[0-9a-f]{32}")


def seen_products(cookie: str, *, besides: str = "") -> list[Product]:
    """The published products a `seen` cookie names, newest first, in at most one query.

    The cookie is ids joined by dots and may hold anything; what is no id is passed over. `besides`
    is the address of the page that asks: its own product is not shown.
    """
    ids = [UUID(hex=part) for part in _parts(cookie) if ONE_ID.fullmatch(part)]
    if not ids:
        return []
    found = {product.pk: product for product in Product.objects.published().filter(pk__in=ids)}
    shown = [found[pk] for pk in dict.fromkeys(ids) if pk in found]
    page = besides.split("?", maxsplit=1)[0]
    return [p for p in shown if not page.endswith(p.get_absolute_url())][:MOST_SHOWN]


def _parts(cookie: str) -> list[str]:
    return cookie.split(".", MOST_REMEMBERED)[:MOST_REMEMBERED]
