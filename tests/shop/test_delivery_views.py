"""Promises of shop/views/delivery.py: a PIN code is answered with and without JavaScript."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from shop.models import PinCode
from tests.factories import make_variant

pytestmark = pytest.mark.django_db

PIN = reverse("shop:pincode")
HTMX = {"HX-Request": "true"}
ANSWER = {**HTMX, "HX-Target": "pin-answer"}
MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def table():
    with time_machine.travel(MONDAY, tick=False):
        PinCode.objects.create(prefix="560", city="Bengaluru", state="KA", days=2)
        PinCode.objects.create(prefix="194", city="Leh", state="LA", days=9, fee_minor=149_00)
        PinCode.objects.create(prefix="302", city="Jaipur", state="RJ", days=1, fee_minor=0)
        PinCode.objects.create(prefix="744", is_served=False)
        yield


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("560001", "560001 Bengaluru · <b>Wed, 25 Nov</b> · Free above ₹1,499, else ₹79"),
        ("560 001", "560001 Bengaluru"),
        ("194101", "194101 Leh · <b>Thu, 3 Dec</b> · Delivery ₹149"),
        ("302001", "302001 Jaipur · <b>Tue, 24 Nov</b> · Free delivery"),
        ("744301", "We don&#x27;t deliver to 744301 yet."),
    ],
)
def test_a_pin_code_is_answered_with_day_and_fee(client, pin, said):
    response = client.get(PIN, {"pin": pin}, headers=ANSWER)
    assert response.status_code == 200
    assert said in text_of(response)
    assert "<form" not in text_of(response)


def test_the_answer_names_the_last_day_to_return(client):
    page = text_of(client.get(PIN, {"pin": "560001", "days": "7"}))
    assert "Return till 2 Dec if it arrives then" in page


@pytest.mark.parametrize("days", ["", "-1", "7.5", "٧", "9999"])
def test_where_no_piece_is_looked_at_no_day_to_return_is_named(client, days):
    assert "Return till" not in text_of(client.get(PIN, {"pin": "560001", "days": days}))


@pytest.mark.parametrize(
    ("offered", "has_cod", "said"),
    [(True, True, "Pay on delivery: yes"), (True, False, "Pay on delivery: no"), (False, True, "")],
)
def test_cash_on_delivery_is_mentioned_only_by_a_shop_that_has_it(
    client, settings, offered, has_cod, said
):
    settings.CASH_ON_DELIVERY = offered
    PinCode.objects.update(has_cod=has_cod)
    page = text_of(client.get(PIN, {"pin": "560001"}))
    assert ("Pay on delivery" in page) is offered
    assert said in page


@pytest.mark.parametrize(
    "pin", ["", "56000", "5600011", "056001", "abcdef", "<b>", "\x00", "५६०००१"]
)
def test_what_is_no_pin_code_is_refused_in_words_and_not_remembered(client, pin):
    response = client.post(PIN, {"pin": pin}, headers=ANSWER)
    assert response.status_code == 422
    assert "Enter a 6-digit PIN code." in text_of(response)
    assert "pin" not in response.cookies


@pytest.mark.parametrize("pin", ["", "abc", "9" * 10_000, "<script>alert(1)</script>", "\x00"])
def test_whatever_is_asked_by_address_gets_a_page(client, pin):
    response = client.get(PIN, {"pin": pin})
    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)


def test_looking_remembers_nothing(client):
    """SEC-20."""
    assert client.get(PIN, {"pin": "560001"}).cookies == {}


@pytest.mark.parametrize("pin", ["560001", "744301"])
def test_a_pin_code_is_remembered_served_or_not(client, pin):
    response = client.post(PIN, {"pin": pin}, headers=ANSWER)
    assert (response.status_code, response.cookies["pin"].value) == (200, pin)


def test_the_box_comes_with_the_remembered_answer(client):
    client.post(PIN, {"pin": "560001"}, headers=ANSWER)
    box = text_of(client.get(PIN, headers=HTMX))
    assert 'value="560001"' in box
    assert "Wed, 25 Nov" in box
    assert "<html" not in box


@pytest.mark.parametrize("remembered", ["abc", "<script>", "056001", "9" * 4000])
def test_a_cookie_of_nonsense_is_as_good_as_none(client, remembered):
    client.cookies["pin"] = remembered
    box = text_of(client.get(PIN, headers=HTMX))
    assert "See the day it arrives" in box
    assert "field-error" not in box


def test_without_javascript_the_answer_is_a_page_that_leads_back():
    client = Client(enforce_csrf_checks=True)  # a product's page holds no token
    product = make_variant().colourway.product.get_absolute_url()
    came_from = {"Referer": f"http://testserver{product}"}
    response = client.post(PIN, {"pin": "560001"}, headers=came_from, follow=True)
    page = text_of(response)
    assert response.redirect_chain == [
        (f"{PIN}?pin=560001&back=http%3A%2F%2Ftestserver%2Fp%2F{product.split('/')[2]}%2F", 302)
    ]
    assert "Wed, 25 Nov" in page
    assert f'href="http://testserver{product}"' in page


def test_without_javascript_a_mistake_keeps_what_was_typed_and_the_way_back(client):
    response = client.post(PIN, {"pin": "5600", "back": "/p/bagru-kurta/"})
    assert response.status_code == 422
    assert 'value="5600"' in text_of(response)
    assert 'href="/p/bagru-kurta/"' in text_of(response)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_back_to_our_own_pages_only(client, back):
    """SEC-11."""
    page = text_of(client.get(PIN, {"pin": "560001", "back": back}))
    assert "evil" not in page
    assert "javascript:" not in page


def test_a_product_page_asks_for_a_pin_code(client):
    page = text_of(client.get(make_variant().colourway.product.get_absolute_url()))
    assert f'action="{PIN}"' in page
    assert 'data-cookie="pin"' in page
    assert 'name="back"' not in page
