"""Recently viewed, on pages that are nobody else's and can have it in their first bytes."""

from typing import Any

from django import template

from shop.seen import seen_products

register = template.Library()


@register.inclusion_tag("components/recent.html", takes_context=True)
def recently_viewed(context: Any) -> dict[str, Any]:
    """The section of `/recent/`, or nothing without a past."""
    return {"products": seen_products(context["request"].COOKIES.get("seen", ""))}
