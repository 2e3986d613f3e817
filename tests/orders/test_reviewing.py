"""Promises of orders/reviewing.py: buyers write, staff read first, files are made harmless."""

import time
import warnings
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage, storages
from django.urls import reverse
from PIL import Image

from orders.errors import NotBought
from orders.reviewing import find_purchase, review_purchase
from returns.forms import PhotosField as ReturnsPhotosField
from shop.forms import PhotosField
from shop.models import Review
from shop.photos import open_photo, small_path
from shop.reviews import Draft, hide_review, publish_review
from tests.factories import (
    delivered_order,
    jpeg,
    make_customer,
    make_product,
    make_variant,
    picture_file,
    shipped_order,
    upload,
    written_review,
)

pytestmark = pytest.mark.django_db

SAID = {"rating": "5", "title": "Soft from the first day", "fit": "true", "city": "Pune"}
NOT_BOUGHT = "Reviews come from people who bought it."


@pytest.fixture
def buyer(client):
    user = make_customer(full_name="Asha Rao", phone="+919876543210")
    client.force_login(user)
    return user


@pytest.fixture
def bought(buyer):
    """A product whose M was delivered to the buyer."""
    variant = make_variant(size="M")
    delivered_order(variant, user=buyer)
    return variant.colourway.product


def page_of(product):
    return reverse("orders:review", args=[product.slug])


def send(client, product, *photos, **changes):
    data = {**SAID, **changes}
    return client.post(page_of(product), {**data, "photos": list(photos)} if photos else data)


def stored_files(folder="reviews"):
    return [
        storage.listdir(folder) if storage.exists(folder) else ([], [])
        for storage in (storages["private"], default_storage)
    ]


# --- Who may write ----------------------------------------------------------------------------


def test_a_buyer_writes_a_verified_review_with_the_size_they_bought(client, bought, buyer):
    response = send(client, bought, body="Washed twice, still soft.")
    review = Review.objects.get()
    assert response.headers["Location"] == page_of(bought)
    assert (review.user, review.size, review.is_verified) == (buyer, "M", True)
    assert (review.rating, review.title, review.body) == (
        5,
        SAID["title"],
        "Washed twice, still soft.",
    )
    assert (review.fit, review.city, review.status) == ("true", "Pune", "waiting")


def test_a_review_waits_for_staff_and_its_writer_is_told(client, bought):
    send(client, bought)
    assert "a person reads it before it is shown" in client.get(page_of(bought)).content.decode()
    assert SAID["title"] not in client.get(bought.get_absolute_url()).content.decode()


def test_a_customer_who_did_not_buy_it_is_told_so_and_writes_nothing(client, buyer):
    product = make_variant().colourway.product
    shown, refused = client.get(page_of(product)), send(client, product)
    assert (shown.status_code, refused.status_code) == (200, 422)
    assert NOT_BOUGHT in shown.content.decode()
    assert NOT_BOUGHT in refused.content.decode()
    assert b"<textarea" not in shown.content
    assert Review.objects.count() == 0


def test_a_parcel_on_its_way_is_not_enough(buyer):
    variant = make_variant()
    shipped_order(variant, user=buyer)
    with pytest.raises(NotBought):
        review_purchase(buyer, variant.colourway.product, Draft(5, "Cannot know yet"))


def test_somebody_elses_parcel_is_not_enough(buyer):
    variant = make_variant()
    delivered_order(variant)
    assert find_purchase(buyer, variant.colourway.product) is None


def test_the_size_is_that_of_the_latest_parcel(buyer):
    small = make_variant(size="S")
    large = make_variant(size="L", product=small.colourway.product)
    delivered_order(small, user=buyer)
    delivered_order(large, user=buyer)
    assert find_purchase(buyer, small.colourway.product).size == "L"


def test_writing_asks_who_is_there(client):
    product = make_product()
    assert client.get(page_of(product)).headers["Location"].startswith(reverse("account_login"))


def test_a_style_that_is_no_longer_sold_is_not_reviewed(client, bought):
    type(bought).objects.update(is_published=False)
    assert client.get(page_of(bought)).status_code == 404


# --- The form ---------------------------------------------------------------------------------


def test_stars_and_a_title_are_needed_and_what_was_typed_stays(client, bought):
    response = send(client, bought, rating="", title="", body="Kept words")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose from 1 to 5 stars." in page
    assert "Say it in one line." in page
    assert "Kept words" in page


