"""How rows of the back office look: a small picture beside their words, a coloured yes or no."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.media import PictureFiles

YES_NO = {True: "success", False: ""}


def thumbnail(key: str) -> str:
    """A small picture beside words that say what it shows; an empty tile where there is none."""
    if not key:
        return SafeString('<span class="desk-thumb"></span>')
    address = PictureFiles(key).url(200)
    return format_html('<img class="desk-thumb" src="{}" alt="" loading="lazy">', address)


def pictured(picture: dict[str, Any], title: str, more: str = "") -> str:
    """The first column of a list: what it looks like, its name, and a word more."""
    return format_html(
        '<span class="desk-row">{}<span>{}<small>{}</small></span></span>',
        thumbnail(picture.get("key", "")),
        title,
        more,
    )
