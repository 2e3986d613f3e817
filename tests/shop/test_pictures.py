"""Promises of shop/pictures.py: a master becomes a ladder of files, a row, and the card's cover."""

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.network import NetworkInsideTransaction
from shop.media import WIDTHS, PictureFiles
from shop.models import Picture
from shop.pictures import add_picture
from tests.factories import make_variant, picture_file, upload

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
