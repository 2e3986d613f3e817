"""Promises of orders/checkout_draft.py: who leaves the checkout types nothing twice."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from orders.checkout_draft import SESSION_KEY, keep_draft
from orders.models import Order
from tests.factories import bag_with, make_address, make_customer, make_variant

pytestmark = pytest.mark.django_db

CHECKOUT = reverse("orders:checkout")
KEEP = reverse("orders:keep")
TYPED = {
    "email": "Asha@Example.in",
    "phone": "98765 43210",
    "full_name": "Asha Rao",
    "pin_code": "560 001",
    "house": "12, Lake View",
    "street": "Church Street",
    "landmark": "Canary tree",
    "city": "Bengaluru",
    "state": "KA",
    "pay": "card",
}


@pytest.fixture
def guest(client):
    client.post(reverse("shop:bag_add"), {"variant": make_variant(stock=5).pk})
    return client


@pytest.fixture
def customer(client):
    user = make_customer()
    client.force_login(user)
    bag_with(make_variant(stock=5), user=user)
    return user


def shown(client):
    """What the fields of the page say when it is opened."""
    form = client.get(CHECKOUT).context["form"]
    parts = {name: form if name in form.fields else form.place for name in TYPED}
    return {name: part[name].value() or "" for name, part in parts.items()}


def place(client, **changes):
    fields = {"key": uuid4().hex, "shown_total": "57900", "address": "new", **TYPED, **changes}
    return client.post(CHECKOUT, fields)


def test_what_a_guest_typed_is_there_when_they_come_back(guest):
    assert guest.post(KEEP, TYPED).status_code == 204
    guest.get(reverse("shop:bag"))
    assert shown(guest) == TYPED


@pytest.mark.parametrize("url", [CHECKOUT, reverse("orders:quote")])
def test_a_refused_form_and_a_quote_keep_it_as_well(guest, url):
    guest.post(url, {**TYPED, "phone": "12"}, headers={"HX-Request": "true"})
    assert shown(guest) == {**TYPED, "phone": "12"}


def test_it_is_in_no_other_browser(guest):
    guest.post(KEEP, TYPED)
    other = Client()
    other.post(reverse("shop:bag_add"), {"variant": make_variant(stock=5).pk})
    assert set(shown(other).values()) == {""}


def test_it_is_gone_once_it_became_an_order(guest, gateway):
    guest.post(KEEP, TYPED)
    place(guest)
    assert Order.objects.get().house == "12, Lake View"
    assert SESSION_KEY not in guest.session


def test_it_is_gone_after_signing_out(client, customer):
    client.post(KEEP, {**TYPED, "address": "new"})
    client.post(reverse("account_logout"))
    client.post(reverse("shop:bag_add"), {"variant": make_variant(stock=5).pk})
    assert set(shown(client).values()) == {""}


def test_a_customer_comes_back_to_the_new_address_they_began(client, customer):
    make_address(customer)
    client.post(KEEP, {**TYPED, "address": "new"})
    assert client.get(CHECKOUT).context["form"].chosen_address == "new"
    assert shown(client) == TYPED


def test_a_guest_who_signs_in_is_offered_their_own_addresses_first(client):
    client.session.save()
    client.post(KEEP, {**TYPED, "address": "new"})
    user = make_customer()
    mine = make_address(user)
    bag_with(make_variant(stock=5), user=user)
    client.force_login(user)
    form = client.get(CHECKOUT).context["form"]
    assert (form.chosen_address, form.place["house"].value()) == (str(mine.pk), TYPED["house"])


def test_a_keeping_that_comes_late_takes_no_order_from_the_session(guest, gateway, rf):
    """The last field sends itself as the button is pressed: both write to one session."""
    late = rf.post(KEEP, TYPED)
    late.user = AnonymousUser()
    late.session = type(guest.session)(guest.session.session_key)
    assert late.session.get(SESSION_KEY) is None  # read, as it was before the order
    place(guest)
    keep_draft(late, late.POST)
    assert guest.get(Order.objects.get().get_absolute_url()).status_code == 200


def test_nothing_typed_stands_in_an_address(guest, gateway):
    guest.post(KEEP, TYPED)
    assert "Canary" not in place(guest)["Location"]


def test_a_visitor_without_a_session_gets_none_by_typing(client):
    assert client.post(KEEP, TYPED).status_code == 204
    assert "sessionid" not in client.cookies
