"""Promises of orders/pay_pages.py: what became of the money is said, and nobody pays twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from orders import fulfilment
from orders.gateway import Retryable
from orders.models import Order, Payment
from shop.models import PinCode
from tests.factories import cash_order, make_customer, paid_order, place_order, started_order

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def at(name, order):
    return reverse(f"orders:{name}", args=[order.number])


@pytest.fixture
def customer(client):
    user = make_customer()
    client.force_login(user)
    return user


def a_while_ago():
    Payment.objects.update(checked_at=timezone.now() - timedelta(minutes=1))


# --- Success ----------------------------------------------------------------------------------


def test_a_paid_order_is_thanked_for(client, customer):
    order = paid_order(user=customer)
    page = text_of(client.get(at("outcome", order)))
    assert "<title>Order confirmed" in page
    assert "Thank you, Asha" in page
    assert order.number in page
    assert f"arrives on <b>{order.arrives_on:%a, %-d %b}</b>" in page


def test_looking_at_the_thanks_again_orders_nothing(client, customer):
    order = paid_order(user=customer)
    client.get(at("outcome", order))
    client.get(at("outcome", order))
    assert Order.objects.count() == 1


def test_a_cash_order_says_what_to_have_ready(client, customer):
    order = cash_order(user=customer)
    assert "Please have ₹628 ready in cash." in text_of(client.get(at("outcome", order)))


def test_long_after_the_order_page_says_it_all(client, customer):
    order = paid_order(user=customer)
    fulfilment.pack_order(order, by="Store")
    fulfilment.ship_order(order, by="Store", carrier="Blue Dart", tracking_number="BD1")
    assert client.get(at("outcome", order))["Location"] == order.get_absolute_url()


# --- Waiting ----------------------------------------------------------------------------------


def test_a_bank_that_is_deciding_is_waited_for(client, customer, gateway):
    order = started_order(user=customer)
    gateway.pay(order, "authorized")
    a_while_ago()
    client.post(at("check", order))
    page = text_of(client.get(at("outcome", order)))
    assert "Waiting for your bank" in page
    assert "Do not pay again." in page
    assert 'hx-trigger="every 3s"' in page
    assert "Check again" in page


def test_the_page_looks_less_often_after_two_minutes(client, customer, gateway):
    order = started_order(user=customer)
    long_ago = str(int(timezone.now().timestamp()) - 130)
    asked = {"since": long_ago, "unconfirmed": "1"}
    page = text_of(client.post(at("check", order), asked, headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 15s"' in page
    assert "you have waited for 2 minutes" in page


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 40, "٣", "99999999999"])
def test_a_page_that_says_odd_things_of_its_age_begins_anew(client, customer, gateway, since):
    order = started_order(user=customer)
    asked = {"since": since, "unconfirmed": "1"}
    page = text_of(client.post(at("check", order), asked, headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 3s"' in page


def test_looking_again_finds_the_money_that_has_come(client, customer, gateway):
    """PAY-9: without any webhook."""
    order = started_order(user=customer)
    gateway.pay(order)
    a_while_ago()
    response = client.post(at("check", order), headers={"HX-Request": "true"})
    order.refresh_from_db()
    assert (response.status_code, order.status) == (200, "confirmed")


def test_looking_again_and_again_asks_the_gateway_once(client, customer, gateway):
    order = started_order(user=customer)
    a_while_ago()
    for _ in range(5):
        client.post(at("check", order))
    assert gateway.calls.count("payments_of_order") == 1


def test_looking_by_a_link_is_not_possible(client, customer):
    """SEC-20."""
    assert client.get(at("check", place_order(user=customer))).status_code == 405


# --- Failed -----------------------------------------------------------------------------------


@pytest.fixture
def failed(customer, gateway):
    order = started_order(user=customer)
    said = "Payment failed because the account does not have enough balance."
    gateway.pay(order, "failed", error_description=said)
    return order


def test_a_failure_is_said_in_plain_words_with_every_way_on(client, failed):
    a_while_ago()
    client.post(at("check", failed))
    page = text_of(client.get(at("outcome", failed)))
    assert "There was too little money in the account." in page
    assert "Try again by UPI · ₹579" in page
    assert "Pay another way" in page
    assert "Pay ₹628 at the door" in page
    assert timezone.localtime(failed.expires_at).strftime("%H:%M") in page


def test_before_anybody_pays_again_the_gateway_is_asked(client, failed, gateway):
    """PAY-7: the first try went through after all, and nobody pays twice."""
    gateway.pay(failed)
    a_while_ago()
    response = client.post(at("pay", failed), {"by": "upi"})
    failed.refresh_from_db()
    assert (response["Location"], failed.status) == (at("outcome", failed), "confirmed")


def test_paying_again_keeps_the_way_that_was_chosen(client, failed):
    a_while_ago()
    response = client.post(at("pay", failed), {"by": "card"})
    assert response["Location"] == f"{at('pay', failed)}?by=card"
    page = text_of(client.get(response["Location"]))
    assert 'value="card" checked' in page
    assert "too little money" in page


def test_who_left_the_pay_page_reads_that_nothing_was_taken(client, customer, gateway):
    order = started_order(user=customer)
    page = text_of(client.get(f"{at('pay', order)}?left=1"))
    assert "<b>No money was taken</b>" in page
    assert 'id="left" role="status">' in page


# --- At the door after all --------------------------------------------------------------------


def test_an_unpaid_order_is_switched_to_cash(client, failed, gateway):
    response = client.post(at("pay_cash", failed))
    failed.refresh_from_db()
    assert response["Location"] == at("outcome", failed)
    assert (failed.status, failed.total_minor) == ("confirmed", 628_00)


def test_why_cash_is_not_offered_is_said(client, failed):
    PinCode.objects.create(prefix="5", has_cod=False)
    assert "Our courier takes no cash at 560001." in text_of(client.get(at("pay", failed)))
    response = client.post(at("pay_cash", failed))
    assert response.status_code == 422
    failed.refresh_from_db()
    assert failed.status == "placed"


def test_cash_is_not_agreed_to_while_the_gateway_cannot_be_asked(client, failed, gateway):
    gateway.errors.append(Retryable("ConnectTimeout"))
    response = client.post(at("pay_cash", failed))
    assert response.status_code == 422
    assert "we cannot be sure that you have not paid" in text_of(response)


def test_an_order_whose_time_is_over_offers_no_payment(client, customer, gateway):
    order = started_order(user=customer)
    Order.objects.update(expires_at=timezone.now())
    assert "Pay ₹" not in text_of(client.get(order.get_absolute_url()))
    client.post(at("pay_cash", order))
    order.refresh_from_db()
    assert order.status == "placed"
