"""Promises of shop/media.py: a photo is re-made before it is kept; pictures come in a ladder."""

import warnings
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin

from shop import media
from shop.media import PictureFiles, cut_ladder, fresh_jpeg
from shop.templatetags.media import picture
from tests.factories import picture_file, upload

UNREADABLE = "This is not a picture we can read. Send a JPEG or PNG."


def opened(file):
    return Image.open(BytesIO(file.read()))


def image_bytes(image, kind, **save):
    buffer = BytesIO()
    image.save(buffer, kind, **save)
    return buffer.getvalue()


def with_gps():
    exif = Image.Exif()
    exif[0x010F] = "Canary camera"
    exif.get_ifd(0x8825)[2] = (12.0, 58.0, 17.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_fresh_jpeg_under_a_new_name(kind):
    """SEC-10."""
    photo = fresh_jpeg(upload(picture_file(kind), "../../me.php"))
    assert opened(photo).format == "JPEG"
    assert photo.name.endswith(".jpg")
    assert "me" not in photo.name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n",
        b"<html><script>alert(1)</script></html>",
        picture_file("GIF"),
        picture_file("BMP"),
        picture_file("TIFF"),
        picture_file("JPEG")[:200],
        picture_file("PNG")[:60],
    ],
    ids=["empty", "text", "svg", "pdf", "html", "gif", "bmp", "tiff", "half jpeg", "half png"],
)
def test_what_is_no_jpeg_png_or_webp_is_refused_whatever_its_name_says(content):
    """SEC-10: a GIF called .jpg included."""
    with pytest.raises(ValidationError, match=UNREADABLE):
        fresh_jpeg(upload(content, "photo.jpg"))


def bomb():
    """A PNG of some kilobytes that says it is 13,000 by 13,000."""
    return image_bytes(Image.new("1", (13_000, 13_000)), "PNG", optimize=True)


def test_a_small_file_of_huge_dimensions_is_refused_before_it_is_decoded(monkeypatch):
    """SEC-10: 169 megapixels would take 800 MB."""
    content = bomb()
    assert len(content) < 30_000
    monkeypatch.setattr(Image.Image, "convert", None)  # decoding would need it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with pytest.raises(ValidationError, match="more than 25 megapixels"):
            fresh_jpeg(upload(content))


def test_a_photo_of_more_than_five_megabytes_is_refused_unread():
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        fresh_jpeg(upload(b"\xff" * (media.MOST_PHOTO_BYTES + 1)))


def test_where_a_photo_was_taken_and_with_what_is_forgotten():
    """SEC-10: no GPS."""
    photo = fresh_jpeg(upload(picture_file("JPEG", exif=with_gps())))
    assert dict(opened(photo).getexif()) == {}


def test_no_words_hidden_in_a_photo_survive():
    """SEC-10."""
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "canary")
    files = [picture_file("JPEG", comment="canary"), picture_file("PNG", pnginfo=text)]
    kept = [fresh_jpeg(upload(content)).read() for content in files]
    assert [b"canary" in content for content in kept] == [False, False]


def test_nothing_appended_to_a_picture_survives():
    """SEC-10: polyglots."""
    content = picture_file("JPEG") + b"<?php canary ?>"
    assert b"canary" not in fresh_jpeg(upload(content)).read()


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    photo = fresh_jpeg(upload(picture_file("JPEG", size=(80, 40), exif=exif)))
    assert opened(photo).size == (40, 80)


def test_a_large_photo_is_made_no_wider_than_needed():
    photo = fresh_jpeg(upload(picture_file("JPEG", size=(3200, 1600))))
    assert opened(photo).size == (1600, 800)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1"])
def test_every_kind_of_png_is_read(mode):
    content = image_bytes(Image.new(mode, (40, 50)), "PNG")
    assert opened(fresh_jpeg(upload(content))).mode == "RGB"


# --- The ladder -------------------------------------------------------------------------------


def stored(path):
    with default_storage.open(path) as file:
        return opened(file)


def sizes_of(key):
    return [stored(PictureFiles(key).path(width)).size for width in media.WIDTHS]


