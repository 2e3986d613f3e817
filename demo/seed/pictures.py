"""Product pictures: every drawn master cut into the ladder of widths the pages use."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image

from demo.catalogue import Product
from demo.garments.wardrobe import VIEWS
from demo.seed.progress import progress
from shop.media import FALLBACK_WIDTH, PictureFiles, is_cut, keep_master

log = logging.getLogger(__name__)
MASTERS = Path(__file__).resolve().parent.parent / "pictures"
THREADS = 2  # Pillow encodes outside the interpreter's lock


def cut_pictures(products: Sequence[Product]) -> None:
    """Cut what these products show and is not cut yet; products of one look share a ladder."""
    keys = {
        f"{colourway.look}-{view}": None
        for product in products
        for colourway in product.colourways
        for view in VIEWS[product.category.style]
    }
    uncut = [key for key in keys if not is_cut(key)]
    missing = [key for key in uncut if not _master(key).exists()]
    if missing:
        log.warning(
            "%s of %s drawn pictures are missing (%s first): `manage.py render_garments` paints "
            "them; until then their tiles stay empty",
            len(missing), len(keys), missing[0],
        )  # fmt: skip
    ready = [key for key in uncut if key not in missing]
    if ready:
        with ThreadPoolExecutor(THREADS) as threads:
            cuts = threads.map(_cut, ready)
            list(progress(cuts, "Pictures", unit="drawings", total=len(ready)))


def _master(key: str) -> Path:
    return MASTERS / f"{key}.avif"


def _cut(key: str) -> None:
    with _master(key).open("rb") as master:
        keep_master(File(master), key)


def stand_in_photo(key: str) -> ContentFile | None:
    """A stand-in for a customer's photo, as a JPEG: the drawing of what they bought, on cloth."""
    drawing = PictureFiles(key).path(FALLBACK_WIDTH, "webp")
    if not default_storage.exists(drawing):
        return None
    jpeg = BytesIO()
    with default_storage.open(drawing) as file, Image.open(file) as image:
        cloth = Image.new("RGB", image.size, "#d9d5cc")
        cloth.paste(image, mask=image.convert("RGBA").getchannel("A"))
        cloth.save(jpeg, "JPEG", quality=80)
    return ContentFile(jpeg.getvalue())
