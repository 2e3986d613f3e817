"""Photos that come with a review: private until staff publish it, then small and large for all.

A photo is known by an unguessable key. Its master, already made harmless by `media.fresh_jpeg`,
lies in the private storage as long as the review does; the public files come and go.
"""

import secrets
from collections.abc import Iterable
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage, storages
from PIL import Image, ImageOps

SMALL_SIDE = 240  # shown at half of that, sharp on dense screens


def keep_photos(photos: "Iterable[ContentFile[bytes]]") -> list[str]:
    """Keep re-encoded photos out of everybody's sight; returns their keys."""
    keys = []
    for photo in photos:
        key = secrets.token_urlsafe(18)
        storages["private"].save(_private(key), photo)
        keys.append(key)
    return keys


def open_photo(key: str) -> "File[bytes]":
    """The photo as it was kept, for those who may see it before it is public."""
    return storages["private"].open(_private(key), "rb")


def show_photos(keys: Iterable[str]) -> None:
    """Write the public files of each photo; those already there stay."""
    for key in keys:
        with open_photo(key) as master:
            content = master.read()
        _store(large_path(key), content)
        _store(small_path(key), _small(content))


def withdraw_photos(keys: Iterable[str]) -> None:
    """Take the public files away; the masters stay."""
    for key in keys:
        default_storage.delete(large_path(key))
        default_storage.delete(small_path(key))


def forget_photos(keys: Iterable[str]) -> None:
    """Remove photos for good."""
    keys = list(keys)
    withdraw_photos(keys)
    for key in keys:
        storages["private"].delete(_private(key))


def large_path(key: str) -> str:
    return f"reviews/{key}/large.jpg"


def small_path(key: str) -> str:
    return f"reviews/{key}/small.webp"


def _private(key: str) -> str:
    return f"reviews/{key}.jpg"


def _store(path: str, content: bytes) -> None:
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))


def _small(content: bytes) -> bytes:
    """The middle of the photo, square."""
    with Image.open(BytesIO(content)) as image:
        square = ImageOps.fit(image, (SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    square.save(buffer, "WEBP", quality=74)
    return buffer.getvalue()
