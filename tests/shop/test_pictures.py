"""Promises of shop/pictures.py: a master becomes files, a row, and the card's cover; all of it goes
again when staff delete it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.network import NetworkInsideTransaction
from shop import media, pictures
from shop.errors import PictureNotKept
from shop.media import WIDTHS, PictureFiles, is_cut
from shop.models import DiscardedPicture, Picture, Product
from shop.periodic import remove_discarded_pictures
from shop.pictures import add_picture, delete_picture
from tests.factories import make_category, make_variant, paid_order, picture_file, upload
from tests.factories.cloudinary import running_cloudinary

pytestmark = pytest.mark.django_db


def master():
    return upload(picture_file(size=(80, 100)))


def test_every_width_is_there_and_the_card_shows_it():
    colourway = make_variant().colourway
    picture = add_picture(colourway, master(), view="front", alt="Bagru Kurta, Indigo, front")
    files = PictureFiles(picture.key)
    assert all(default_storage.exists(files.path(width)) for width in WIDTHS)
    colourway.product.refresh_from_db()
    assert colourway.product.cover["key"] == picture.key


def test_a_second_picture_comes_after_the_first_and_leaves_the_cover():
    colourway = make_variant().colourway
    first = add_picture(colourway, master(), view="front", alt="Front")
    second = add_picture(colourway, master(), view="back", alt="Back")
    assert list(colourway.pictures.all()) == [first, second]
    colourway.product.refresh_from_db()
    assert colourway.product.cover["key"] == first.key


def test_no_file_is_written_inside_a_transaction():
    colourway = make_variant().colourway
    with transaction.atomic(), pytest.raises(NetworkInsideTransaction):
        add_picture(colourway, master(), view="front", alt="Front")
    assert not Picture.objects.exists()


# --- Not kept ---------------------------------------------------------------------------------


@pytest.fixture
def cloudinary(settings):
    with running_cloudinary() as server:
        settings.CLOUDINARY_URL = server.url()
        yield server


def pass_time(**amount):
    DiscardedPicture.objects.update(next_attempt_at=timezone.now() - timedelta(**amount))


def test_with_an_account_the_picture_is_at_cloudinary_under_the_rows_key(cloudinary):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    assert list(cloudinary.assets) == [f"vastra/{picture.key}"]
    assert Product.objects.get().cover["key"] == picture.key


@pytest.mark.parametrize("fault", ["500", "401", "truncated"])
def test_an_upload_that_fails_is_refused_in_words_and_leaves_no_row(cloudinary, fault):
    colourway = make_variant().colourway
    cloudinary.fault = fault
    with pytest.raises(PictureNotKept, match="so nothing was changed"):
        add_picture(colourway, master(), view="front", alt="Front")
    assert not Picture.objects.exists()
    assert Product.objects.get().cover == {}


def test_an_upload_that_arrived_although_the_answer_was_lost_is_destroyed_later(cloudinary):
    cloudinary.fault, cloudinary.keeps_despite_fault = "truncated", True
    with pytest.raises(PictureNotKept):
        add_picture(make_variant().colourway, master(), view="front", alt="Front")
    cloudinary.fault = ""
    remove_discarded_pictures()
    assert len(cloudinary.assets) == 1  # it may still be arriving
    pass_time(minutes=1)
    remove_discarded_pictures()
    assert cloudinary.assets == {}
    assert not DiscardedPicture.objects.exists()


def test_a_disk_that_fills_half_way_leaves_neither_a_row_nor_later_a_file(monkeypatch):
    colourway = make_variant().colourway
    store = media._store

    def full_at_the_webp(path, *rest):
        if path.endswith(".webp"):
            raise OSError("No space left on device")
        store(path, *rest)

    monkeypatch.setattr(media, "_store", full_at_the_webp)
    with pytest.raises(PictureNotKept):
        add_picture(colourway, master(), view="front", alt="Front")
    key = DiscardedPicture.objects.get().key
    assert default_storage.exists(PictureFiles(key).path(800))
    pass_time(minutes=1)
    remove_discarded_pictures()
    assert not default_storage.exists(PictureFiles(key).path(800))
    assert not Picture.objects.exists()


# --- Deleted ----------------------------------------------------------------------------------


def delete(picture, capture):
    """What one request does: the row in a transaction, the worker after its commit."""
    with capture(execute=True):
        delete_picture(picture)


def test_deleting_removes_row_and_files_and_the_card_shows_the_next(
    django_capture_on_commit_callbacks,
):
    colourway = make_variant().colourway
    first = add_picture(colourway, master(), view="front", alt="Front")
    second = add_picture(colourway, master(), view="back", alt="Back")
    delete(first, django_capture_on_commit_callbacks)
    assert list(colourway.pictures.all()) == [second]
    assert not any(default_storage.exists(PictureFiles(first.key).path(w)) for w in WIDTHS)
    assert not default_storage.exists(PictureFiles(first.key).path(1200, "jpg"))
    assert is_cut(second.key)
    assert Product.objects.get().cover["key"] == second.key


def test_files_stay_until_the_deletion_is_committed(django_capture_on_commit_callbacks):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    with django_capture_on_commit_callbacks():
        delete_picture(picture)
    assert is_cut(picture.key)
    assert DiscardedPicture.objects.get().key == picture.key


def test_the_clock_removes_what_the_worker_was_never_told_of(django_capture_on_commit_callbacks):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    with django_capture_on_commit_callbacks():
        delete_picture(picture)
    remove_discarded_pictures()
    assert not default_storage.exists(PictureFiles(picture.key).path(400))
    assert not DiscardedPicture.objects.exists()


def test_deleting_twice_is_deleting_once(django_capture_on_commit_callbacks):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    copy = Picture.objects.get()
    delete(picture, django_capture_on_commit_callbacks)
    delete(copy, django_capture_on_commit_callbacks)
    assert not Picture.objects.exists()


def test_deleting_destroys_the_asset_at_cloudinary(cloudinary, django_capture_on_commit_callbacks):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    delete(picture, django_capture_on_commit_callbacks)
    assert cloudinary.assets == {}


@pytest.mark.parametrize("fault", ["500", "401", "truncated"])
def test_an_asset_that_was_not_destroyed_is_tried_again_later(
    cloudinary, fault, django_capture_on_commit_callbacks
):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    cloudinary.fault = fault
    delete(picture, django_capture_on_commit_callbacks)
    row = DiscardedPicture.objects.get()
    assert (row.attempts, row.next_attempt_at > timezone.now()) == (1, True)
    assert row.last_error
    assert not Picture.objects.exists()
    cloudinary.fault = ""
    remove_discarded_pictures()
    assert len(cloudinary.assets) == 1  # not before its time
    pass_time(minutes=1)
    remove_discarded_pictures()
    assert cloudinary.assets == {}


def test_the_pauses_grow_to_six_hours_and_no_more(cloudinary):
    cloudinary.fault = "500"
    row = DiscardedPicture.objects.create(key="gone", attempts=40)
    pictures.remove_discarded(str(row.pk))
    row.refresh_from_db()
    pause = row.next_attempt_at - timezone.now()
    assert timedelta(hours=2.9) < pause <= timedelta(hours=6)


def test_two_workers_remove_a_picture_once(monkeypatch):
    row = DiscardedPicture.objects.create(key="gone")
    again = []
    monkeypatch.setattr(
        pictures, "remove_files", lambda key: again.append(pictures.remove_discarded(str(row.pk)))
    )
    pictures.remove_discarded(str(row.pk))
    assert not DiscardedPicture.objects.exists()
    assert again == [None]  # the second, in the middle of the first, found nothing due


def test_files_another_picture_shares_stay(django_capture_on_commit_callbacks):
    colourway = make_variant().colourway
    picture = add_picture(colourway, master(), view="front", alt="Front")
    Picture.objects.create(colourway=colourway, key=picture.key, alt="The same", position=1)
    delete(picture, django_capture_on_commit_callbacks)
    assert is_cut(picture.key)
    assert not DiscardedPicture.objects.exists()


def test_files_the_tile_of_a_category_shows_stay(django_capture_on_commit_callbacks):
    picture = add_picture(make_variant().colourway, master(), view="front", alt="Front")
    make_category(cover={"key": picture.key, "alt": "Kurtas"})
    delete(picture, django_capture_on_commit_callbacks)
    assert is_cut(picture.key)


def test_a_piece_that_was_bought_keeps_its_picture_on_the_order(django_capture_on_commit_callbacks):
    variant = make_variant()
    picture = add_picture(variant.colourway, master(), view="front", alt="Front")
    order = paid_order(variant)
    delete(picture, django_capture_on_commit_callbacks)
    assert order.lines.get().picture["key"] == picture.key
    assert is_cut(picture.key)
