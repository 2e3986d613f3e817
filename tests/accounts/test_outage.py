"""Promises for the time mail or SMS do not go out: messages wait, and spend no attempt."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts import breakers, outbox
from accounts.breakers import condition_of
from accounts.models import Message
from accounts.sms import MemorySender

pytestmark = pytest.mark.django_db


class Trouble(EmailBackend):
    """A mail server that answers every message with `error`."""

    error: Exception

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def mail_trouble(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Trouble"
    return lambda error: monkeypatch.setattr(Trouble, "error", error, raising=False)


class DeadSender:
    def send(self, phone, text):
        raise TimeoutError("no answer")


def post(key, to="asha@example.in", channel="email"):
    context = {"code": "123456", "minutes": 5}
    outbox.post("accounts/emails/code.html", to=to, key=key, channel=channel, context=context)
    return Message.objects.get(key=key)


def send(message):
    outbox.send(str(message.pk))
    message.refresh_from_db()
    return message


def test_after_five_failures_other_mails_wait_without_spending_an_attempt(mail_trouble):
    """BRK-4."""
    mail_trouble(ConnectionRefusedError("refused"))
    failed = [send(post(f"failed-{n}")) for n in range(5)]
    waiting = send(post("waiting"))
    assert {message.attempts for message in failed} == {1}
    assert (waiting.status, waiting.attempts, waiting.lease_until) == ("unsent", 0, None)
    assert timedelta(seconds=25) < waiting.next_attempt_at - timezone.now() < timedelta(seconds=50)


def test_what_waited_goes_out_when_the_mail_server_is_back(mail_trouble, settings):
    mail_trouble(ConnectionRefusedError("refused"))
    [send(post(f"failed-{n}")) for n in range(5)]
    waiting = send(post("waiting"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(waiting.next_attempt_at + timedelta(seconds=1)):
        assert send(waiting).status == "sent"
    assert [message.to for message in mail.outbox] == [["asha@example.in"]]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"nobody@example.in": (550, b"unknown")}), "closed"),
        (smtplib.SMTPDataError(554, b"looks like spam"), "closed"),
        (smtplib.SMTPDataError(451, b"try later"), "open"),
        (smtplib.SMTPServerDisconnected("gone"), "open"),
        (TimeoutError("timed out"), "open"),
    ],
)
def test_a_mail_server_that_refuses_one_address_is_well(mail_trouble, error, state):
    """BRK-2."""
    mail_trouble(error)
    [send(post(f"message-{n}")) for n in range(5)]
    assert condition_of("smtp").state == state


def test_a_template_at_fault_is_none_of_the_mail_servers():
    for n in range(6):
        outbox.post("orders/emails/unwritten.html", to="a@example.in", key=f"{n}", context={})
        send(Message.objects.get(key=f"{n}"))
    assert condition_of("smtp").state == "closed"


def test_an_sms_network_that_is_down_keeps_sms_waiting_and_mails_going(settings):
    settings.SMS_BACKEND = f"{__name__}.DeadSender"
    [send(post(f"sms-{n}", "+919876543210", "sms")) for n in range(5)]
    waiting = send(post("sms", "+919876543210", "sms"))
    assert (waiting.attempts, condition_of("sms").state) == (0, "open")
    assert send(post("mail")).status == "sent"


def test_a_stopped_sms_network_is_sent_nothing():
    breakers.stop("sms", by="Meera")
    send(post("sms", "+919876543210", "sms"))
    assert MemorySender.sent == []