def test_a_master_is_cut_into_every_width_and_a_fallback():
    cut_ladder(ContentFile(picture_file("PNG", size=(800, 1000))), "ladder-1")
    assert sizes_of("ladder-1") == [(200, 250), (400, 500), (600, 750), (800, 1000)]
    fallback = stored("pictures/ladder-1/600.webp")
    assert (fallback.format, fallback.size) == ("WEBP", (600, 750))


def test_a_link_preview_is_a_jpeg_with_the_garment_in_the_middle_of_a_tile():
    garment = Image.new("RGBA", (800, 1000), (0, 0, 0, 0))
    garment.paste((30, 47, 122, 255), (200, 100, 600, 900))
    cut_ladder(ContentFile(image_bytes(garment, "PNG")), "ladder-3")
    preview = stored("pictures/ladder-3/1200.jpg")
    assert (preview.format, preview.size) == ("JPEG", (1200, 630))
    assert preview.getpixel((5, 5))[0] > 230
    assert preview.getpixel((600, 315))[2] > 110
    assert PictureFiles("ladder-3").share == "/media/pictures/ladder-3/1200.jpg"


def test_removing_removes_every_file_and_bears_repeating():
    cut_ladder(ContentFile(picture_file("PNG", size=(800, 1000))), "ladder-4")
    media.remove_files("ladder-4")
    media.remove_files("ladder-4")
    assert default_storage.listdir("pictures/ladder-4")[1] == []


# --- The tag ----------------------------------------------------------------------------------


def shown(**options):
    return picture({"key": "kurta/front", "alt": "A <kurta>"}, **options)


def test_the_tag_shows_avif_in_every_width_and_a_webp_for_the_rest():
    assert shown(sizes="50vw") == (
        '<picture><source type="image/avif" srcset="/media/pictures/kurta/front/200.avif 200w, '
        "/media/pictures/kurta/front/400.avif 400w, /media/pictures/kurta/front/600.avif 600w, "
        '/media/pictures/kurta/front/800.avif 800w" sizes="50vw" >'
        '<img src="/media/pictures/kurta/front/600.webp" alt="A &lt;kurta&gt;" width="600" '
        'height="750" loading="lazy" decoding="async"></picture>'
    )


def test_the_same_tag_shows_cloudinarys_widths_when_there_is_an_account(settings):
    settings.CLOUDINARY_URL = "cloudinary://k:s@c"
    base = "https://res.cloudinary.com/c/image/upload/f_auto,q_auto,c_limit"
    html = shown(sizes="50vw")
    assert f'<img srcset="{base},w_200/v1/vastra/kurta/front 200w, ' in html
    assert f'1200w" sizes="50vw" src="{base},w_600/v1/vastra/kurta/front" alt="A &lt;' in html
    assert "<source" not in html
    assert "/media/" not in html


def test_what_is_seen_first_is_fetched_first_and_never_lazily():
    html = shown(eager=True)
    assert ' fetchpriority="high">' in html
    assert "lazy" not in html


def test_no_picture_is_nothing_at_all():
    assert picture({}) == ""
    assert picture(None) == ""


def test_cutting_again_leaves_the_files_as_they_are():
    cut_ladder(ContentFile(picture_file("PNG", size=(800, 1000))), "ladder-2")
    before = default_storage.get_modified_time("pictures/ladder-2/200.avif")
    cut_ladder(ContentFile(b"would not even open"), "ladder-2")
    assert default_storage.get_modified_time("pictures/ladder-2/200.avif") == before


def test_a_pictures_files_are_named_by_its_key_and_width():
    files = PictureFiles("kurta/front")
    assert files.fallback == "/media/pictures/kurta/front/600.webp"
    assert files.srcset.split(", ")[0] == "/media/pictures/kurta/front/200.avif 200w"
    assert (files.width, files.height) == (600, 750)


def test_a_mail_shows_a_small_jpeg_and_the_webp_where_it_was_never_cut():
    """No mail program knows AVIF, and the old Outlooks no WebP."""
    files = PictureFiles("test/mail")
    cut_ladder(ContentFile(picture_file("PNG", (80, 100))), files.key)
    assert files.mail.endswith("/test/mail/160.jpg")
    with default_storage.open(files.path(*media.MAIL_FILE)) as file:
        assert opened(file).size == (160, 200)
    default_storage.delete(files.path(*media.MAIL_FILE))
    assert files.mail.endswith("/test/mail/600.webp")
    media.remove_files(files.key)
