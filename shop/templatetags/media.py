"""The one tag that shows a product picture, whatever serves it."""

from typing import Any

from django import template

from shop.media import PictureFiles

register = template.Library()

CARD_SIZES = "(min-width:60rem) 25vw, 50vw"


@register.inclusion_tag("components/picture.html")
def picture(
    picture: Any, sizes: str = CARD_SIZES, eager: bool = False, alt: str | None = None
) -> dict[str, Any]:
    """A `<picture>` with the ladder of widths; `picture` is a Picture, or a dict copied from one.

    `alt=""` when the words beside it already say it; `eager` for what is seen first.
    """
    copied = picture if isinstance(picture, dict) else _copy(picture)
    return {
        "files": PictureFiles(copied["key"]) if copied.get("key") else None,
        "alt": copied.get("alt", "") if alt is None else alt,
        "sizes": sizes,
        "eager": eager,
        "dye": copied.get("dye", ""),
        "is_illustration": copied.get("is_illustration", False),
    }


def _copy(picture: Any) -> dict[str, Any]:
    return {
        "key": picture.key,
        "alt": picture.alt,
        "dye": picture.colourway.dye,
        "is_illustration": picture.is_illustration,
    }
