"""Promises of shop/cloud.py: masters go to Cloudinary signed, are shown from it, and destroyed."""

import pytest
from cloudinary.utils import cloudinary_url
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from urllib3 import Timeout

from accounts import breakers
from accounts.breakers import condition_of
from accounts.network import NetworkInsideTransaction
from shop import cloud
from shop.media import PictureFiles, cut_ladder, keep_master, remove_files
from tests.factories import picture_file
from tests.factories.cloudinary import running_cloudinary

KEY = "colourways/abc/def"
PUBLIC_ID = f"vastra/{KEY}"


@pytest.fixture
def cloudinary(settings):
    with running_cloudinary() as server:
        settings.CLOUDINARY_URL = server.url()
        yield server


def content():
    return picture_file("PNG", size=(80, 100))


def test_a_master_is_uploaded_whole_and_signed_under_the_shops_own_key(cloudinary):
    keep_master(ContentFile(content()), KEY)
    assert cloudinary.assets == {PUBLIC_ID: content()}
    assert not default_storage.exists(PictureFiles(KEY).path(400))


def test_a_wrong_secret_is_refused_as_cloudinary_refuses_it(cloudinary, settings):
    settings.CLOUDINARY_URL = cloudinary.url(secret="another")
    with pytest.raises(cloud.CloudFailure, match="AuthorizationRequired: Invalid Signature"):
        keep_master(ContentFile(content()), KEY)
    assert cloudinary.assets == {}


def test_uploading_once_more_replaces_the_picture_with_itself(cloudinary):
    keep_master(ContentFile(content()), KEY)
    keep_master(ContentFile(content()), KEY)
    assert cloudinary.assets == {PUBLIC_ID: content()}


@pytest.mark.parametrize("fault", ["500", "401", "404", "420", "truncated", "html", "lie"])
def test_an_answer_that_does_not_confirm_the_upload_is_a_failure(cloudinary, fault):
    cloudinary.fault = fault
    with pytest.raises(cloud.CloudFailure):
        keep_master(ContentFile(content()), KEY)


@pytest.mark.parametrize("fault", ["500", "401", "truncated", "html", "lie"])
def test_an_answer_that_does_not_confirm_the_removal_is_a_failure(cloudinary, fault):
    cloudinary.fault = fault
    with pytest.raises(cloud.CloudFailure):
        remove_files(KEY)


def test_an_answer_that_does_not_come_is_waited_for_no_longer_than_said(cloudinary, monkeypatch):
    monkeypatch.setattr(cloud, "UPLOAD_TIMEOUT", Timeout(connect=0.2, read=0.2))
    cloudinary.fault = "hang"
    with pytest.raises(cloud.CloudFailure, match="Read timed out"):
        keep_master(ContentFile(content()), KEY)
    assert len(cloudinary.calls) == 1


@pytest.mark.parametrize("timeout", [cloud.UPLOAD_TIMEOUT, cloud.DESTROY_TIMEOUT])
def test_every_call_has_an_end_well_before_the_web_servers(timeout):
    assert timeout.connect_timeout + timeout.read_timeout <= 25


def test_nobody_there_is_a_failure(settings):
    settings.CLOUDINARY_URL = "cloudinary://k:s@c?upload_prefix=http://127.0.0.1:9"
    with pytest.raises(cloud.CloudFailure, match="Max retries exceeded"):
        keep_master(ContentFile(content()), KEY)


def test_a_redirect_is_not_followed(cloudinary):
    """SEC-12."""
    cloudinary.fault = "redirect"
    with pytest.raises(cloud.CloudFailure):
        keep_master(ContentFile(content()), KEY)
    assert [action for action, _ in cloudinary.calls] == ["upload"]


def test_what_looks_like_an_address_is_uploaded_as_bytes_and_never_fetched(cloudinary):
    """SEC-12."""
    keep_master(ContentFile(b"https://127.0.0.1/secret"), KEY)
    assert cloudinary.assets == {PUBLIC_ID: b"https://127.0.0.1/secret"}


def test_removing_destroys_the_asset_and_its_copies_on_the_network(cloudinary):
    keep_master(ContentFile(content()), KEY)
    remove_files(KEY)
    assert cloudinary.assets == {}
    assert cloudinary.calls[-1][1]["invalidate"] in {"true", "True", "1"}


