"""Promises of accounts/privacy.py: consents with a date, a copy of everything, and forgetting."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from accounts import periodic
from accounts.models import Consent, DataExport, Message, Purpose, User
from accounts.privacy import ask_to_close, consents_of, erase, has_consented, say_consent
from config.models import KeptAnswer
from orders.models import Order, WebhookEvent
from orders.states import OrderStatus
from shop.models import Review, StockAlert
from tests.accounts.test_security_pages import signed_in
from tests.factories import (
    make_address,
    make_customer,
    make_variant,
    place_order,
)
from tests.factories.calls import App

pytestmark = pytest.mark.django_db(transaction=True)

PRIVACY, CLOSE = reverse("accounts:privacy"), reverse("accounts:close")
A_WEEK = timedelta(days=7, minutes=1)


@pytest.fixture
def asha():
    return make_customer(email="asha@example.in", full_name="Asha Rao")


# --- Consents -----------------------------------------------------------------------------------


def test_nothing_is_allowed_until_it_was_said_and_each_word_keeps_its_moment(asha):
    assert not has_consented(asha, Purpose.OFFERS_EMAIL)
    client = signed_in(asha)
    consent = reverse("accounts:consent", args=["offers_email"])
    client.post(consent, {"is_given": "yes"})
    client.post(consent, {"is_given": "yes"})
    assert has_consented(asha, Purpose.OFFERS_EMAIL)
    client.post(consent, {"is_given": "no"})
    assert not has_consented(asha, Purpose.OFFERS_EMAIL)
    words = Consent.objects.order_by("at").values_list("is_given", "notice", "source")
    assert list(words) == [(True, "2026-11", "account"), (False, "2026-11", "account")]


def test_the_newest_word_of_each_purpose_counts(asha):
    say_consent(asha, Purpose.OFFERS_SMS, is_given=True, source="account")
    said = {purpose: word and word.is_given for purpose, word in consents_of(asha)}
    assert said == {Purpose.OFFERS_EMAIL: None, Purpose.OFFERS_SMS: True}


# --- The copy -----------------------------------------------------------------------------------


def test_the_copy_holds_every_part_and_is_mailed_as_a_link(asha):
    """SEC-17."""
    make_address(asha, house="The blue house")
    order = place_order(make_variant(), user=asha)
    client = signed_in(asha)
    client.post(reverse("accounts:ask_copy"))
    export = DataExport.objects.get()
    told = Message.objects.get(template="accounts/emails/export.html")
    assert told.context["url"].endswith(reverse("accounts:copy", args=[export.pk]))
    written = json.loads(b"".join(client.get(reverse("accounts:copy", args=[export.pk]))))
    assert written["account"]["addresses"][0]["house"] == "The blue house"
    assert [row["number"] for row in written["orders"]] == [order.number]
    assert set(written) == {
        "written_at",
        "written_by",
        "account",
        "shop",
        "orders",
        "answers",
        "returns",
    }


def test_one_copy_a_day(asha):
    client = signed_in(asha)
    [client.post(reverse("accounts:ask_copy")) for _ in range(3)]
    assert DataExport.objects.count() == 1


def test_nobody_elses_copy_is_there(asha):
    """SEC-5."""
    signed_in(asha).post(reverse("accounts:ask_copy"))
    link = reverse("accounts:copy", args=[DataExport.objects.get().pk])
    assert signed_in(make_customer(email="ravi@example.in")).get(link).status_code == 404


def test_after_a_week_the_file_is_gone(asha):
    signed_in(asha).post(reverse("accounts:ask_copy"))
    export = DataExport.objects.get()
    with time_machine.travel(timezone.now() + A_WEEK):
        assert signed_in(asha).get(reverse("accounts:copy", args=[export.pk])).status_code == 404
        periodic.forget_people()
    assert not storages["private"].exists(f"exports/{export.pk}.json")
    assert DataExport.objects.get().status == "gone"


def test_a_copy_whose_bell_was_lost_is_written_by_the_sweep(asha):
    export = DataExport.objects.create(user=asha, key="lost")
    periodic.write_asked_exports()
    export.refresh_from_db()
    assert export.status == "ready"


# --- The end ------------------------------------------------------------------------------------


def test_for_seven_days_the_owner_may_think_better_of_it(asha):
    client = signed_in(asha)
    client.post(CLOSE)
    asha.refresh_from_db()
    assert asha.closes_at is not None
    assert "Keep my account" in client.get(PRIVACY).content.decode()
    client.post(reverse("accounts:stay"))
    with time_machine.travel(timezone.now() + A_WEEK):
        periodic.forget_people()
    assert User.objects.get().email == "asha@example.in"


def test_an_account_with_an_order_on_its_way_waits_for_it(asha):
    order = place_order(make_variant(), user=asha)
    ask_to_close(asha)
    with time_machine.travel(timezone.now() + A_WEEK) as _:
        periodic.forget_people()
        assert User.objects.get().erased_at is None
        Order.objects.filter(pk=order.pk).update(status=OrderStatus.CANCELLED)
    with time_machine.travel(timezone.now() + A_WEEK + timedelta(days=1, minutes=1)):
        periodic.forget_people()
        assert User.objects.get().erased_at is not None


CANARIES = ("canary.person", "Canarina", "9811122233", "Canary House", "Canary Lane", "canary-sub")


def everything_kept():
    """Every column of every row, sessions read, and every private file: all words of the shop."""
    for model in apps.get_models():
        if model._meta.managed:
            yield from words_of(model)
    for row in Session.objects.all():
        yield "session", str(row.get_decoded())
    for root in (settings.PRIVATE_ROOT, settings.MEDIA_ROOT):
        for path in filter(type(root).is_file, root.rglob("*")):
            yield str(path), path.read_bytes().decode("latin-1")


def words_of(model):
    for row in model._base_manager.all():
        for field in model._meta.concrete_fields:
            value = getattr(row, field.attname)
            said = bytes(value) if isinstance(value, bytes | memoryview) else value
            yield f"{model._meta.label}.{field.name}", str(said)


def canaries():
    kept = list(everything_kept())
    return sorted({(where, mark) for where, said in kept for mark in CANARIES if mark in said})


def live_a_life():
    """Somebody with all the shop can keep of a person; what they are known by are the canaries."""
    person = make_customer(
        email="canary.person@example.in", phone="+919811122233", full_name="Canarina Feather"
    )
    written = {"full_name": "Canarina Feather", "phone": "+919811122233",
               "house": "Canary House", "street": "Canary Lane"}  # fmt: skip
    address = make_address(person, **written)
    variant = make_variant()
    order = place_order(variant, user=person)
    Order.objects.filter(pk=order.pk).update(
        status=OrderStatus.DELIVERED, email=person.email, phone=person.phone,
        **{name: getattr(address, name) for name in ("full_name", "house", "street")},
    )  # fmt: skip
    body = b'{"payload": {"email": "canary.person@example.in", "contact": "+919811122233"}}'
    WebhookEvent.objects.create(event_id="evt_canary", body=body)
    SocialAccount.objects.create(user=person, provider="google", uid="canary-sub",
                                 extra_data={"email": person.email})  # fmt: skip
    Review.objects.create(product=variant.colourway.product, user=person, rating=5, title="Soft")
    StockAlert.objects.create(variant=variant, email=person.email)
    client = signed_in(person)
    client.post(reverse("accounts:ask_copy"))
    say_consent(person, Purpose.OFFERS_EMAIL, is_given=True, source="account")
    return person


def test_after_erasure_nothing_in_any_table_or_file_knows_who_it_was():
    """SEC-17: canary."""
    person = live_a_life()
    assert {mark for _, mark in canaries()} == set(CANARIES)  # the search finds what is there
    ask_to_close(person)
    with time_machine.travel(timezone.now() + A_WEEK):
        periodic.forget_people()
    assert canaries() == []


def test_what_the_law_keeps_is_kept_and_the_rest_of_the_shop_untouched():
    """SEC-17: the order with its amounts, the review's words; and nobody else's row."""
    other = make_customer(email="ravi@example.in", full_name="Ravi")
    make_address(other)
    theirs = place_order(make_variant(), user=other)
    person = live_a_life()
    total = Order.objects.get(user=person).total_minor
    ask_to_close(person)
    with time_machine.travel(timezone.now() + A_WEEK):
        periodic.forget_people()
        periodic.forget_people()
    order = Order.objects.get(user=person)
    assert (order.total_minor, order.full_name) == (total, "Deleted account")
    assert Review.objects.get().title == "Soft"
    theirs.refresh_from_db()
    other.refresh_from_db()
    assert (theirs.full_name != "Deleted account", other.full_name) == (True, "Ravi")
    assert other.addresses.count() == 1


def test_who_was_erased_comes_back_as_somebody_new():
    person = live_a_life()
    ask_to_close(person)
    with time_machine.travel(timezone.now() + A_WEEK):
        periodic.forget_people()
        newcomer = signed_in(make_customer(email="canary.person@example.in"))
    assert newcomer.get(reverse("orders:list")).status_code == 200
    assert User.objects.filter(email="canary.person@example.in").exclude(pk=person.pk).count() == 1


def test_what_the_api_answered_is_forgotten_with_the_account():
    user, other = make_customer(), make_customer()
    for who in (user, other):
        sent = {"full_name": "Canary Person", "phone": "9876543210", "pin_code": "560001",
                "house": "1", "street": "MG Road", "city": "Bengaluru", "state": "KA"}  # fmt: skip
        assert App(who).post("/addresses", sent, key="a-key-of-my-own").status_code == 201
    erase(user)
    (left,) = KeptAnswer.objects.all()
    assert left.caller == hashlib.sha256(f"user:{other.pk}".encode()).hexdigest()
