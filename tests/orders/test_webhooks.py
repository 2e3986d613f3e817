"""Promises of orders/webhooks.py: an event is kept once, is a hint, and is never in the way."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from orders import payments, periodic, refunds, webhooks
from orders.gateway import Retryable
from orders.models import LedgerEntry, Order, WebhookEvent
from shop.money import Money
from tests.factories import started_order
from tests.factories.gateway import sign_webhook

pytestmark = pytest.mark.django_db

URL = reverse("orders:webhook")
FOUR_EVENTS = (
    "payment.captured",
    "order.paid",
    "refund.created",
    "refund.processed",
)


def body_of(event, **entities):
    payload = {name: {"entity": {"id": pk}} for name, pk in entities.items()}
    return json.dumps({"event": event, "payload": payload}).encode()


def deliver(client, body, *, event_id="evt_1", signature=None, **headers):
    return client.post(
        URL,
        body,
        content_type="application/json",
        headers={
            "X-Razorpay-Signature": sign_webhook(body) if signature is None else signature,
            "X-Razorpay-Event-Id": event_id,
            **headers,
        },
    )


def keep(body, event_id="evt_1"):
    webhooks.keep_event(event_id=event_id, body=body)
    return WebhookEvent.objects.get(event_id=event_id)


def applied(body, event_id="evt_1"):
    event = keep(body, event_id)
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    return event


# --- The door -------------------------------------------------------------------------------


def test_a_signed_event_is_kept_as_it_came_and_answered_at_once(client):
    """PAY-6."""
    body = b'{"event":  "payment.captured" , "payload": {}}'
    assert deliver(client, body).status_code == 200
    event = WebhookEvent.objects.get()
    assert (event.event_id, event.kind, bytes(event.body)) == ("evt_1", "payment.captured", body)


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü" * 64, "x", sign_webhook(b"other")])
def test_an_unsigned_event_is_refused_and_nothing_is_written(client, signature):
    """PAY-5."""
    response = deliver(client, body_of("payment.captured"), signature=signature)
    assert (response.status_code, WebhookEvent.objects.count()) == (400, 0)


def test_an_event_without_a_signature_is_refused(client):
    response = client.post(URL, b"{}", content_type="application/json")
    assert (response.status_code, WebhookEvent.objects.count()) == (400, 0)


def test_the_right_signature_in_capital_letters_is_refused(client):
    """PAY-5."""
    body = body_of("payment.captured")
    assert deliver(client, body, signature=sign_webhook(body).upper()).status_code == 400


def test_the_checkout_secret_does_not_sign_webhooks(client, settings):
    settings.RAZORPAY_WEBHOOK_SECRET = ""
    body = body_of("payment.captured")
    assert deliver(client, body).status_code == 400


def test_an_event_above_256_kilobytes_is_not_even_read(client):
    """PAY-5."""
    assert deliver(client, b" " * (256 * 1024 + 1)).status_code == 413


def test_the_webhook_takes_post_only(client):
    assert client.get(URL).status_code == 405


def test_the_same_event_delivered_twice_is_kept_once(client):
    """PAY-6."""
    body = body_of("payment.captured")
    assert [deliver(client, body).status_code for _ in range(2)] == [200, 200]
    assert WebhookEvent.objects.count() == 1


def test_an_event_without_an_id_is_known_by_its_bytes(client):
    """PAY-6."""
    bodies = [body_of("payment.captured"), body_of("payment.captured"), body_of("order.paid")]
    assert [deliver(client, body, event_id="").status_code for body in bodies] == [200] * 3
    assert WebhookEvent.objects.count() == 2


def test_signed_bytes_that_are_no_json_are_kept_for_a_person(client):
    """PAY-6: a 4xx for a day would make Razorpay switch the webhook off."""
    assert deliver(client, b"\xff not json").status_code == 200
    event = WebhookEvent.objects.get()
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert event.status == "quarantined"


# --- Applying -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["payment.captured", "order.paid", "payment.authorized"])
def test_an_event_of_a_captured_payment_confirms_its_order_whatever_the_event_is_called(
    gateway, kind
):
    """PAY-8: the event is a hint; what it names is fetched."""
    order = started_order()
    event = applied(body_of(kind, payment=gateway.pay(order).id))
    assert event.status == "applied"
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_what_the_event_claims_of_amount_and_status_is_not_believed(gateway):
    """PAY-8."""
    order = started_order()
    seen = gateway.pay(order, "failed")
    entity = {"id": seen.id, "status": "captured", "amount": order.total_minor, "captured": True}
    applied(json.dumps({"payload": {"payment": {"entity": entity}}}).encode())
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_an_event_of_an_order_we_do_not_know_is_set_aside(gateway):
    """PAY-6."""
    order = started_order()
    seen = gateway.pay(order, order_id="order_of_somebody_else")
    assert applied(body_of("payment.captured", payment=seen.id)).status == "quarantined"


def test_an_event_of_a_payment_the_gateway_does_not_know_is_set_aside(gateway):
    """PAY-6: asking again tomorrow would not help."""
    assert applied(body_of("payment.captured", payment="pay_unknown")).status == "quarantined"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'{"event": "payment.captured", "payload": null}',
        b'{"payload": {"payment": {}}}',
        b'{"payload": {"payment": null}}',
        b'{"payload": {"refund": {"entity": {}}}}',
        b'{"event": "invoice.paid", "payload": {}}',
    ],
)
def test_an_event_we_cannot_read_is_set_aside_not_tried_for_ever(gateway, body):
    """PAY-6."""
    assert applied(body).status == "quarantined"


def test_a_dashboard_refund_with_a_note_of_its_own_is_set_aside(gateway):
    """PAY-13: its note is called like ours and holds no id of ours."""
    made = gateway.refund_payment(
        "pay_1", body={"amount": 100, "notes": {"refund_id": "by hand"}}, idempotency_key="k" * 10
    )
    assert applied(body_of("refund.processed", refund=made.id)).status == "quarantined"


def test_an_event_waits_while_the_gateway_cannot_be_asked(gateway):
    order = started_order()
    event = keep(body_of("payment.captured", payment=gateway.pay(order).id))
    gateway.errors.append(Retryable("ConnectTimeout"))
    with pytest.raises(Retryable):
        webhooks.apply_event(str(event.pk))
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    assert (event.status, event.attempts) == ("applied", 2)


def test_an_applied_event_is_not_applied_again(gateway):
    order = started_order()
    event = applied(body_of("payment.captured", payment=gateway.pay(order).id))
    calls = len(gateway.calls)
    webhooks.apply_event(str(event.pk))
    assert len(gateway.calls) == calls


def test_the_same_payment_under_two_event_ids_has_one_effect(gateway):
    """SEC-14, PAY-7."""
    order = started_order()
    body = body_of("payment.captured", payment=gateway.pay(order).id)
    applied(body, "evt_1")
    applied(body, "evt_2")
    assert LedgerEntry.objects.filter(order=order).count() == 1


@pytest.mark.parametrize("events", list(permutations(FOUR_EVENTS)), ids=" ".join)
def test_events_in_any_order_end_in_the_same_books(gateway, events):
    """PAY-8: all 24 orders of the four events of one refunded payment."""
    order = started_order()
    seen = gateway.pay(order)
    payments.refresh_payment(order.payments.get())
    (refund,) = refunds.request_refund(order, Money(100_00), key="return:1", reason="Return")
    gateway.refund_status = "pending"
    refunds.submit_refund(str(refund.pk))
    (refund_id,) = gateway.refunds
    gateway.settle(refund_id, "processed")
    named = {"payment": {"payment": seen.id}, "refund": {"refund": refund_id}}
    named["order"] = named["payment"]
    [applied(body_of(event, **named[event.split(".")[0]]), event) for event in events]
    books = LedgerEntry.objects.filter(order=order).values_list("kind", "amount_minor")
    assert sorted(books) == [("capture", order.total_minor), ("refund", -100_00)]
    refund.refresh_from_db()
    assert refund.status == "processed"


# --- The sweep ------------------------------------------------------------------------------


def test_an_event_whose_bell_was_lost_is_found_by_the_sweep(gateway):
    """INV-8: nothing is sent on commit inside this test, as if the broker were down."""
    order = started_order()
    keep(body_of("payment.captured", payment=gateway.pay(order).id))
    periodic.apply_kept_webhooks()
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_one_unreadable_event_does_not_keep_the_others_waiting(gateway):
    order = started_order()
    keep(b"\xff", "evt_1")
    keep(body_of("refund.processed", refund="rfnd_unknown"), "evt_2")
    keep(body_of("payment.captured", payment=gateway.pay(order).id), "evt_3")
    periodic.apply_kept_webhooks()
    assert Order.objects.get(pk=order.pk).status == "confirmed"
