"""Promises of orders/messages.py: each thing is said once, by e-mail and SMS, in settled words."""

import pytest

from accounts.models import Message
from orders import messages
from orders.models import Order
from shop.models import Product
from tests.factories import make_variant, place_order

pytestmark = pytest.mark.django_db

TEMPLATE = "orders/emails/confirmed.html"


def test_a_message_goes_to_the_orders_own_e_mail_and_phone():
    messages.write(place_order(), TEMPLATE)
    sent_to = Message.objects.order_by("channel").values_list("channel", "recipient")
    assert list(sent_to) == [("email", "asha@example.in"), ("sms", "+919876543210")]


def test_the_same_thing_is_said_once():
    """CEL-8."""
    order = place_order()
    messages.write(order, TEMPLATE)
    messages.write(order, TEMPLATE)
    assert Message.objects.count() == 2


def test_the_same_thing_of_two_cases_is_said_twice():
    order = place_order()
    messages.write(order, TEMPLATE, key="RT-1")
    messages.write(order, TEMPLATE, key="RT-2")
    assert Message.objects.count() == 4


def test_without_an_e_mail_address_only_the_sms_is_owed():
    order = place_order()
    Order.objects.update(email="")
    order.refresh_from_db()
    messages.write(order, TEMPLATE)
    assert Message.objects.get().channel == "sms"


def test_what_a_message_says_is_settled_when_it_is_written():
    order = place_order(make_variant(price_minor=1_24_999_50))
    messages.write(order, TEMPLATE)
    Product.objects.update(name="Renamed")
    said = Message.objects.first().context
    assert (said["number"], said["name"], said["total"]) == (
        order.number,
        "Asha Rao",
        "₹1,24,999.50",
    )
    assert (said["delivery_fee"], said["address"]) == (
        "Free",
        "12, Lake View, Church Street, Bengaluru 560001",
    )
    assert said["lines"] == [
        {
            "name": "Bagru Kurta",
            "colour": "Indigo",
            "size": "M",
            "quantity": 1,
            "total": "₹1,24,999.50",
        }
    ]


def test_links_in_messages_start_with_the_shops_own_address(settings):
    """SEC-4."""
    settings.SITE_URL = "https://shop.example.in"
    order = place_order()
    messages.write(order, TEMPLATE)
    assert Message.objects.first().context["url"] == (
        f"https://shop.example.in/orders/{order.number}/"
    )
