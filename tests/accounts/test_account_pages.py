"""Promises of the account pages: profile, addresses, and who may see which."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Message, User
from accounts.sms import MemorySender
from shop.models import PinCode
from tests.accounts.test_security_pages import signed_in
from tests.factories import make_address, make_customer

pytestmark = pytest.mark.django_db(transaction=True)

PROFILE, ADDRESSES = reverse("accounts:profile"), reverse("accounts:addresses")
WRITTEN = {
    "full_name": "Asha Rao",
    "phone": "98765 43210",
    "pin_code": "560 001",
    "house": "12, Lake View",
    "street": "Church Street",
    "landmark": "",
    "city": "",
    "state": "",
}


@pytest.fixture
def asha():
    return make_customer(email="asha@example.in", phone="+919876543210")


def code_in(text):
    return re.search(r"\b\d{6}\b", text)[0]


@pytest.mark.parametrize(
    "name",
    ["home", "profile", "addresses", "new_address", "security", "privacy", "close", "password"],
)
def test_every_page_opens_for_its_owner_and_asks_a_stranger_who_they_are(asha, name):
    """SEC-5."""
    page = reverse(f"accounts:{name}")
    assert signed_in(asha).get(page).status_code == 200
    assert Client().get(page)["Location"].startswith(reverse("account_login"))


# --- Profile ------------------------------------------------------------------------------------


def test_a_new_mail_address_counts_once_its_code_came_back_and_the_old_one_is_told(asha):
    """AUTH-10, design 2.11."""
    client, there = signed_in(asha), signed_in(asha)
    change = reverse("accounts:change_contact", args=["email"])
    client.post(change, {"contact": "New@example.in"})
    asha.refresh_from_db()
    assert asha.email == "asha@example.in"
    confirm = reverse("accounts:confirm_contact", args=["email"])
    client.post(confirm, {"code": code_in(mail.outbox[-1].body)})
    asha.refresh_from_db()
    assert (asha.email, asha.email_verified_at is not None) == ("new@example.in", True)
    told = Message.objects.get(template="accounts/emails/changed.html")
    assert (told.recipient, told.context["what"]) == (
        "asha@example.in",
        "Your e-mail address was changed",
    )
    assert client.get(PROFILE).status_code == 200
    assert there.get(PROFILE).status_code == 302


def test_a_new_number_is_proven_by_sms_and_both_old_ways_are_told(asha):
    client = signed_in(asha)
    client.post(reverse("accounts:change_contact", args=["phone"]), {"contact": "99999 11111"})
    phone, text = MemorySender.sent[-1]
    confirm = reverse("accounts:confirm_contact", args=["phone"])
    client.post(confirm, {"code": code_in(text)})
    asha.refresh_from_db()
    assert (phone, asha.phone) == ("+919999911111", "+919999911111")
    told = Message.objects.filter(template="accounts/emails/changed.html")
    assert {row.recipient for row in told} == {"+919876543210", "asha@example.in"}


def test_one_person_one_account_a_taken_address_is_not_given_twice(asha):
    make_customer(email="ravi@example.in")
    client = signed_in(asha)
    client.post(reverse("accounts:change_contact", args=["email"]), {"contact": "ravi@example.in"})
    confirm = reverse("accounts:confirm_contact", args=["email"])
    answer = client.post(confirm, {"code": code_in(mail.outbox[-1].body)}, follow=True)
    assert User.objects.filter(email="ravi@example.in").count() == 1
    assert User.objects.get(pk=asha.pk).email == "asha@example.in"
    assert "Another account has this e-mail" in answer.content.decode()


def test_a_wrong_code_changes_nothing(asha):
    client = signed_in(asha)
    client.post(reverse("accounts:change_contact", args=["email"]), {"contact": "new@example.in"})
    wrong = f"{(int(code_in(mail.outbox[-1].body)) + 1) % 10**6:06d}"
    confirm = reverse("accounts:confirm_contact", args=["email"])
    answers = [client.post(confirm, {"code": wrong}).status_code for _ in range(3)]
    client.post(confirm, {"code": code_in(mail.outbox[-1].body)})
    asha.refresh_from_db()
    assert (answers, asha.email) == ([422, 422, 422], "asha@example.in")


# --- Addresses ----------------------------------------------------------------------------------


def test_a_pin_code_brings_city_and_state(asha):
    PinCode.objects.create(prefix="560001", city="Bengaluru", state="KA")
    client = signed_in(asha)
    assert client.post(reverse("accounts:new_address"), WRITTEN)["Location"] == ADDRESSES
    kept = asha.addresses.get()
    assert (kept.city, kept.state, kept.pin_code, kept.is_default) == (
        "Bengaluru",
        "KA",
        "560001",
        True,
    )


def test_where_we_do_not_deliver_is_said_beside_the_pin_code(asha):
    PinCode.objects.create(prefix="744", is_served=False)
    answer = signed_in(asha).post(
        reverse("accounts:new_address"), {**WRITTEN, "pin_code": "744301"}
    )
    assert answer.status_code == 422
    assert "We do not deliver to 744301 yet" in answer.content.decode()


def test_an_address_is_edited_in_its_place(asha):
    address = make_address(asha)
    edited = {**WRITTEN, "house": "14, Lake View", "city": "Bengaluru", "state": "KA"}
    signed_in(asha).post(reverse("accounts:address", args=[address.pk]), edited)
    assert [row.house for row in asha.addresses.all()] == ["14, Lake View"]


def test_another_one_becomes_the_usual_one(asha):
    make_address(asha, is_default=True)
    other = make_address(asha, house="14")
    signed_in(asha).post(reverse("accounts:usual_address", args=[other.pk]))
    assert [row.house for row in asha.addresses.filter(is_default=True)] == ["14"]


def test_a_removed_address_is_put_back_once(asha):
    client, address = signed_in(asha), make_address(asha, is_default=True)
    client.post(reverse("accounts:remove_address", args=[address.pk]))
    assert asha.addresses.count() == 0
    undo = re.search(r'name="undo" value="([^"]+)"', client.get(ADDRESSES).content.decode())[1]
    [client.post(reverse("accounts:undo_address"), {"undo": undo}) for _ in range(2)]
    assert [row.house for row in asha.addresses.all()] == ["12, Lake View"]


def test_nobody_puts_somebody_elses_address_back(asha):
    client, address = signed_in(asha), make_address(asha)
    client.post(reverse("accounts:remove_address", args=[address.pk]))
    undo = re.search(r'name="undo" value="([^"]+)"', client.get(ADDRESSES).content.decode())[1]
    ravi = make_customer(email="ravi@example.in")
    signed_in(ravi).post(reverse("accounts:undo_address"), {"undo": undo})
    assert ravi.addresses.count() == 0


@pytest.mark.parametrize("name", ["address", "usual_address", "remove_address"])
def test_somebody_elses_address_is_not_there(asha, name):
    """SEC-5."""
    address = make_address(asha)
    ravi = signed_in(make_customer(email="ravi@example.in"))
    assert ravi.post(reverse(f"accounts:{name}", args=[address.pk])).status_code == 404
    assert asha.addresses.count() == 1
