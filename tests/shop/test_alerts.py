"""Promises of shop/alerts.py: asked once, confirmed by the mailbox's owner, told once."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from shop import alerts, stock
from shop.errors import LinkExpired, NotForSale, StillInStock
from shop.models import Product, StockAlert, Variant
from shop.periodic import tell_who_waits_for_stock
from tests.factories import make_customer, make_variant, place_order

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "asha@example.in"
ASK = reverse("shop:alert")


@pytest.fixture
def gone() -> Variant:
    return make_variant(stock=0)


def link_in(message: str, path: str) -> str:
    """The address of the link in a mail, as the test client opens it."""
    found = re.search(rf"http\S+({re.escape(path)}\S+/)", message)
    assert found, message
    return found[1]


def asked(variant: Variant, email: str = EMAIL) -> str:
    """Ask, and the token of the link that was sent."""
    alerts.ask(variant.pk, email)
    return link_in(str(mail.outbox[-1].body), "/back-in-stock/confirm/").split("/")[-2]


def bring_back(variant: Variant, on_hand: int = 5) -> None:
    stock.adjust(variant, on_hand=on_hand, by="Store", note="", reference=uuid4().hex)


def written_to() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


# --- Asking -----------------------------------------------------------------------------------


def test_asking_sends_one_message_with_a_link_and_tells_nobody_yet(gone):
    alerts.ask(gone.pk, EMAIL)
    assert written_to() == [EMAIL]
    assert "/back-in-stock/confirm/" in mail.outbox[0].body
    assert "Indigo, size M" in mail.outbox[0].body
    bring_back(gone)
    tell_who_waits_for_stock()
    assert len(mail.outbox) == 1


def test_asking_again_while_the_link_is_good_sends_nothing_more(gone):
    alerts.ask(gone.pk, EMAIL)
    alerts.ask(gone.pk, f" {EMAIL.upper()} ")
    assert written_to() == [EMAIL]
    assert StockAlert.objects.count() == 1


def test_asking_again_after_confirming_sends_nothing_and_keeps_it_confirmed(gone):
    alerts.confirm(asked(gone))
    alerts.ask(gone.pk, EMAIL)
    assert len(mail.outbox) == 1
    assert StockAlert.objects.get().confirmed_at is not None


def test_asking_again_after_the_link_ran_out_sends_a_new_one(gone):
    with time_machine.travel(timezone.now() - alerts.LINK_LASTS - timedelta(minutes=1)):
        asked(gone)
    alerts.confirm(asked(gone))
    assert written_to() == [EMAIL, EMAIL]


def test_one_address_is_written_to_only_so_often_a_day(gone):
    sizes = [make_variant(stock=0, product=gone.colourway.product, size=s) for s in "ABCDEF"]
    for size in sizes:
        alerts.ask(size.pk, EMAIL)
    assert len(mail.outbox) == alerts.MOST_ASKS_A_DAY
    assert StockAlert.objects.count() == alerts.MOST_ASKS_A_DAY
    alerts.ask(gone.pk, "another@example.in")
    assert written_to()[-1] == "another@example.in"


def test_a_day_later_the_address_may_be_written_to_again(gone):
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        for size in "ABCD":
            alerts.ask(make_variant(stock=0, size=size).pk, EMAIL)
    alerts.ask(gone.pk, EMAIL)
    assert len(mail.outbox) == alerts.MOST_ASKS_A_DAY + 1


def test_a_size_that_can_be_bought_is_not_waited_for():
    with pytest.raises(StillInStock, match="M is in stock now"):
        alerts.ask(make_variant(stock=1).pk, EMAIL)
    assert not StockAlert.objects.exists()


def test_what_is_not_sold_is_not_waited_for(gone):
    Product.objects.update(is_published=False)
    for pk in (gone.pk, uuid4()):
        with pytest.raises(NotForSale):
            alerts.ask(pk, EMAIL)


# --- Confirming, stopping ---------------------------------------------------------------------


def test_confirming_twice_is_confirming_once(gone):
    token = asked(gone)
    alerts.confirm(token)
    first = StockAlert.objects.get().confirmed_at
    alerts.confirm(token)
    assert StockAlert.objects.get().confirmed_at == first


def test_a_link_confirms_for_three_days_and_no_longer(gone):
    token = asked(gone)
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
        alerts.read_confirmation(token)
    later = timezone.now() + timedelta(days=3, minutes=1)
    with time_machine.travel(later), pytest.raises(LinkExpired):
        alerts.confirm(token)
    assert StockAlert.objects.get().confirmed_at is None


@pytest.mark.parametrize("token", ["x", "x:y:z", "", "0" * 400, "é"])
def test_a_made_up_link_does_nothing(token):
    for read in (alerts.confirm, alerts.stop):
        with pytest.raises(LinkExpired):
            read(token)


def test_a_link_to_confirm_does_not_stop_and_the_other_way_round(gone):
    token = asked(gone)
    with pytest.raises(LinkExpired):
        alerts.stop(token)
    assert StockAlert.objects.count() == 1


# --- Telling ----------------------------------------------------------------------------------


def test_who_confirmed_is_told_once_when_the_size_is_back(gone):
    alerts.confirm(asked(gone))
    tell_who_waits_for_stock()
    assert len(mail.outbox) == 1
    bring_back(gone)
    tell_who_waits_for_stock()
    tell_who_waits_for_stock()
    assert [message.subject for message in mail.outbox[1:]] == ["Back in M: Bagru Kurta"]
    assert "?colour=indigo&size=M" in mail.outbox[1].body
    assert "₹500" in mail.outbox[1].body


def test_units_that_are_promised_to_an_order_are_not_back():
    variant = make_variant(stock=1)
    order = place_order(variant)
    alerts.confirm(asked(variant))
    tell_who_waits_for_stock()
    assert written_to() == [EMAIL]
    stock.release({variant.pk: 1}, reference=order.number)
    tell_who_waits_for_stock()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("off", ["variant", "product"])
def test_nobody_is_told_of_what_is_switched_off(gone, off):
    alerts.confirm(asked(gone))
    bring_back(gone)
    if off == "variant":
        Variant.objects.update(is_active=False)
    else:
        Product.objects.update(is_published=False)
    tell_who_waits_for_stock()
    assert len(mail.outbox) == 1


def test_only_those_of_the_size_that_is_back_are_told(gone):
    other = make_variant(stock=0, product=gone.colourway.product, size="L")
    alerts.confirm(asked(gone))
    alerts.confirm(asked(other, "ravi@example.in"))
    bring_back(other)
    tell_who_waits_for_stock()
    assert written_to()[2:] == ["ravi@example.in"]


def test_who_asked_first_is_told_first(gone):
    names = ["a@example.in", "b@example.in", "c@example.in"]
    for email in names:
        alerts.confirm(asked(gone, email))
    bring_back(gone)
    assert StockAlert.objects.in_bulk(alerts.due(2)).keys() == set(
        StockAlert.objects.order_by("created_at").values_list("pk", flat=True)[:2]
    )


def test_telling_one_alert_twice_writes_one_message(gone):
    alerts.confirm(asked(gone))
    bring_back(gone)
    pk = StockAlert.objects.get().pk
    assert [alerts.tell(pk), alerts.tell(pk)] == [True, False]
    assert Message.objects.filter(template="shop/emails/back_in_stock.html").count() == 1


def test_who_was_told_may_ask_again(gone):
    alerts.confirm(asked(gone))
    bring_back(gone)
    tell_who_waits_for_stock()
    bring_back(gone, 0)
    alerts.confirm(asked(gone))
    bring_back(gone, 3)
    tell_who_waits_for_stock()
    assert [message.subject for message in mail.outbox].count("Back in M: Bagru Kurta") == 2


def test_the_message_says_how_to_stop_and_mail_programs_can(gone, client):
    alerts.confirm(asked(gone))
    bring_back(gone)
    tell_who_waits_for_stock()
    told = mail.outbox[-1]
    stop = link_in(told.body, "/back-in-stock/stop/")
    assert stop in told.extra_headers["List-Unsubscribe"]
    assert client.get(stop).status_code == 200
    assert StockAlert.objects.count() == 1
    response = client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, StockAlert.objects.count()) == (200, 0)
    assert client.get(stop).status_code == 422


def test_addresses_are_forgotten_when_nobody_waits_for_them_any_more(gone):
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=31)):
        alerts.confirm(asked(gone))
        bring_back(gone)
        tell_who_waits_for_stock()
        bring_back(gone, 0)
    with time_machine.travel(now - timedelta(days=4)):
        asked(gone, "unanswered@example.in")
    alerts.confirm(asked(gone, "waits@example.in"))
    tell_who_waits_for_stock()
    assert list(StockAlert.objects.values_list("email", flat=True)) == ["waits@example.in"]


# --- The pages --------------------------------------------------------------------------------


def test_the_question_names_the_size_and_what_is_near_it(client, gone):
    product = gone.colourway.product
    make_variant(product=product, size="S", position=1)
    Variant.objects.filter(pk=gone.pk).update(position=2)
    make_variant(product=product, size="L", position=3)
    make_variant(product=product, size="XL", position=4)
    page = client.get(ASK, {"variant": gone.pk}).content.decode()
    assert "M in Indigo is sold out" in page
    assert re.findall(r"\?colour=indigo&amp;size=(\w+)\"><span", page) == ["S", "L"]


def test_a_customer_finds_their_own_address_filled_in(client, gone):
    client.force_login(make_customer(email=EMAIL))
    assert f'value="{EMAIL}"' in client.get(ASK, {"variant": gone.pk}).content.decode()


def test_the_answer_is_the_same_known_or_unknown(client, gone):
    alerts.confirm(asked(gone))
    before = client.post(ASK, {"variant": gone.pk, "email": EMAIL})
    after = client.post(ASK, {"variant": gone.pk, "email": "nobody@example.in"})
    assert before.content == after.content.replace(b"nobody@example.in", EMAIL.encode())
    assert before.status_code == after.status_code == 200


def test_htmx_gets_the_part_only(client, gone):
    part = client.get(ASK, {"variant": gone.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "csrfmiddlewaretoken" in part


@pytest.mark.parametrize("email", ["", "asha", "a@b", "x" * 300 + "@example.in", "<b>@x.in"])
def test_what_is_no_address_is_refused_in_words(client, gone, email):
    response = client.post(ASK, {"variant": gone.pk, "email": email})
    assert response.status_code == 422
    assert "Enter an e-mail address" in response.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("variant", ["", "x", "\x00", "0190a0a0-0000-7000-8000-000000000000"])
def test_a_size_that_does_not_exist_is_not_found(client, variant):
    assert client.get(ASK, {"variant": variant}).status_code == 404
    assert client.post(ASK, {"variant": variant, "email": EMAIL}).status_code == 404


def test_a_size_that_came_back_meanwhile_is_said(client, gone):
    bring_back(gone)
    response = client.post(ASK, {"variant": gone.pk, "email": EMAIL})
    assert response.status_code == 422
    assert "M is in stock now" in response.content.decode()


def test_opening_the_link_confirms_nothing_and_pressing_does(client, gone):
    path = reverse("shop:alert_confirm", args=[asked(gone)])
    page = client.get(path).content.decode()
    assert "Yes, tell me" in page
    assert StockAlert.objects.get().confirmed_at is None
    assert "We will tell you" in client.post(path).content.decode()
    assert StockAlert.objects.get().confirmed_at is not None


def test_a_bad_link_is_answered_in_words(client):
    for view in ("shop:alert_confirm", "shop:alert_stop"):
        path = reverse(view, args=["made-up"])
        assert client.get(path).status_code == client.post(path).status_code == 422
