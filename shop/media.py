"""Pictures: masters cut into a ladder of widths, photos made harmless before they are kept."""

from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps
from uuid_utils.compat import uuid7

WIDTHS = (200, 400, 600, 800)
FALLBACK_WIDTH = 600
ASPECT = (4, 5)

MOST_PHOTO_BYTES = 5 * 1024 * 1024
MOST_PHOTO_PIXELS = 25_000_000  # a 20 kB file can decode to 169 megapixels and 800 MB
PHOTO_SIDE = 1600
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class PictureFiles:
    """Where the files of one picture are."""

    key: str

    def path(self, width: int, suffix: str = "avif") -> str:
        return f"pictures/{self.key}/{width}.{suffix}"

    @property
    def srcset(self) -> str:
        return ", ".join(f"{default_storage.url(self.path(w))} {w}w" for w in WIDTHS)

    @property
    def fallback(self) -> str:
        return str(default_storage.url(self.path(FALLBACK_WIDTH, "webp")))

    @property
    def width(self) -> int:
        return FALLBACK_WIDTH

    @property
    def height(self) -> int:
        return FALLBACK_WIDTH * ASPECT[1] // ASPECT[0]


def cut_ladder(master: File, key: str) -> None:
    """Write every width of the ladder for `key`; files already there stay."""
    files = PictureFiles(key)
    wanted = [(width, "avif") for width in WIDTHS] + [(FALLBACK_WIDTH, "webp")]
    missing = [
        (w, s) for w, s in wanted if not default_storage.exists(files.path(w, s))
    ]
    if not missing:
        return
    with Image.open(master) as image:
        image.load()
        for width, suffix in missing:
            step = image.resize(
                (width, round(width * image.height / image.width)), Image.LANCZOS
            )
            buffer = BytesIO()
            _save(step, buffer, suffix)
            default_storage.save(
                files.path(width, suffix), ContentFile(buffer.getvalue())
            )


def fresh_jpeg(upload: File) -> ContentFile:
    """A new JPEG of an uploaded photo: no GPS, no hidden second file, at most PHOTO_SIDE wide.

    The pixel count is read from the header before anything is decoded. ValidationError, in
    words, for what is no JPEG, PNG or WebP picture, or too large.
    """
    if upload.size > MOST_PHOTO_BYTES:
        raise ValidationError("This photo is larger than 5 MB. Send a smaller one.")
    try:
        with Image.open(upload, formats=PHOTO_FORMATS) as image:
            if image.width * image.height > MOST_PHOTO_PIXELS:
                raise ValidationError(
                    "This photo has more than 25 megapixels. Send a smaller one."
                )
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except ValidationError:
        raise
    except Exception:  # Pillow raises almost anything on a hostile file
        raise ValidationError(
            "This is not a picture we can read. Send a JPEG or PNG."
        ) from None
    turned.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    buffer = BytesIO()
    turned.save(buffer, "JPEG", quality=85)
    return ContentFile(buffer.getvalue(), name=f"{uuid7().hex}.jpg")


def _save(image: Image.Image, buffer: BytesIO, suffix: str) -> None:
    if suffix == "avif":
        image.save(buffer, "AVIF", quality=55, speed=8)
    else:
        image.save(buffer, "WEBP", quality=75, method=4)