@pytest.mark.parametrize("stars", ["0", "6", "-1", "4.5", "many"])
def test_other_stars_than_one_to_five_are_refused(client, bought, stars):
    assert send(client, bought, rating=stars).status_code == 422
    assert Review.objects.count() == 0


def test_words_beyond_the_limits_are_refused(client, bought):
    assert send(client, bought, title="x" * 81).status_code == 422
    assert send(client, bought, body="x" * 2001).status_code == 422
    assert Review.objects.count() == 0


def test_after_an_error_photos_are_asked_for_again_in_words(client, bought):
    page = send(client, bought, jpeg(), title="").content.decode()
    assert "Choose your photos again: a browser does not keep files" in page


# --- Once more --------------------------------------------------------------------------------


def test_writing_again_replaces_the_review_and_puts_it_back_to_moderation(client, bought):
    send(client, bought)
    first = Review.objects.get()
    publish_review(first)
    send(client, bought, rating="2", title="It faded")
    review = Review.objects.get()
    bought.refresh_from_db()
    assert (review.title, review.status, review.pk == first.pk) == ("It faded", "waiting", False)
    assert (bought.review_count, bought.rating_tenths, bought.ratings) == (0, 0, [0] * 5)


def test_the_form_comes_filled_with_what_was_said(client, bought):
    send(client, bought, body="Washed twice.")
    page = client.get(page_of(bought)).content.decode()
    assert 'value="Soft from the first day"' in page
    assert "Washed twice." in page


def test_photos_stay_when_a_review_is_rewritten_without_new_ones(client, bought):
    send(client, bought, jpeg())
    before = Review.objects.get().photos
    send(client, bought, title="Better words")
    assert Review.objects.get().photos == before


def test_new_photos_take_the_place_of_the_old_ones(client, bought):
    send(client, bought, jpeg(), jpeg())
    (old, _) = Review.objects.get().photos
    send(client, bought, jpeg())
    review = Review.objects.get()
    assert (len(review.photos), old in review.photos) == (1, False)
    with pytest.raises(FileNotFoundError):
        open_photo(old)


def test_photos_are_taken_away_when_asked(client, bought):
    send(client, bought, jpeg())
    (old,) = Review.objects.get().photos
    send(client, bought, drops_photos="on")
    review = Review.objects.get()
    assert (review.photos, review.has_photos) == ([], False)
    with pytest.raises(FileNotFoundError):
        open_photo(old)


def test_a_published_photo_is_private_again_once_its_review_is_rewritten(client, bought):
    send(client, bought, jpeg())
    publish_review(Review.objects.get())
    (key,) = Review.objects.get().photos
    assert default_storage.exists(small_path(key))
    send(client, bought, title="Other words")
    assert not default_storage.exists(small_path(key))


def test_a_hidden_review_can_be_written_anew(client, bought):
    send(client, bought)
    hide_review(Review.objects.get())
    assert "We did not show this review." in client.get(page_of(bought)).content.decode()
    send(client, bought, title="Kinder words")
    assert Review.objects.get().status == "waiting"


def test_own_photos_are_seen_by_their_writer_alone(client, bought, buyer):
    send(client, bought, jpeg())
    address = reverse("orders:review_photo", args=[bought.slug, 0])
    assert client.get(reverse("orders:review_photo", args=[bought.slug, 1])).status_code == 404
    client.force_login(make_customer())
    assert client.get(address).status_code == 404
    client.force_login(buyer)
    shown = client.get(address)
    assert Image.open(BytesIO(shown.getvalue())).format == "JPEG"
    shown.close()


# --- Where it is linked -----------------------------------------------------------------------


def test_a_delivered_order_links_each_line_to_its_review(client, buyer):
    order = delivered_order(make_variant(), user=buyer)
    product = order.lines.get().variant.colourway.product
    assert page_of(product) in client.get(order.get_absolute_url()).content.decode()


def test_an_order_on_its_way_links_to_no_review(client, buyer):
    order = shipped_order(make_variant(), user=buyer)
    assert "/review/" not in client.get(order.get_absolute_url()).content.decode()


def test_the_page_of_a_product_links_to_writing(client):
    product = make_variant().colourway.product
    assert page_of(product) in client.get(product.get_absolute_url()).content.decode()


# --- Hostile files (SEC-10, F23) --------------------------------------------------------------