def test_removing_what_is_not_there_is_done_already(cloudinary):
    remove_files(KEY)
    assert cloudinary.calls[-1][0] == "destroy"


@pytest.mark.django_db
def test_nothing_is_sent_inside_a_transaction(cloudinary):
    with transaction.atomic(), pytest.raises(NetworkInsideTransaction):
        keep_master(ContentFile(content()), KEY)
    with transaction.atomic(), pytest.raises(NetworkInsideTransaction):
        remove_files(KEY)
    assert cloudinary.calls == []


# --- Addresses --------------------------------------------------------------------------------


def test_each_width_is_a_transformation_of_the_master(settings):
    settings.CLOUDINARY_URL = "cloudinary://k:s@My-Cloud"
    base = "https://res.cloudinary.com/My-Cloud/image/upload/f_auto,q_auto,c_limit"
    assert PictureFiles(KEY).srcset == (
        f"{base},w_200/v1/{PUBLIC_ID} 200w, {base},w_400/v1/{PUBLIC_ID} 400w, "
        f"{base},w_600/v1/{PUBLIC_ID} 600w, {base},w_800/v1/{PUBLIC_ID} 800w, "
        f"{base},w_1200/v1/{PUBLIC_ID} 1200w"
    )


@pytest.mark.parametrize("more", ["", "&secure_distribution=pictures.shop.example"])
def test_addresses_are_the_ones_the_sdk_would_make(settings, more):
    settings.CLOUDINARY_URL = f"cloudinary://k:s@my-cloud?folder=two words{more}"
    options = {"secure_distribution": "pictures.shop.example", "private_cdn": True} if more else {}
    expected, _ = cloudinary_url(
        f"two words/{KEY}",
        cloud_name="my-cloud",
        secure=True,
        raw_transformation="f_auto,q_auto,c_limit,w_600",
        **options,
    )
    assert PictureFiles(KEY).fallback == expected


def test_link_previews_get_a_jpeg_on_the_tiles_ground(settings):
    settings.CLOUDINARY_URL = "cloudinary://k:s@c"
    assert "/f_jpg,q_auto,c_pad,b_rgb:ECEEF2,w_1200,h_630/v1/" in PictureFiles(KEY).share


@pytest.mark.parametrize(
    "url", ["https://k:s@c", "cloudinary://c", "cloudinary://k@c", "cloudinary://k:s@", "nonsense"]
)
def test_an_address_that_is_none_is_refused_in_words(url):
    with pytest.raises(ImproperlyConfigured, match="cloudinary://key:secret@cloud"):
        cloud.parse_account(url)


# --- Moving there -----------------------------------------------------------------------------


def test_pictures_kept_here_are_moved_under_the_same_keys(cloudinary, settings):
    settings.CLOUDINARY_URL = ""
    cut_ladder(ContentFile(picture_file("PNG", size=(800, 1000))), "moved/front")
    settings.CLOUDINARY_URL = cloudinary.url()
    call_command("upload_pictures", verbosity=0)
    with default_storage.open("pictures/moved/front/800.avif") as widest:
        assert cloudinary.assets["vastra/moved/front"] == widest.read()


def test_moving_without_an_account_is_refused():
    with pytest.raises(CommandError, match="CLOUDINARY_URL is not set"):
        call_command("upload_pictures")


# --- While Cloudinary does not work ---------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "state"), [("500", "open"), ("html", "open"), ("420", "open"), ("401", "closed")]
)
def test_five_outages_in_a_row_and_it_is_left_alone(cloudinary, fault, state):
    """BRK-2, BRK-3: a genuine no is an answer."""
    cloudinary.fault = fault
    for _ in range(5):
        with pytest.raises(cloud.CloudFailure):
            keep_master(ContentFile(content()), KEY)
    assert condition_of("cloudinary").state == state


def test_nothing_is_sent_to_a_cloudinary_that_is_left_alone(cloudinary):
    breakers.stop("cloudinary", by="Meera")
    with pytest.raises(cloud.CloudFailure, match="NotSent"):
        keep_master(ContentFile(content()), KEY)
    assert cloudinary.calls == []
