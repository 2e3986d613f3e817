"""Promises of accounts/sms.py: one small sender, and no code in any log."""

import pytest
from django.utils import timezone

from accounts import outbox, sms
from accounts.forms import SignInForm
from accounts.models import Message
from accounts.outbox import post
from accounts.sms import FileSender, MemorySender
from tests.factories.sms_network import running_network


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


# --- Over the network -----------------------------------------------------------------------------


@pytest.fixture
def network(settings):
    with running_network() as network:
        settings.SMS_BACKEND, settings.SMS_URL = "accounts.sms.TwilioSender", network.url
        yield network


def test_an_sms_is_handed_to_the_network_as_its_api_asks(network):
    """AUTH-1: proved over HTTP, with account, token, sender and words."""
    sms.send("+919876543210", "482913 is your Vastra code")
    assert network.calls == [
        (
            "/2010-04-01/Accounts/ACtest/Messages.json",
            {"To": "+919876543210", "From": "VASTRA", "Body": "482913 is your Vastra code"},
        )
    ]


def test_a_messaging_service_is_named_as_one(network, settings):
    settings.SMS_URL = network.url.replace("VASTRA", "MG123")
    sms.send("+919876543210", "Hello")
    assert network.calls[0][1]["MessagingServiceSid"] == "MG123"


def test_a_wrong_token_is_a_failure_that_is_tried_again(network, settings):
    settings.SMS_URL = network.url.replace("token", "other")
    with pytest.raises(ConnectionError, match="401"):
        sms.send("+919876543210", "Hello")


def test_a_number_the_network_does_not_take_is_no_illness_of_the_network(network):
    """The breaker stays closed: five refused numbers stop nobody else's code."""
    network.status = 400
    for _ in range(6):
        with pytest.raises(sms.Declined):
            sms.send("+910000000000", "Hello")
    network.status = 201
    sms.send("+919876543210", "Hello")
    assert len(network.calls) == 7


@pytest.mark.parametrize("status", [301, 429, 500])
def test_what_is_no_yes_is_a_failure_and_is_followed_nowhere(network, status):
    """SEC-12."""
    network.status = status
    with pytest.raises(ConnectionError, match=str(status)):
        sms.send("+919876543210", "Hello")


@pytest.mark.django_db(transaction=True)
def test_a_code_whose_network_was_away_arrives_when_it_is_back(network, client):
    network.status = 500
    client.post("/sign-in/", {"identifier": "98765 43210"})
    message = Message.objects.get()
    assert (message.status, message.attempts) == ("unsent", 1)
    network.status = 201
    Message.objects.update(next_attempt_at=timezone.now())
    outbox.send(str(message.pk))
    assert [call["To"] for _, call in network.calls] == ["+919876543210"] * 2
