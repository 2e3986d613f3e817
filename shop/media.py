"""Pictures in the widths pages use, wherever they are kept; photos made harmless first.

With CLOUDINARY_URL set Cloudinary keeps the masters and makes each width as it is asked for;
otherwise the widths are cut here and kept in the media folder.
"""

from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps
from uuid_utils.compat import uuid7

from shop import cloud

FALLBACK_WIDTH = 600
LADDER: tuple[tuple[int, str, dict[str, int]], ...] = (  # widest first
    (800, "avif", {"quality": 58, "speed": 9, "max_threads": 1}),
    (600, "avif", {"quality": 58, "speed": 9, "max_threads": 1}),
    (600, "webp", {"quality": 72, "method": 1}),
    (400, "avif", {"quality": 55, "speed": 8, "max_threads": 1}),
    (200, "avif", {"quality": 62, "speed": 9, "max_threads": 1}),
)
WIDTHS = tuple(sorted(width for width, suffix, _ in LADDER if suffix == "avif"))
CLOUD_WIDEST = 1200  # Cloudinary never enlarges, so a smaller master is sent as it is
ASPECT = (4, 5)
SHARE_FILE = (1200, "jpg")  # link previews know no AVIF, and some no WebP
SHARE_SIZE = (1200, 630)
SHARE_GROUND = "#ECEEF2"  # --tile, in the light theme
MAIL_FILE = (160, "jpg")  # mail programs know no AVIF, and some no WebP
MAIL_SIZE = (160, 200)  # shown at half of it

MOST_PHOTO_BYTES = 5 * 1024 * 1024
MOST_PHOTO_PIXELS = 25_000_000  # a 20 kB file can decode to 169 megapixels and 800 MB
PHOTO_SIDE = 1600
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class PictureFiles:
    """Where one picture is found, in each width pages use."""

    key: str

    def path(self, width: int, suffix: str = "avif") -> str:
        """One file of the ladder in our own storage."""
        return f"pictures/{self.key}/{width}.{suffix}"

    def url(self, width: int, suffix: str = "avif") -> str:
        """One width; the suffix is for our own files, Cloudinary sends what the browser likes."""
        if account := cloud.account():
            return account.url(self.key, f"f_auto,q_auto,c_limit,w_{width}")
        return str(default_storage.url(self.path(width, suffix)))

    @property
    def is_one_file_per_width(self) -> bool:
        """Whether each address answers with the best format by itself, so no source is needed."""
        return cloud.account() is not None

    @property
    def srcset(self) -> str:
        widths = (*WIDTHS, CLOUD_WIDEST) if self.is_one_file_per_width else WIDTHS
        return ", ".join(f"{self.url(width)} {width}w" for width in widths)

    @property
    def fallback(self) -> str:
        return self.url(FALLBACK_WIDTH, "webp")

    @property
    def largest(self) -> str:
        """What a zoom opens."""
        return self.url(CLOUD_WIDEST if self.is_one_file_per_width else WIDTHS[-1])

    @property
    def share(self) -> str:
        """A JPEG of SHARE_SIZE on the tile's ground, for link previews."""
        if account := cloud.account():
            width, height = SHARE_SIZE
            return account.url(
                self.key, f"f_jpg,q_auto,c_pad,b_rgb:{SHARE_GROUND[1:]},w_{width},h_{height}"
            )
        return str(default_storage.url(self.path(*SHARE_FILE)))

    @property
    def mail(self) -> str:
        """A small JPEG on the tile's ground, for mails; a picture cut before these were made has
        a WebP in its place."""
        if account := cloud.account():
            width, height = MAIL_SIZE
            return account.url(
                self.key, f"f_jpg,q_auto,c_pad,b_rgb:{SHARE_GROUND[1:]},w_{width},h_{height}"
            )
        path = self.path(*MAIL_FILE)
        return str(default_storage.url(path)) if default_storage.exists(path) else self.fallback

    @property
    def width(self) -> int:
        return FALLBACK_WIDTH

    @property
    def height(self) -> int:
        return FALLBACK_WIDTH * ASPECT[1] // ASPECT[0]


def keep_master(master: File, key: str) -> None:
    """Keep a picture so that every width of it can be shown; once more changes nothing.

    cloud.CloudFailure, or an OSError of our storage, when it is not certain to be there whole.
    """
    if account := cloud.account():
        cloud.upload(account, master.read(), key)
    else:
        cut_ladder(master, key)


def remove_files(key: str) -> None:
    """Remove every file of a picture, here and at Cloudinary; content when there is none."""
    files = PictureFiles(key)
    for step in _steps():
        default_storage.delete(files.path(*step))
    if account := cloud.account():
        cloud.destroy(account, key)


def is_cut(key: str) -> bool:
    """Whether our own storage has every file of this picture."""
    files = PictureFiles(key)
    return all(default_storage.exists(files.path(*step)) for step in _steps())


def _steps() -> list[tuple[int, str]]:
    """Width and kind of every file a picture has here."""
    return [*((width, suffix) for width, suffix, _ in LADDER), SHARE_FILE, MAIL_FILE]


def cut_ladder(master: File, key: str) -> None:
    """Write every width of the ladder for `key`; files already there stay.

    About a quarter of a second of one core: each step is shrunk from the one above it, and only
    the width that most cards show is worth the slower encoder.
    """
    if is_cut(key):
        return
    with Image.open(master) as opened:
        image: Image.Image = opened.copy()
    for step, size in ((SHARE_FILE, SHARE_SIZE), (MAIL_FILE, MAIL_SIZE)):
        _store(PictureFiles(key).path(*step), _on_ground(image, size), "JPEG", {"quality": 82})
    for width, suffix, options in LADDER:
        height = round(width * image.height / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
        _store(PictureFiles(key).path(width, suffix), image, suffix.upper(), options)


def _store(path: str, image: Image.Image, kind: str, options: dict[str, int]) -> None:
    if default_storage.exists(path):
        return
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    default_storage.save(path, ContentFile(buffer.getvalue()))


def _on_ground(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in the middle of a tile of this size."""
    ground = Image.new("RGB", size, SHARE_GROUND)
    shown = ImageOps.contain(image.convert("RGBA"), size)
    corner = ((size[0] - shown.width) // 2, (size[1] - shown.height) // 2)
    ground.paste(shown, corner, shown)
    return ground


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
