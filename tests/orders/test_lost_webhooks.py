"""PAY-9: every webhook is lost, and every order is right after one turn of the clock's jobs."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from orders import payments, periodic, refunds, webhooks
from orders.invariants import find_breaches
from orders.models import LedgerEntry, Order, Payment, Refund, WebhookEvent
from shop.money import Money
from tests.factories import make_variant, place_order, started_order

pytestmark = pytest.mark.django_db


def bought(sandbox, *states):
    """An order, and payments at the gateway in these states, one after the other."""
    order = started_order(make_variant(price_minor=1_500_00))
    made = [sandbox.pay(order.payments.get().gateway_order_id, state) for state in states]
    return order, made


def in_three_minutes():
    return time_machine.travel(timezone.now() + timedelta(minutes=3))


def settle(sandbox):
    """Let the bank finish, by the clock of the turns: the sandbox's is the same."""
    with in_three_minutes():
        sandbox.wait_until_quiet()


def turn():
    """Each job once, as the clock would within two minutes."""
    with in_three_minutes():
        periodic.reconcile_payments()
        periodic.submit_due_refunds()
        periodic.refresh_pending_refunds()
        periodic.find_refunds_made_by_hand()
        periodic.expire_unpaid_orders()


def statuses(*orders):
    return [Order.objects.get(pk=order.pk).status for order in orders]


def test_whatever_happened_at_the_gateway_one_turn_makes_it_right(sandbox):
    """PAY-9: paid, failed, waiting, failed and paid late, paid twice, a refund by hand."""
    paid, _ = bought(sandbox, "captured")
    failed, _ = bought(sandbox, "failed")
    waiting, _ = bought(sandbox, "authorized")
    late, (first,) = bought(sandbox, "failed")
    sandbox.move_payment(first["id"], "captured")
    twice, _ = bought(sandbox, "captured", "captured")
    by_hand, (refunded,) = bought(sandbox, "captured")
    sandbox.external_refund(refunded["id"], 400_00)
    turn()
    settle(sandbox)
    turn()
    assert statuses(paid, failed, waiting, late, twice, by_hand) == [
        "confirmed", "placed", "placed", "confirmed", "confirmed", "confirmed",
    ]  # fmt: skip
    assert waiting.payments.get().status == "authorized"
    assert Refund.objects.get(order=by_hand).is_external
    assert Refund.objects.get(order=twice).amount_minor == twice.total_minor
    same_books(sandbox)


def same_books(sandbox):
    """Our ledger and the gateway's say the same, to the paisa."""
    sums = sandbox.ledger()["sums"]
    entries = LedgerEntry.objects.all()
    captured = sum(entries.filter(kind="capture").values_list("amount_minor", flat=True))
    refunded = -sum(entries.filter(kind="refund").values_list("amount_minor", flat=True))
    assert (captured, refunded) == (sums["captured_minor"], sums["refunded_minor"])
    found = find_breaches(pause_seconds=0)
    assert {code: rows for code, rows in found.items() if rows} == {}


def test_a_refund_that_fails_at_the_bank_is_found_as_well(sandbox):
    order, _ = bought(sandbox, "captured")
    turn()
    refunds.request_refund(order, Money(200_00), key="return:1", reason="Return")
    sandbox.fault("refund_fails")
    turn()
    settle(sandbox)
    turn()
    assert Refund.objects.get().status == "failed"
    assert Payment.objects.get().refund_reserved_minor == 0
    same_books(sandbox)


def test_a_lost_answer_to_opening_an_order_leaves_no_checkout_stuck(sandbox):
    """PAY-3: dropped after it was done, again and again; one order is used for each attempt."""
    orders = []
    for _ in range(7):  # every third answer is lost: the breaker stays closed
        sandbox.fault("drop_after", method="POST", path="/v1/orders")
        orders += [started_order(), started_order(), started_order()]
    used = set(Payment.objects.values_list("gateway_order_id", flat=True))
    assert len(used) == len(orders) == 21
    assert used <= {made["id"] for made in sandbox.ledger()["orders"]}
    assert None not in used


def test_forgotten_payments_do_not_hide_a_new_one(gateway):
    """PAY-9: the new one is asked about at the next turn, however many were given up."""
    old = [started_order() for _ in range(5)]
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        new = started_order()
        asked = payments.unsettled_payments()
        assert asked == []
    with time_machine.travel(timezone.now() + timedelta(hours=3, minutes=3)):
        assert [payment.order for payment in payments.unsettled_payments()] == [new]
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        forgotten = {payment.order_id for payment in payments.unsettled_payments()}
        assert forgotten == {order.pk for order in old}


def test_an_authorised_payment_is_asked_about_at_every_turn(gateway):
    order = started_order()
    gateway.pay(order, "authorized")
    payments.refresh_payment(order.payments.get())
    with time_machine.travel(timezone.now() + timedelta(hours=4)):
        assert len(payments.unsettled_payments()) == 1


def test_the_pay_page_gives_up_when_the_orders_time_is_over(client, sandbox):
    """PAY-10: the same seconds for the gateway's capture and for its page."""
    order = started_order()
    client.force_login(order.user)
    with time_machine.travel(order.expires_at - timedelta(seconds=90), tick=False):
        html = client.get(reverse("orders:pay", args=[order.number])).content.decode()
        assert '<input type="hidden" name="timeout" value="90">' in html
        assert order.seconds_to_pay == 90
    with time_machine.travel(order.expires_at + timedelta(seconds=1), tick=False):
        assert order.seconds_to_pay == 0


def test_what_is_told_to_the_gateway_late_is_the_time_that_is_left(gateway, monkeypatch):
    """PAY-10: at the twentieth minute a late yes is captured for ten more, not for thirty."""
    told = {}
    create = gateway.create_order
    monkeypatch.setattr(
        "orders.gateway.create_order", lambda **words: told.update(words) or create(**words)
    )
    order = place_order()
    with time_machine.travel(order.expires_at - timedelta(minutes=10), tick=False):
        payments.start_payment(order)
    assert told["expires_in_seconds"] == 600


def test_webhooks_that_lie_about_the_amount_or_name_a_stranger_change_nothing(client, gateway):
    """PAY-12: an event claims, the gateway tells."""
    order = started_order()
    seen = gateway.pay(order)
    lie = {"id": seen.id, "amount": 1, "status": "captured", "order_id": seen.order_id}
    webhooks.keep_event(
        event_id="evt_1", body=json.dumps({"payload": {"payment": {"entity": lie}}}).encode()
    )
    webhooks.apply_event(str(WebhookEvent.objects.get().pk))
    assert order.payments.get().amount_minor == order.total_minor
    assert statuses(order) == ["confirmed"]
