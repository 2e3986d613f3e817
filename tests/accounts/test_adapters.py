"""Promises of accounts/adapters.py: a six-digit code, by mail or SMS, opens the account once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message, User
from accounts.sms import MemorySender
from tests.factories import bag_with, make_customer, make_variant

pytestmark = pytest.mark.django_db(transaction=True)

ASK, CONFIRM = reverse("account_login"), reverse("account_confirm_login_code")
CODE = re.compile(r"\b\d{6}\b")


@pytest.fixture(autouse=True)
def quiet_wires():
    """Nothing of an earlier test is on the phone or counted against a limit."""
    cache.clear()
    MemorySender.sent.clear()


def ask(client, identifier="asha@example.in"):
    return client.post(ASK, {"identifier": identifier})


def mailed_code():
    return CODE.search(mail.outbox[-1].body)[0]


def enter(client, code, **more):
    return client.post(CONFIRM, {"code": code, "action": "verify", **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def another_code(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_mailed_code_signs_in_and_the_account_is_there(client):
    assert ask(client)["Location"] == CONFIRM
    assert enter(client, mailed_code()).status_code == 302
    assert is_signed_in(client)
    assert User.objects.get().email == "asha@example.in"


def test_the_code_sent_to_a_phone_signs_in_and_proves_the_phone(client):
    ask(client, "98765 43210")
    ((phone, text),) = MemorySender.sent
    assert phone == "+919876543210"
    enter(client, CODE.search(text)[0])
    assert is_signed_in(client)
    user = User.objects.get()
    assert (user.phone, user.phone_verified_at is not None) == ("+919876543210", True)


def test_the_mailbox_is_proven_by_the_code_that_came_to_it(client):
    ask(client)
    assert User.objects.get().email_verified_at is None
    enter(client, mailed_code())
    assert User.objects.get().email_verified_at is not None


def test_the_sms_ends_with_what_browsers_fill_in_by_themselves(client):
    """Design 2.13: the last line names the shop and the code."""
    ask(client, "98765 43210")
    ((_, text),) = MemorySender.sent
    code = CODE.search(text)[0]
    assert text.splitlines()[-1] == f"@127.0.0.1 #{code}"
    assert len(text) <= 160


def test_the_code_goes_through_the_outbox_and_is_forgotten_there(client):
    """SEC-15."""
    ask(client)
    message = Message.objects.get()
    assert (message.status, message.is_secret, message.context) == ("sent", True, {})


def test_a_wrong_code_does_not_sign_in(client):
    ask(client)
    response = enter(client, another_code(mailed_code()))
    assert response.status_code == 422
    assert "2 tries left" in response.content.decode()
    assert not is_signed_in(client)


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(client):
    """AUTH-2."""
    ask(client)
    right = mailed_code()
    [enter(client, another_code(right)) for _ in range(3)]
    enter(client, right)
    assert not is_signed_in(client)


def test_a_code_is_used_once(client):
    ask(client)
    code = mailed_code()
    enter(client, code)
    client.logout()
    enter(client, code)
    assert not is_signed_in(client)


def test_a_code_opens_nothing_in_another_browser(client):
    ask(client)
    stranger = Client()
    enter(stranger, mailed_code())
    assert not is_signed_in(stranger)


@pytest.mark.parametrize(
    ("age", "opens"), [(timedelta(seconds=295), True), (timedelta(seconds=305), False)]
)
def test_a_code_is_good_for_five_minutes(client, age, opens):
    """AUTH-2."""
    ask(client)
    code = mailed_code()
    with time_machine.travel(timezone.now() + age):
        enter(client, code)
        assert is_signed_in(client) is opens


def test_the_earlier_of_two_codes_no_longer_opens(client):
    ask(client)
    first = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        ask(client)
        second = mailed_code()
        enter(client, first)
        assert is_signed_in(client) is (first == second)
        enter(client, second)
        assert is_signed_in(client)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1" * 1000, "١٢٣٤٥٦"])
def test_what_is_no_code_does_not_sign_in(client, code):
    ask(client)
    enter(client, code)
    assert not is_signed_in(client)


def test_somebody_switched_off_does_not_get_in(client):
    user = make_customer(email="asha@example.in")
    User.objects.update(is_active=False)
    ask(client, user.email)
    [enter(client, CODE.search(sent.body)[0]) for sent in mail.outbox]
    assert not is_signed_in(client)


@pytest.mark.parametrize("identifier", ["", "asha", "12345", "a@b", "<script>", "\x00"])
def test_what_is_neither_mail_nor_phone_makes_no_account(client, identifier):
    response = ask(client, identifier)
    assert (response.status_code, User.objects.count(), mail.outbox) == (422, 0, [])


def test_signing_in_leads_back_to_where_one_was(client):
    client.post(f"{ASK}?next=/checkout/", {"identifier": "asha@example.in", "next": "/checkout/"})
    response = enter(client, mailed_code(), next="/checkout/")
    assert response["Location"] == "/checkout/"


def test_a_guests_bag_is_there_after_signing_in(client):
    variant = make_variant()
    client.post(reverse("shop:bag_add"), {"variant": variant.pk})
    ask(client)
    enter(client, mailed_code())
    assert [line.variant for line in User.objects.get().cart.lines.all()] == [variant]
    assert "1 item joined your bag." in client.get(reverse("accounts:home")).content.decode()


def test_what_was_in_the_customers_own_bag_stays(client):
    user, mine, new = make_customer(email="asha@example.in"), make_variant(), make_variant()
    bag_with(mine, user=user)
    client.post(reverse("shop:bag_add"), {"variant": new.pk})
    ask(client)
    enter(client, mailed_code())
    assert {line.variant for line in user.cart.lines.all()} == {mine, new}
