"""Promises of accounts/outbox.py: a message exists with its cause, and goes out once."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as project
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from accounts import outbox, periodic
from accounts.errors import IllegalTransition
from accounts.models import Message
from accounts.sms import MemorySender
from accounts.tasks import send_message
from accounts.wording import wording_of

pytestmark = pytest.mark.django_db

CODE = "accounts/emails/code.html"


@pytest.fixture(autouse=True)
def no_sms_yet():
    MemorySender.sent.clear()


def post(key="k", *, to="asha@example.in", **how):
    outbox.post(CODE, to=to, key=key, context={"code": "123456", "minutes": 5}, **how)
    return Message.objects.get(key=key)


def fresh(message):
    return Message.objects.get(pk=message.pk)


def send(message, *, times=1):
    """Send it `times` times, each when it is due again."""
    for _ in range(times):
        with time_machine.travel(fresh(message).next_attempt_at + timedelta(seconds=1)):
            outbox.send(str(message.pk))
    return fresh(message)


class Failing(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("[Errno 111] Connection refused")


@pytest.fixture
def mail_server_down(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    return settings


# --- Posting ----------------------------------------------------------------------------------


def test_a_posted_message_waits_in_the_transaction_of_its_cause():
    message = post()
    assert (message.status, message.attempts, message.recipient) == ("unsent", 0, "asha@example.in")
    assert mail.outbox == []


def test_the_same_key_twice_is_one_message():
    """CEL-8."""
    post("k")
    outbox.post(CODE, to="other@example.in", key="k", context={})
    assert Message.objects.get().recipient == "asha@example.in"


def test_nobody_to_write_to_is_no_message():
    outbox.post(CODE, to="", key="k", context={})
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_sent():
    """INV-8."""

    def fail():
        with transaction.atomic():
            post()
            raise RuntimeError("the cause fails")

    with pytest.raises(RuntimeError):
        fail()
    assert (Message.objects.count(), mail.outbox) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_the_bell_is_rung_after_the_commit():
    with transaction.atomic():
        post()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_in_block", [True, False])
def test_a_broker_that_is_down_does_not_fail_what_was_done(monkeypatch, is_in_block):
    """INV-8, CEL-6: the row is the queue, the broker only the bell."""

    def unreachable(*_args, **_options):
        raise ConnectionError("Redis is gone")

    monkeypatch.setattr(send_message, "delay", unreachable)
    if is_in_block:
        with transaction.atomic():
            message = post()
    else:
        message = post()
    assert fresh(message).status == "unsent"
    periodic.send_unsent_messages()
    assert fresh(message).status == "sent"


# --- Sending ----------------------------------------------------------------------------------


def test_a_mail_has_a_subject_words_and_pages_and_names_its_row():
    message = send(post())
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["asha@example.in"], "123456 is your Vastra code")
    assert "123456" in sent.body
    assert "123456" in sent.alternatives[0].content
    assert sent.extra_headers["Message-ID"] == f"<{message.pk}@127.0.0.1>"


def test_an_sms_goes_to_the_phone_in_one_part():
    send(post(to="+919876543210", channel="sms"))
    ((phone, text),) = MemorySender.sent
    assert phone == "+919876543210"
    assert text.startswith("123456 is your Vastra code")
    assert len(text) <= 160


def test_a_sent_message_is_not_sent_again():
    """CEL-8."""
    message = send(post())
    send(message, times=2)
    assert (len(mail.outbox), fresh(message).attempts) == (1, 1)


def test_a_message_somebody_is_sending_is_left_alone_until_the_lease_is_over():
    message = post()
    Message.objects.update(lease_until=timezone.now() + outbox.LEASE)
    outbox.send(str(message.pk))
    assert mail.outbox == []
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        outbox.send(str(message.pk))
    assert len(mail.outbox) == 1


class Killed(BaseException):
    """A worker that is no more: nothing after it is written."""


def test_a_message_that_kills_every_worker_is_set_aside_and_can_be_sent_again(monkeypatch):
    """F17: five lives are enough."""
    message = post()

    def die(*_):
        raise Killed

    with time_machine.travel(timezone.now()) as clock, monkeypatch.context() as patch:
        patch.setattr(outbox, "_deliver", die)
        for _ in range(5):
            with pytest.raises(Killed):
                outbox.send(str(message.pk))
            clock.shift(outbox.LEASE + timedelta(seconds=1))
        outbox.send(str(message.pk))
    stuck = fresh(message)
    assert (stuck.status, stuck.attempts) == ("needs_attention", 5)
    assert stuck.last_error == "Its worker vanished each time"
    outbox.resend(stuck)
    outbox.send(str(message.pk))
    assert (fresh(message).status, len(mail.outbox)) == ("sent", 1)


def test_a_message_that_failed_in_words_five_times_is_not_taken_for_poison():
    message = post()
    Message.objects.update(attempts=5, lease_until=None)
    outbox.send(str(message.pk))
    assert fresh(message).status == "sent"


def test_a_secret_is_forgotten_once_it_is_sent():
    """SEC-15: the row of a sign-in code does not keep the code."""
    message = send(post(is_secret=True))
    assert (message.status, message.context) == ("sent", {})


def test_what_was_said_is_kept_when_it_is_no_secret():
    assert send(post()).context == {"code": "123456", "minutes": 5}


# --- To both, and not at all --------------------------------------------------------------


def post_both(key="k", *, email="asha@example.in", phone="+919876543210", minutes=0):
    context = {"code": "123456", "minutes": 5}
    after = timedelta(minutes=minutes)
    outbox.post_to_both(
        CODE, email=email, phone=phone, key=key, context=context, about="VA-1", after=after
    )


def statuses():
    return list(Message.objects.order_by("channel").values_list("channel", "status"))


def test_a_mail_and_an_sms_are_owed_at_once_and_once(django_assert_num_queries):
    with django_assert_num_queries(2):
        post_both()
    post_both()
    assert statuses() == [("email", "unsent"), ("sms", "unsent")]
    assert set(Message.objects.values_list("about", flat=True)) == {"VA-1"}


def test_only_the_missing_one_of_two_is_owed_later():
    post_both(phone="")
    post_both()
    assert statuses() == [("email", "unsent"), ("sms", "unsent")]


def test_a_message_that_waits_is_neither_rung_nor_swept_before_its_time(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True) as rung:
        post_both(minutes=5)
    periodic.send_unsent_messages()
    assert (rung, mail.outbox) == ([], [])
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        periodic.send_unsent_messages()
    assert (len(mail.outbox), len(MemorySender.sent)) == (1, 1)


def test_what_is_no_longer_so_is_withdrawn_and_kept_in_the_log():
    post_both(minutes=5)
    outbox.withdraw("k", "another")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        periodic.send_unsent_messages()
    assert statuses() == [("email", "withdrawn"), ("sms", "withdrawn")]
    assert mail.outbox == []


def test_what_was_withdrawn_is_not_owed_again_under_its_key():
    post_both(minutes=5)
    outbox.withdraw("k")
    post_both()
    assert statuses() == [("email", "withdrawn"), ("sms", "withdrawn")]


def test_what_was_sent_or_is_being_sent_is_not_withdrawn():
    post_both()
    outbox.send(str(Message.objects.get(channel="sms").pk))
    Message.objects.filter(channel="email").update(lease_until=timezone.now() + outbox.LEASE)
    outbox.withdraw("k")
    assert statuses() == [("email", "unsent"), ("sms", "sent")]


def test_a_message_that_was_sent_keeps_its_words():
    message = send(post(key="k"))
    (sent,) = mail.outbox
    kept = wording_of(message)
    assert (kept.subject, kept.text, kept.html) == (
        sent.subject,
        sent.body,
        sent.alternatives[0].content,
    )
    assert len(message.sent_as) < 5000


def test_a_slow_mail_server_does_not_hold_the_sweep_for_longer_than_a_turn(monkeypatch):
    """CEL-1: one that times out after 10 s each would otherwise outlast the task's limit."""
    clock = iter(range(0, 1000, 20))
    monkeypatch.setattr(periodic.time, "monotonic", lambda: next(clock))
    for key in "abcd":
        post(key)
    periodic.send_unsent_messages()
    assert len(mail.outbox) == 2


