"""Pictures: masters cut into a ladder of widths, photos made harmless before they are kept."""

from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps
from uuid_utils.compat import uuid7

FALLBACK_WIDTH = 600
LADDER: tuple[tuple[int, str, dict[str, int]], ...] = (  # widest first
    (800, "avif", {"quality": 58, "speed": 9, "max_threads": 1}),
    (600, "avif", {"quality": 58, "speed": 9, "max_threads": 1}),
    (600, "webp", {"quality": 72, "method": 1}),
    (400, "avif", {"quality": 55, "speed": 8, "max_threads": 1}),
    (200, "avif", {"quality": 62, "speed": 9, "max_threads": 1}),
)
WIDTHS = tuple(sorted(width for width, suffix, _ in LADDER if suffix == "avif"))
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
    """Write every width of the ladder for `key`; files already there stay.

    About a quarter of a second of one core: each step is shrunk from the one above it, and only
    the width that most cards show is worth the slower encoder.
    """
    files = PictureFiles(key)
    missing = [step for step in LADDER if not default_storage.exists(files.path(*step[:2]))]
    if not missing:
        return
    with Image.open(master) as opened:
        image: Image.Image = opened.copy()
    for width, suffix, options in missing:
        height = round(width * image.height / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
        buffer = BytesIO()
        image.save(buffer, suffix.upper(), **options)
        default_storage.save(files.path(width, suffix), ContentFile(buffer.getvalue()))


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
                raise ValidationError("This photo has more than 25 megapixels. Send a smaller one.")
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except ValidationError:
        raise
    except Exception:  # noqa: BLE001  Pillow raises almost anything on a hostile file
        raise ValidationError("This is not a picture we can read. Send a JPEG or PNG.") from None
    turned.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    turned.info.clear()  # Pillow would carry a comment over into the new file
    buffer = BytesIO()
    turned.save(buffer, "JPEG", quality=85)
    return ContentFile(buffer.getvalue(), name=f"{uuid7().hex}.jpg")
