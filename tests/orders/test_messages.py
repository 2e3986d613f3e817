"""Promises of orders/messages.py: each thing is said once, by e-mail and SMS, when it is true."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts import periodic
from accounts.models import Message, MessageStatus
from accounts.sms import MemorySender
from orders import cancellation, fulfilment, messages, payments
from orders.gateway import GatewayRefund
from orders.models import Order, Refund
from orders.refunds import apply_gateway_refund
from tests.factories import (
    delivered_order,
    make_variant,
    packed_order,
    paid_order,
    place_order,
    shipped_order,
)
from tests.factories.gateway import captured, new_id

pytestmark = pytest.mark.django_db

TEMPLATE = "orders/emails/packed.html"


def owed(template):
    """Channel, recipient and status of each message of one template."""
    told = Message.objects.filter(template=template).order_by("channel")
    return list(told.values_list("channel", "recipient", "status"))


def both(status="unsent"):
    return [("email", "asha@example.in", status), ("sms", "+919876543210", status)]


def templates():
    """What the order's customer is owed or was sent, without what was withdrawn."""
    live = Message.objects.exclude(status=MessageStatus.WITHDRAWN)
    names = live.filter(channel="email").order_by("created_at").values_list("template", flat=True)
    return [name.removeprefix("orders/emails/").removesuffix(".html") for name in names]


def sweep(*, minutes):
    """The clock's turn, so many minutes from now."""
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        periodic.send_unsent_messages()


def started(**how):
    """Placed, and with a name at the gateway."""
    order = place_order(**how)
    order.payments.update(gateway_order_id=new_id("order"))
    return order


def fail_payment(order, why="The bank said no"):
    seen = captured(order, status="failed", error_description=why)
    payments.apply_gateway_payment(order.payments.get(), seen)


def finish_refund(order):
    refund = Refund.objects.get(order=order)
    seen = GatewayRefund(new_id("rfnd"), "pay_1", refund.amount_minor, "processed", {})
    refund.move_to("submitting")
    apply_gateway_refund(refund, seen)


# --- Whom, and once -----------------------------------------------------------------------


def test_a_message_goes_to_the_orders_own_e_mail_and_phone():
    messages.write(place_order(), TEMPLATE)
    assert owed(TEMPLATE) == both()


def test_the_same_thing_is_said_once():
    """CEL-8, I6."""
    order = place_order()
    messages.write(order, TEMPLATE)
    messages.write(order, TEMPLATE)
    assert owed(TEMPLATE) == both()


def test_the_same_thing_of_two_cases_is_said_twice():
    order = place_order()
    messages.write(order, TEMPLATE, key="RT-1")
    messages.write(order, TEMPLATE, key="RT-2")
    assert len(owed(TEMPLATE)) == 4


def test_without_an_e_mail_address_only_the_sms_is_owed():
    order = place_order()
    Order.objects.update(email="")
    order.refresh_from_db()
    messages.write(order, TEMPLATE)
    assert owed(TEMPLATE) == [("sms", "+919876543210", "unsent")]


def test_every_message_of_an_order_can_be_found_by_its_number():
    order = delivered_order()
    assert set(Message.objects.values_list("about", flat=True)) == {order.number}


# --- When ---------------------------------------------------------------------------------


def test_the_whole_way_of_an_order_is_told_step_by_step():
    delivered_order()
    assert templates() == ["confirmed", "packed", "shipped", "delivered"]


def test_who_has_not_paid_after_five_minutes_is_asked_once():
    place_order()
    sweep(minutes=4)
    assert mail.outbox == []
    sweep(minutes=6)
    sweep(minutes=7)
    (asked,) = mail.outbox
    assert asked.subject.endswith("waits for your payment")
    assert len(MemorySender.sent) == 1


def test_who_pays_at_once_is_not_asked_to_pay():
    paid_order()
    sweep(minutes=6)
    assert [sent.subject.endswith("is confirmed") for sent in mail.outbox] == [True]
    assert owed(messages.PLACED) == both("withdrawn")


