"""The one tag that shows a product picture, whatever serves it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.media import PictureFiles

register = template.Library()

CARD_SIZES = "(min-width:60rem) 25vw, 50vw"
FIRST_SEEN = SafeString(' fetchpriority="high"')
SEEN_LATER = SafeString(' loading="lazy" decoding="async"')


@register.simple_tag
def picture(
    picture: Any, sizes: str = CARD_SIZES, eager: bool = False, alt: str | None = None
) -> SafeString:
    """A `<picture>` with the ladder of widths; `picture` is a Picture, or a dict copied from one.

    `alt=""` when the words beside it already say it; `eager` for what is seen first. Nothing at
    all where there is no picture: the tile stays.
    """
    copied = picture if isinstance(picture, dict) else getattr(picture, "__dict__", {})
    if not copied.get("key"):
        return SafeString("")
    files = PictureFiles(copied["key"])
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}">'
        '<img src="{}" alt="{}" width="{}" height="{}"{}></picture>',
        files.srcset,
        sizes or CARD_SIZES,
        files.fallback,
        copied.get("alt", "") if alt is None else alt,
        files.width,
        files.height,
        FIRST_SEEN if eager else SEEN_LATER,
    )
