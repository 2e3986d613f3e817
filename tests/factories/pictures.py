"""Pictures as browsers send them."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop.models import Colourway, Picture


def picture_file(kind: str = "JPEG", size: tuple[int, int] = (40, 50), **save: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "#27406b").save(buffer, kind, **save)
    return buffer.getvalue()


def jpeg(name: str = "sleeve.jpg") -> SimpleUploadedFile:
    return upload(picture_file(), name)


def upload(content: bytes, name: str = "sleeve.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def make_picture(colourway: Colourway, **columns: Any) -> Picture:
    """A row that shows a colourway; its files are nobody's."""
    named = {"key": f"test/{colourway.pk.hex}", "alt": f"{colourway}, front"}
    return Picture.objects.create(colourway=colourway, **{**named, **columns})
