"""Promises of accounts/sms.py: one small sender, and no code in any log."""

import pytest

from accounts import sms
from accounts.forms import SignInForm
from accounts.models import Message
from accounts.outbox import post
from accounts.sms import FileSender, MemorySender


@pytest.mark.parametrize("kind", [FileSender, MemorySender])
def test_the_sender_is_the_one_the_settings_name(settings, kind):
    settings.SMS_BACKEND = f"accounts.sms.{kind.__name__}"
    assert type(sms.sender()) is kind


def test_a_shop_without_a_provider_offers_no_sign_in_by_mobile(settings):
    settings.SMS_BACKEND = ""
    form = SignInForm({"identifier": "98765 43210"})
    assert form.errors["identifier"] == [
        "We cannot send codes by SMS here. Use your e-mail address."
    ]


@pytest.mark.django_db
def test_a_shop_without_a_provider_owes_nobody_an_sms(settings):
    settings.SMS_BACKEND = ""
    post("accounts/emails/code.html", to="+919876543210", key="k", context={}, channel="sms")
    assert Message.objects.count() == 0


def test_a_file_holds_the_number_and_the_words(settings, tmp_path):
    settings.SMS_FILE_PATH = tmp_path / "inbox"
    FileSender().send("+919876543210", "₹500 refunded")
    (written,) = (tmp_path / "inbox").glob("*.sms")
    assert written.read_text(encoding="utf-8") == "+919876543210\n₹500 refunded"


def test_two_sms_in_one_moment_are_two_files(settings, tmp_path):
    settings.SMS_FILE_PATH = tmp_path
    FileSender().send("+919876543210", "one")
    FileSender().send("+919876543210", "two")
    assert len(list(tmp_path.glob("*.sms"))) == 2


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("₹2,249 paid", "Rs 2,249 paid"),
        ("Lake View – 2nd floor…", "Lake View - 2nd floor..."),
        ("It’s “here”", 'It\'s "here"'),
        ("Śrī Devī", "Sri Devi"),
        ("é à ñ stay", "é à ñ stay"),
        ("आशा", "???"),
    ],
)
def test_an_sms_is_written_in_letters_every_phone_has(written, sent):
    assert sms.in_gsm7(written) == sent


def test_letters_behind_an_escape_take_two_places():
    assert sms.places_in("a€b") == 4