def zip_file():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("run.sh", "rm -rf /")
    return buffer.getvalue()


def bomb():
    """A PNG of some kilobytes that says it is 13,000 by 13,000."""
    buffer = BytesIO()
    Image.new("1", (13_000, 13_000)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


UNREADABLE = "This is not a picture we can read. Send a JPEG or PNG."
HOSTILE = {
    "gif called jpg": (picture_file("GIF"), UNREADABLE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", UNREADABLE),
    "html": (b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "pdf": (b"%PDF-1.7\n1 0 obj <</OpenAction 2 0 R>> endobj", UNREADABLE),
    "zip": (zip_file(), UNREADABLE),
    "half a jpeg": (picture_file("JPEG", size=(400, 400))[:-900], UNREADABLE),
    "nothing": (b"", UNREADABLE),
    "169 megapixels": (bomb(), "This photo has more than 25 megapixels. Send a smaller one."),
    "6 MB": (b"\xff\xd8\xff" + b"\0" * 6_291_456, "This photo is larger than 5 MB."),
}


@pytest.mark.parametrize(("content", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_words_at_once_and_nothing_is_kept(
    client, bought, content, words
):
    send(client, bought, title="")  # templates are loaded before the clock starts
    before = stored_files()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        started = time.thread_time()
        response = send(client, bought, upload(content, "photo.jpg"))
        took = time.thread_time() - started
    assert response.status_code == 422
    assert words in response.content.decode()
    assert (Review.objects.count(), stored_files()) == (0, before)
    assert took < 0.3  # of one core: other tests may be running beside this one


def test_thirty_photos_are_refused_in_words_before_any_is_opened(client, bought, monkeypatch):
    monkeypatch.setattr("shop.forms.fresh_jpeg", None)  # opening one would need it
    response = send(client, bought, *[jpeg(f"{n}.jpg") for n in range(30)])
    assert response.status_code == 422
    assert "Send up to 4 photos." in response.content.decode()
    assert Review.objects.count() == 0


def test_one_bad_file_among_good_ones_keeps_none_of_them(client, bought):
    before = stored_files()
    send(client, bought, jpeg(), upload(picture_file("GIF")), jpeg())
    assert (Review.objects.count(), stored_files()) == (0, before)


def kept_photo():
    (key,) = Review.objects.get().photos
    with open_photo(key) as file:
        return file.read()


def test_what_hides_behind_a_picture_is_cut_off(client, bought):
    """A file that is a JPEG to a browser and an archive to a server."""
    polyglot = picture_file("JPEG") + zip_file()
    assert zipfile.is_zipfile(BytesIO(polyglot))
    send(client, bought, upload(polyglot))
    assert not zipfile.is_zipfile(BytesIO(kept_photo()))
    assert b"run.sh" not in kept_photo()


def test_where_a_photo_was_taken_is_forgotten(client, bought):
    exif = Image.Exif()
    exif[0x010F] = "Canary camera"
    exif.get_ifd(0x8825)[2] = (12.0, 58.0, 17.0)
    content = picture_file("JPEG", exif=exif)
    assert b"Canary camera" in content
    send(client, bought, upload(content))
    assert b"Canary camera" not in kept_photo()
    assert not Image.open(BytesIO(kept_photo())).getexif()


def test_a_photo_is_kept_under_a_name_of_ours(client, bought):
    send(client, bought, upload(picture_file("PNG"), "../../../me.php"))
    (key,) = Review.objects.get().photos
    assert len(key) == 24
    assert stored_files()[0][1].count(f"{key}.jpg") == 1


def test_photos_of_returns_go_through_the_same_field():
    assert ReturnsPhotosField is PhotosField


def test_a_review_that_cannot_be_stored_leaves_no_photo_behind(buyer, bought, monkeypatch):
    before = stored_files()
    monkeypatch.setattr("shop.reviews._write", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        review_purchase(buyer, bought, Draft(5, "Soft", photos=[jpeg()]))
    assert stored_files() == before


def test_a_written_review_says_nothing_of_who_wrote_it(client):
    user = make_customer(full_name="Canary Name", phone="+919876501234")
    review = written_review(user=user, body="Soft.")
    publish_review(review)
    page = client.get(review.product.get_absolute_url()).content.decode()
    assert "Verified buyer" in page
    assert [secret for secret in ("Canary", user.email, user.phone) if secret in page] == []
