"""The one tag that shows a product picture, whatever serves it; where a review's photos are."""

from typing import Any

from django import template
from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.media import PictureFiles
from shop.photos import large_path, small_path

register = template.Library()

# Two to a row on a phone. The densest screens are content with two pixels for each of theirs:
# 400 wide, not 600, and nobody sees the difference at that size.
CARD_SIZES = "(min-width:60rem) 25vw, (min-width:43rem) 33vw, (min-resolution:2.5x) 30vw, 50vw"
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
        '<picture>{}<img {}src="{}" alt="{}" width="{}" height="{}"{}></picture>',
        SafeString("") if files.is_one_file_per_width else _source(files, sizes),
        _widths(files, sizes) if files.is_one_file_per_width else SafeString(""),
        files.fallback,
        copied.get("alt", "") if alt is None else alt,
        files.width,
        files.height,
        FIRST_SEEN if eager else SEEN_LATER,
    )


@register.simple_tag
def largest(picture: Any) -> str:
    """The address of a picture as large as we have it: what a zoom opens."""
    copied = picture if isinstance(picture, dict) else picture.__dict__
    return PictureFiles(copied["key"]).largest


def _source(files: PictureFiles, sizes: str) -> SafeString:
    return format_html('<source type="image/avif" {}>', _widths(files, sizes))


def _widths(files: PictureFiles, sizes: str) -> SafeString:
    return format_html('srcset="{}" sizes="{}" ', files.srcset, sizes or CARD_SIZES)


@register.filter
def small_photo(key: str) -> str:
    """Address of a published review photo, cut square for a row of them."""
    return str(default_storage.url(small_path(key)))


@register.filter
def large_photo(key: str) -> str:
    return str(default_storage.url(large_path(key)))