# --- Trouble ----------------------------------------------------------------------------------


def test_a_mail_server_that_is_down_costs_a_later_attempt_and_no_mail(mail_server_down):
    message = send(post())
    assert (message.status, message.attempts) == ("unsent", 1)
    assert message.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"
    assert message.next_attempt_at > message.created_at
    mail_server_down.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(message).status == "sent"
    assert len(mail.outbox) == 1


def test_a_message_is_not_tried_before_its_next_attempt(mail_server_down):
    message = post()
    outbox.send(str(message.pk))
    outbox.send(str(message.pk))
    assert fresh(message).attempts == 1


def test_after_eight_failures_a_person_is_asked_and_resending_works(
    mail_server_down, patient_breakers
):
    """CEL-3."""
    stuck = send(post(), times=8)
    assert (stuck.status, stuck.attempts) == ("needs_attention", 8)
    mail_server_down.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.resend(stuck)
    assert send(stuck).status == "sent"


def test_a_template_that_is_missing_is_trouble_like_any_other():
    outbox.post("orders/emails/unwritten.html", to="a@example.in", key="k", context={})
    message = send(Message.objects.get())
    assert (message.status, message.attempts) == ("unsent", 1)
    assert message.last_error.startswith("TemplateDoesNotExist")


def test_an_unsent_message_is_not_resent():
    with pytest.raises(IllegalTransition):
        outbox.resend(post())


def test_a_sent_message_is_resent_when_staff_ask():
    message = send(post())
    outbox.resend(message)
    send(message)
    assert len(mail.outbox) == 2


def test_a_secret_that_was_forgotten_cannot_be_resent():
    """It would say “ is your Vastra code”."""
    message = send(post(is_secret=True))
    with pytest.raises(IllegalTransition):
        outbox.resend(message)
    assert fresh(message).status == "sent"


def test_messages_no_bell_announced_are_found_by_the_sweep():
    """INV-8, CEL-4."""
    post("a")
    post("b")
    periodic.send_unsent_messages()
    periodic.send_unsent_messages()
    assert len(mail.outbox) == 2


def test_one_message_that_cannot_be_sent_does_not_keep_the_others():
    outbox.post("orders/emails/unwritten.html", to="a@example.in", key="a", context={})
    post("b")
    periodic.send_unsent_messages()
    assert len(mail.outbox) == 1


def test_the_sweep_comes_often_enough_for_a_sign_in_code():
    job = project.CELERY_BEAT_SCHEDULE["send_unsent_messages"]
    assert job["schedule"] <= 30