def test_a_failed_payment_is_told_in_the_place_of_the_request():
    order = started()
    fail_payment(order)
    sweep(minutes=6)
    (told,) = mail.outbox
    assert told.subject.endswith("did not go through")
    assert "Your bank says: The bank said no." in told.body


def test_a_second_failure_says_nothing_new():
    """I6."""
    order = started()
    fail_payment(order)
    order.payments.update(status="created")
    fail_payment(order, "Timed out")
    assert owed(messages.PAYMENT_FAILED) == both()


def test_a_failure_that_a_success_follows_is_not_told():
    order = started()
    fail_payment(order)
    payments.apply_capture(order.payments.get(), captured(order))
    sweep(minutes=6)
    assert [sent.subject.endswith("is confirmed") for sent in mail.outbox] == [True]


def test_a_failure_of_an_order_that_is_over_is_not_told():
    order = started()
    cancellation.cancel_order(order, by="Asha Rao")
    fail_payment(order)
    assert owed(messages.PAYMENT_FAILED) == []


def test_an_order_let_go_says_so_and_leads_back_to_it():
    order = place_order()
    with time_machine.travel(order.expires_at + timedelta(seconds=1)):
        cancellation.expire_order(order)
    sweep(minutes=32)
    (told,) = mail.outbox
    assert told.subject == f"Order {order.number} was let go"
    assert order.get_absolute_url() in told.body
    assert owed(messages.PLACED) == both("withdrawn")


def test_cancelling_before_paying_owes_nothing_and_says_so():
    order = place_order()
    cancellation.cancel_order(order, by="Asha Rao")
    said = Message.objects.get(template=messages.CANCELLED, channel="email").context
    assert (said["owed"], said["facts"]) == ("", [])
    assert templates() == ["cancelled"]


def test_cancelling_what_was_paid_names_what_goes_back():
    order = paid_order(make_variant(price_minor=2_249_00))
    cancellation.cancel_order(order, by="Asha Rao")
    said = Message.objects.get(template=messages.CANCELLED, channel="email").context
    assert said["facts"] == [["Going back to you", "₹2,249"]]
    assert templates() == ["confirmed", "refund_started", "cancelled"]


def test_a_refund_that_takes_its_time_is_told_when_started_and_when_done():
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    sweep(minutes=3)
    finish_refund(order)
    assert owed(messages.REFUND_STARTED) == both("sent")
    assert owed(messages.REFUNDED) == both()


def test_a_refund_that_is_done_at_once_is_told_once():
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    finish_refund(order)
    assert owed(messages.REFUND_STARTED) == both("withdrawn")
    assert owed(messages.REFUNDED) == both()


def test_money_that_cannot_be_used_is_told_by_its_refund_alone():
    """PAY-11."""
    order = started()
    cancellation.cancel_order(order, by="Asha Rao")
    payments.apply_capture(order.payments.get(), captured(order))
    assert templates() == ["cancelled", "refund_started"]


def test_packing_again_is_not_told_again():
    order = packed_order()
    messages.write_packed(order)
    assert owed(messages.PACKED) == both()


# --- What ---------------------------------------------------------------------------------


def test_a_shipped_order_names_courier_number_and_day():
    with time_machine.travel("2026-11-25T10:00:00+05:30"):
        shipped_order()
    said = Message.objects.get(template=messages.SHIPPED, channel="email").context
    assert said["facts"] == [
        ["Courier", "Blue Dart"],
        ["Tracking number", "BD123"],
        ["Arriving", "Tue, 1 Dec"],
    ]
    assert [step["is_done"] for step in said["steps"]] == [True, True, True, True, False]


def test_a_delivered_order_names_the_last_day_to_return():
    with time_machine.travel("2026-11-25T10:00:00+05:30"):
        order = shipped_order()
        fulfilment.deliver_order(order, by="Store")
    said = Message.objects.get(template=messages.DELIVERED, channel="email").context
    assert said["facts"] == [["Return by", "Wed, 2 Dec, 11:59 pm"]]
