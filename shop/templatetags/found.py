"""How pages name themselves to others: their one address, their preview, what they are about."""

from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from shop.media import PictureFiles
from shop.structured import absolute, as_script, shop_itself

register = template.Library()
register.simple_tag(absolute)
register.simple_tag(as_script, name="structured")


@register.simple_tag(takes_context=True)
def structured_shop(context: Context) -> SafeString:
    """Who sells here and how to search, for the home page."""
    return as_script(shop_itself(context["usual_terms"]()))


@register.simple_tag(takes_context=True)
def canonical(context: Context, page: Any = 1) -> SafeString:
    """The link to the one address of this page: its path, and its number after the first."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    number = f"?{urlencode({'page': page})}" if isinstance(page, int) and page > 1 else ""
    address = absolute(request.get_full_path_info().partition("?")[0]) + number
    return format_html('<link rel="canonical" href="{}">', address)


@register.simple_tag
def preview(picture: Any = None) -> str:
    """The absolute address of a JPEG, 1200 × 630, of a Picture or a cover; else of the shop's."""
    copied = picture if isinstance(picture, dict) else getattr(picture, "__dict__", {})
    if not copied.get("key"):
        return absolute(static("img/preview.jpg"))
    return absolute(PictureFiles(copied["key"]).share)
