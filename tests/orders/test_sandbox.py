"""Promises of the local Razorpay: it answers, signs, repeats and fails as the real one does."""

import hashlib
import hmac
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin

import pytest
import requests
from django.core.management import CommandError, call_command

from orders.sandbox import SandboxConfig, running_sandbox
from orders.sandbox.webhooks import to_bytes

CONFIG = SandboxConfig()
AUTH = (CONFIG.key_id, CONFIG.key_secret)


# --- What the shop is in these tests --------------------------------------------------------


@dataclass
class Delivery:
    body: bytes
    signature: str
    event_id: str

    @property
    def event(self):
        return json.loads(self.body)

    def is_signed(self, secret=CONFIG.webhook_secret):
        expected = hmac.new(secret.encode(), self.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, self.signature)


@dataclass
class Receiver:
    """A shop that keeps every webhook and answers with the next of `answers`, else with 200."""

    url: str = ""
    received: list[Delivery] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def of(self, event):
        return [delivery for delivery in self.received if delivery.event["event"] == event]

    @property
    def events(self):
        return [delivery.event["event"] for delivery in self.received]


class _Shop(BaseHTTPRequestHandler):
    def do_POST(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = self.headers
        receiver.received.append(
            Delivery(body, headers["X-Razorpay-Signature"], headers["x-razorpay-event-id"])
        )
        self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def shop():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shop)
    server.receiver = Receiver(f"http://127.0.0.1:{server.server_port}/webhook?from=razorpay")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def sandbox(shop):
    with running_sandbox(webhook_url=shop.url) as sandbox:
        yield sandbox


def ask(sandbox, method, path, body=None, *, auth=AUTH, **headers):
    return requests.request(
        method, sandbox.url + path, json=body, auth=auth, headers=headers, timeout=5
    )


def new_order(sandbox, **changes):
    body = {"amount": 149900, "currency": "INR", "receipt": "attempt-1", **changes}
    return ask(sandbox, "POST", "/v1/orders", body).json()


def refund(sandbox, payment, body, key="refund-0123456789"):
    path = f"/v1/payments/{payment['id']}/refund"
    return ask(sandbox, "POST", path, body, **{"X-Refund-Idempotency": key})


def error_of(reply):
    return reply.status_code, reply.json()["error"]["description"]


# --- The contract: key sets written by hand from Razorpay's documentation --------------------

ORDER_KEYS = {
    "id", "entity", "amount", "amount_paid", "amount_due", "currency", "receipt", "offer_id",
    "status", "attempts", "notes", "created_at",
}  # fmt: skip
PAYMENT_KEYS = {
    "id", "entity", "amount", "currency", "status", "order_id", "invoice_id", "international",
    "method", "amount_refunded", "refund_status", "captured", "description", "card_id", "bank",
    "wallet", "vpa", "email", "contact", "notes", "fee", "tax", "error_code",
    "error_description", "error_source", "error_step", "error_reason", "acquirer_data",
    "created_at",
}  # fmt: skip
REFUND_KEYS = {
    "id", "entity", "amount", "currency", "payment_id", "notes", "receipt", "acquirer_data",
    "created_at", "batch_id", "status", "speed_processed", "speed_requested",
}  # fmt: skip
ERROR_KEYS = {"code", "description", "source", "step", "reason", "metadata", "field"}


def test_an_order_has_the_documented_fields(sandbox):
    order = new_order(sandbox)
    assert order.keys() == ORDER_KEYS
    assert re.fullmatch(r"order_[A-Za-z0-9]{14}", order["id"])
    assert (order["status"], order["amount_due"], order["notes"]) == ("created", 149900, [])


@pytest.mark.parametrize(
    ("method", "more"),
    [("upi", {"upi"}), ("card", set()), ("netbanking", set()), ("wallet", set())],
)
def test_a_payment_has_the_documented_fields_of_its_method(sandbox, method, more):
    payment = sandbox.pay(new_order(sandbox)["id"], method=method)
    assert payment.keys() == PAYMENT_KEYS | more
    assert re.fullmatch(r"pay_[A-Za-z0-9]{14}", payment["id"])
    assert (payment["status"], payment["captured"]) == ("captured", True)
    assert payment["fee"] > payment["tax"] > 0


def test_a_failed_payment_says_why(sandbox):
    payment = sandbox.pay(new_order(sandbox)["id"], "failed", reason="incorrect_otp")
    assert payment["error_code"] == "BAD_REQUEST_ERROR"
    assert payment["error_description"] == "Payment processing failed because of incorrect OTP"
    assert payment["error_step"] == "payment_authentication"
    assert payment["error_reason"] == "incorrect_otp"
    assert not payment["captured"]


def test_a_refund_has_the_documented_fields(sandbox):
    payment = sandbox.pay(new_order(sandbox)["id"])
    made = refund(sandbox, payment, {"amount": 100}).json()
    assert made.keys() == REFUND_KEYS
    assert re.fullmatch(r"rfnd_[A-Za-z0-9]{14}", made["id"])
    assert made["status"] == "pending"


def test_a_refusal_has_the_documented_fields(sandbox):
    reply = ask(sandbox, "POST", "/v1/orders", {"amount": 99, "currency": "INR"})
    assert reply.json()["error"].keys() == ERROR_KEYS
    assert error_of(reply) == (400, "The amount must be at least INR 1.00")


def test_a_wrong_key_is_refused(sandbox):
    reply = ask(sandbox, "GET", "/v1/orders", auth=(CONFIG.key_id, "wrong"))
    assert error_of(reply) == (401, "Authentication failed")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"currency": "INR"}, "The amount field is required."),
        ({"amount": 500}, "The currency field is required."),
        ({"amount": 500.5, "currency": "INR"}, "The amount must be an integer."),
        ({"amount": 500, "currency": "XXX"}, "Currency is not supported"),
        (
            {"amount": 500, "currency": "INR", "receipt": "r" * 41},
            "The receipt may not be greater than 40 characters.",
        ),
        (
            {"amount": 500, "currency": "INR", "colour": "red"},
            "colour is/are not required and should not be sent",
        ),
        (
            {
                "amount": 500,
                "currency": "INR",
                "payment": {
                    "capture": "automatic",
                    "capture_options": {"automatic_expiry_period": 11},
                },
            },
            "The automatic expiry period must be at least 12.",
        ),
    ],
)
def test_an_order_razorpay_would_refuse_is_refused(sandbox, body, said):
    assert error_of(ask(sandbox, "POST", "/v1/orders", body)) == (400, said)


def test_unknown_ids_and_paths_are_refused_in_razorpays_words(sandbox):
    order = ask(sandbox, "GET", "/v1/orders/order_00000000000000")
    assert error_of(order) == (400, "The id provided does not exist")
    nowhere = ask(sandbox, "GET", "/v1/nowhere")
    assert error_of(nowhere) == (400, "The requested URL was not found on the server.")


def test_collections_are_newest_first_and_paged(sandbox):
    ids = [new_order(sandbox, receipt=f"r{number}")["id"] for number in range(12)]
    listed = ask(sandbox, "GET", "/v1/orders").json()
    assert (listed["entity"], listed["count"]) == ("collection", 10)
    assert [order["id"] for order in listed["items"]] == ids[:1:-1]
    rest = ask(sandbox, "GET", "/v1/orders?count=2&skip=10").json()["items"]
    assert [order["id"] for order in rest] == [ids[1], ids[0]]
    by_receipt = ask(sandbox, "GET", "/v1/orders?receipt=r3").json()["items"]
    assert [order["id"] for order in by_receipt] == [ids[3]]


# --- Capture and refund rules ----------------------------------------------------------------


def test_an_authorised_payment_is_captured_once_and_only_in_full(sandbox):
    order = new_order(sandbox)
    payment = sandbox.pay(order["id"], "authorized")
    path = f"/v1/payments/{payment['id']}/capture"
    less = ask(sandbox, "POST", path, {"amount": 149899, "currency": "INR"})
    assert error_of(less) == (400, "Capture amount must be equal to the amount authorized")
    captured = ask(sandbox, "POST", path, {"amount": 149900, "currency": "INR"})
    assert captured.json()["status"] == "captured"
    again = ask(sandbox, "POST", path, {"amount": 149900, "currency": "INR"})
    assert error_of(again) == (400, "This payment has already been captured")
    assert ask(sandbox, "GET", f"/v1/orders/{order['id']}").json()["status"] == "paid"


def test_a_full_refund_leaves_the_order_paid_and_the_payment_refunded(sandbox):
    order = new_order(sandbox)
    payment = sandbox.pay(order["id"])
    refund(sandbox, payment, {"amount": 100000}, key="first-00000")
    partly = ask(sandbox, "GET", f"/v1/payments/{payment['id']}").json()
    assert (partly["status"], partly["refund_status"]) == ("captured", "partial")
    refund(sandbox, payment, {"amount": 49900}, key="second-0000")
    fully = ask(sandbox, "GET", f"/v1/payments/{payment['id']}").json()
    assert (fully["status"], fully["refund_status"]) == ("refunded", "full")
    assert ask(sandbox, "GET", f"/v1/orders/{order['id']}").json()["status"] == "paid"
    third = refund(sandbox, payment, {"amount": 100}, key="third-00000")
    assert error_of(third) == (400, "The payment has been fully refunded already")


@pytest.mark.parametrize("body", [{}, 500])
def test_a_refund_without_an_amount_refunds_everything_as_the_real_one_does(sandbox, body):
    payment = sandbox.pay(new_order(sandbox)["id"])
    assert refund(sandbox, payment, body).json()["amount"] == 149900


def test_an_uncaptured_payment_cannot_be_refunded(sandbox):
    payment = sandbox.pay(new_order(sandbox)["id"], "authorized")
    said = "The payment status should be captured for action to be taken"
    assert error_of(refund(sandbox, payment, {"amount": 100})) == (400, said)


def test_refund_keys_are_checked_remembered_and_forgotten_after_a_day(sandbox):
    payment = sandbox.pay(new_order(sandbox)["id"])
    short = refund(sandbox, payment, {"amount": 100}, key="short")
    assert error_of(short) == (400, "The idempotency key must be at least 10 characters long.")
    odd = refund(sandbox, payment, {"amount": 100}, key="odd key with spaces")
    assert odd.status_code == 400
    first = refund(sandbox, payment, {"amount": 100}).json()
    assert refund(sandbox, payment, {"amount": 100}).json() == first
    assert error_of(refund(sandbox, payment, {"amount": 101})) == (
        409,
        "Different request with the same idempotency key has already been processed.",
    )
    sandbox.advance(25 * 3600)
    assert refund(sandbox, payment, {"amount": 100}).json()["id"] != first["id"]


def test_twenty_refunds_at_once_under_one_key_make_one_refund(sandbox):
    payment = sandbox.pay(new_order(sandbox)["id"])
    start = threading.Barrier(20)

    def send():
        start.wait()
        refund(sandbox, payment, {"amount": 100})

    threads = [threading.Thread(target=send) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [made["amount"] for made in sandbox.ledger()["refunds"]] == [100]


def test_a_refund_that_fails_gives_the_amount_back_to_the_payment(sandbox, shop):
    payment = sandbox.pay(new_order(sandbox)["id"])
    sandbox.fault("refund_fails")
    refund(sandbox, payment, {"amount": 149900})
    sandbox.wait_until_quiet()
    ledger = sandbox.ledger()
    assert ledger["refunds"][0]["status"] == "failed"
    assert ledger["payments"][0]["status"] == "captured"
    assert ledger["payments"][0]["amount_refunded"] == 0
    assert ledger["sums"] == {
        "captured_minor": 149900,
        "refunded_minor": 0,
        "refund_pending_minor": 0,
        "refund_failed_minor": 149900,
    }
    assert len(shop.of("refund.failed")) == 1


def test_a_failed_payment_may_still_be_captured_late(sandbox, shop):
    """PAY-11: `payment.failed` is not the last word."""
    failed = sandbox.pay(new_order(sandbox)["id"], "failed")
    late = sandbox.move_payment(failed["id"], "captured")
    assert (late["id"], late["status"]) == (failed["id"], "captured")
    assert late["error_code"] is None
    sandbox.wait_until_quiet()
    assert sorted(shop.events) == [
        "order.paid", "payment.authorized", "payment.captured", "payment.failed",
    ]  # fmt: skip


# --- Webhooks --------------------------------------------------------------------------------


def test_a_payment_and_its_refund_are_told_in_signed_events(sandbox, shop):
    payment = sandbox.pay(new_order(sandbox)["id"])
    refund(sandbox, payment, {"amount": 100})
    sandbox.wait_until_quiet()
    assert sorted(shop.events) == [
        "order.paid", "payment.authorized", "payment.captured", "refund.created",
        "refund.processed",
    ]  # fmt: skip
    assert all(delivery.is_signed() for delivery in shop.received)
    assert len({delivery.event_id for delivery in shop.received}) == 5
    (paid,) = shop.of("order.paid")
    assert paid.event.keys() == {
        "entity", "account_id", "event", "contains", "payload", "created_at",
    }  # fmt: skip
    assert paid.event["contains"] == ["payment", "order"]
    assert paid.event["payload"]["payment"]["entity"]["id"] == payment["id"]
    (processed,) = shop.of("refund.processed")
    assert processed.event["payload"]["refund"]["entity"]["status"] == "processed"


def test_the_authorised_event_is_a_snapshot_of_that_moment(sandbox, shop):
    sandbox.pay(new_order(sandbox)["id"])
    sandbox.wait_until_quiet()
    (authorised,) = shop.of("payment.authorized")
    assert authorised.event["payload"]["payment"]["entity"]["status"] == "authorized"


def test_an_event_is_sent_again_with_the_same_id_and_bytes_until_it_is_accepted(sandbox, shop):
    shop.answers = [500, 302, 503]
    sandbox.pay(new_order(sandbox)["id"], "failed")
    sandbox.wait_until_quiet()
    assert len(shop.received) == 4
    assert len({(delivery.event_id, delivery.body) for delivery in shop.received}) == 1
    (delivery,) = sandbox.ledger()["deliveries"]
    assert (delivery["attempts"], delivery["outcome"]) == (4, "200")


def test_a_day_of_failures_switches_webhooks_off(shop):
    shop.answers = [500] * 100
    with running_sandbox(webhook_url=shop.url, time_scale=100_000) as sandbox:
        sandbox.pay(new_order(sandbox)["id"], "failed")
        sandbox.wait_until_quiet()
        attempts = len(shop.received)
        sandbox.pay(new_order(sandbox)["id"], "failed")
        sandbox.wait_until_quiet()
        assert sandbox.webhooks.is_disabled
    assert len(shop.received) == attempts > 3


def test_the_bytes_are_no_json_a_parser_would_write_again():
    sent = to_bytes({"url": "https://a/b", "name": "café", "notes": []})
    assert json.loads(sent) == {"url": "https://a/b", "name": "café", "notes": []}
    assert rb"https:\/\/a\/b" in sent
    assert rb"caf\u00e9" in sent
    assert sent != json.dumps(json.loads(sent)).encode()
    assert sent != json.dumps(json.loads(sent), separators=(",", ":")).encode()


def test_a_dropped_webhook_never_arrives(sandbox, shop):
    sandbox.fault("webhook_drop", event="payment.captured")
    sandbox.pay(new_order(sandbox)["id"])
    sandbox.wait_until_quiet()
    assert sorted(shop.events) == ["order.paid", "payment.authorized"]


def test_a_duplicated_webhook_arrives_that_often_with_one_id(sandbox, shop):
    sandbox.fault("webhook_duplicate", event="payment.captured", copies=3)
    sandbox.pay(new_order(sandbox)["id"])
    sandbox.wait_until_quiet()
    captured = shop.of("payment.captured")
    assert len(captured) == 3
    assert len({delivery.event_id for delivery in captured}) == 1


@pytest.mark.parametrize("kind", ["webhook_wrong_secret", "webhook_mutated"])
def test_a_tampered_webhook_does_not_verify(sandbox, shop, kind):
    sandbox.fault(kind, event="payment.failed")
    sandbox.pay(new_order(sandbox)["id"], "failed")
    sandbox.wait_until_quiet()
    (delivery,) = shop.received
    assert not delivery.is_signed()


def test_a_webhook_can_arrive_after_the_one_that_followed_it(sandbox, shop):
    sandbox.fault("webhook_reorder", event="payment.authorized")
    sandbox.pay(new_order(sandbox)["id"])
    sandbox.wait_until_quiet()
    assert sorted(shop.events) == ["order.paid", "payment.authorized", "payment.captured"]
    assert shop.events[0] != "payment.authorized"
    assert all(delivery.is_signed() for delivery in shop.received)


def test_a_webhook_that_was_to_come_after_the_next_comes_though_there_is_no_next(sandbox, shop):
    sandbox.fault("webhook_reorder", event="payment.failed")
    sandbox.pay(new_order(sandbox)["id"], "failed")
    assert shop.received == []
    sandbox.advance(31)
    sandbox.wait_until_quiet()
    assert shop.events == ["payment.failed"]


def test_a_webhook_may_carry_the_signature_of_the_secret_before(sandbox, shop):
    sandbox.fault("webhook_old_secret", event="payment.failed")
    sandbox.pay(new_order(sandbox)["id"], "failed")
    sandbox.wait_until_quiet()
    (delivery,) = shop.received
    assert not delivery.is_signed()
    assert delivery.is_signed(CONFIG.previous_webhook_secret)


def test_a_signed_webhook_may_tell_another_amount_than_is_true(sandbox, shop):
    """PAY-12: what an event claims is a hint."""
    sandbox.fault("webhook_wrong_amount", event="payment.captured")
    sandbox.pay(new_order(sandbox)["id"])
    sandbox.wait_until_quiet()
    (delivery,) = shop.of("payment.captured")
    assert delivery.is_signed()
    assert delivery.event["payload"]["payment"]["entity"]["amount"] == 149900 + 100


def test_a_signed_webhook_may_be_of_an_order_nobody_knows(sandbox, shop):
    sandbox.fault("webhook_unknown_order", event="order.paid")
    order = new_order(sandbox)
    payment = sandbox.pay(order["id"])
    sandbox.wait_until_quiet()
    (delivery,) = shop.of("order.paid")
    told = delivery.event["payload"]
    assert delivery.is_signed()
    assert told["payment"]["entity"]["id"] != payment["id"]
    assert told["payment"]["entity"]["order_id"] == told["order"]["entity"]["id"] != order["id"]


def test_two_payments_of_one_order_may_both_be_captured(sandbox, shop):
    """PAY-12: a shopper who paid in two tabs."""
    order = new_order(sandbox)
    sandbox.pay(order["id"])
    sandbox.pay(order["id"])
    sandbox.wait_until_quiet()
    assert sandbox.ledger()["sums"]["captured_minor"] == 2 * 149900
    assert len(shop.of("payment.captured")) == 2
    assert len(shop.of("order.paid")) == 1


def test_a_refund_can_be_declined_for_want_of_money(sandbox):
    payment = sandbox.pay(new_order(sandbox)["id"])
    sandbox.fault("low_balance", path="/v1/payments", method="POST")
    status, said = error_of(refund(sandbox, payment, {"amount": 100}))
    assert (status, said.partition(" to carry")[0]) == (
        400,
        "Your account does not have enough balance",
    )


def test_undelivered_webhooks_and_unsettled_refunds_survive_a_restart(shop, tmp_path):
    database = str(tmp_path / "razorpay.sqlite3")
    with running_sandbox(database=database, refund_seconds=3600, webhook_url=shop.url) as first:
        first.fault("webhook_delay", event="payment.failed", seconds=3600)
        first.pay(new_order(first)["id"], "failed")
        payment = first.pay(new_order(first)["id"])
        refund(first, payment, {"amount": 100})
    with running_sandbox(database=database, webhook_url=shop.url) as second:
        second.advance(3601)
        second.wait_until_quiet()
        assert second.ledger()["refunds"][0]["status"] == "processed"
    assert len(shop.of("payment.failed")) == 1
    assert len(shop.of("refund.processed")) == 1


# --- Faults and the control endpoints ---------------------------------------------------------


def test_a_fault_strikes_as_often_as_ordered_and_only_where_ordered(sandbox):
    fault = {"kind": "status_500", "path": "/v1/orders", "method": "POST", "count": 2}
    assert ask(sandbox, "POST", "/_fake/faults", fault).status_code == 200
    body = {"amount": 100, "currency": "INR"}
    assert ask(sandbox, "GET", "/v1/orders").status_code == 200
    assert ask(sandbox, "POST", "/v1/orders", body).status_code == 500
    assert ask(sandbox, "POST", "/v1/orders", body).status_code == 500
    assert ask(sandbox, "POST", "/v1/orders", body).status_code == 200


def test_faults_can_be_called_off(sandbox):
    ask(sandbox, "POST", "/_fake/faults", {"kind": "status_500", "count": -1})
    assert ask(sandbox, "GET", "/v1/orders").status_code == 500
    ask(sandbox, "DELETE", "/_fake/faults")
    assert ask(sandbox, "GET", "/v1/orders").status_code == 200


def test_a_seeded_fault_strikes_the_same_calls_every_time(sandbox):
    def struck():
        sandbox.reset()
        sandbox.fault("status_500", count=-1, probability=0.5, seed=7)
        return [ask(sandbox, "GET", "/v1/orders").status_code for _ in range(12)]

    first = struck()
    assert set(first) == {200, 500}
    assert struck() == first


@pytest.mark.parametrize("fault", [{"kind": "meteorite"}, {"kind": "hang", "colour": "red"}, {}])
def test_a_fault_nobody_knows_is_refused(sandbox, fault):
    assert ask(sandbox, "POST", "/_fake/faults", fault).status_code == 400


def test_no_web_page_can_reach_the_control_endpoints_with_a_plain_form(sandbox):
    reply = requests.post(f"{sandbox.url}/_fake/reset", data={"a": "b"}, timeout=5)
    assert reply.status_code == 415


def test_the_ledger_shows_the_truth_over_http(sandbox):
    order = new_order(sandbox)
    made = ask(sandbox, "POST", "/_fake/payments", {"order_id": order["id"]}).json()
    body = {"payment_id": made["id"], "amount": 100}
    external = ask(sandbox, "POST", "/_fake/external_refund", body).json()
    sandbox.wait_until_quiet()
    ledger = ask(sandbox, "GET", "/_fake/ledger").json()
    assert [each["id"] for each in ledger["orders"]] == [order["id"]]
    assert [each["id"] for each in ledger["refunds"]] == [external["id"]]
    assert (ledger["sums"]["captured_minor"], ledger["sums"]["refunded_minor"]) == (149900, 100)
    assert [(call["method"], call["path"]) for call in ledger["calls"]] == [("POST", "/v1/orders")]
    ask(sandbox, "POST", "/_fake/reset", {})
    assert ask(sandbox, "GET", "/_fake/ledger").json()["orders"] == []


# --- The pay page -----------------------------------------------------------------------------

CALLBACK = "http://shop.test/paid?attempt=1"
CANCEL = "http://shop.test/cancelled"


class Form(HTMLParser):
    """The one form of a page: where it goes, what it carries, which buttons it has."""

    def __init__(self, page, base):
        super().__init__()
        self.fields, self.buttons, self.action = {}, [], ""
        self._base = base
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        is_chosen = attributes.get("type") != "radio" or "checked" in attributes
        if tag == "form":
            self.action = urljoin(self._base, attributes["action"])
        if tag == "input" and is_chosen:
            self.fields[attributes["name"]] = attributes.get("value", "")
        if tag == "button" and "value" in attributes:
            self.buttons.append(attributes["value"])


def open_pay_page(sandbox, order, **changes):
    form = {
        "key_id": CONFIG.key_id,
        "order_id": order["id"],
        "amount": str(order["amount"]),
        "currency": "INR",
        "name": "Vastra <b>",
        "description": "Order V-1001",
        "prefill[email]": "asha@example.in",
        "prefill[contact]": "+919876543210",
        "callback_url": CALLBACK,
        "cancel_url": CANCEL,
        **changes,
    }
    return requests.post(f"{sandbox.url}/v1/checkout/embedded", data=form, timeout=5)


def press(sandbox, page, choice, **entered):
    form = Form(page.text, sandbox.url)
    data = form.fields | entered | {"choice": choice}
    return requests.post(form.action, data=data, timeout=5, allow_redirects=False)


def test_the_pay_page_says_what_it_is_and_what_is_paid(sandbox):
    page = open_pay_page(sandbox, new_order(sandbox, amount=12345678))
    assert page.status_code == 200
    assert "Test gateway: no real money" in page.text
    assert "₹1,23,456.78" in page.text
    assert "Vastra &lt;b&gt;" in page.text
    assert "Vastra <b>" not in page.text
    assert Form(page.text, sandbox.url).buttons == ["pay", "cancel", "fail"]


@pytest.mark.parametrize("method", ["upi", "card", "netbanking", "wallet"])
def test_the_way_chosen_at_the_shop_is_chosen_on_the_pay_page(sandbox, method):
    page = open_pay_page(sandbox, new_order(sandbox), **{"prefill[method]": method}).text
    assert re.findall(r'name="method" value="(\w+)" checked', page) == [method]


def test_after_a_failure_the_way_chosen_last_stays_chosen(sandbox):
    page = open_pay_page(
        sandbox,
        new_order(sandbox),
        **{"prefill[method]": "upi", "frame_origin": "http://shop"},
    )
    again = press(sandbox, page, "fail", method="card").text
    assert re.findall(r'name="method" value="(\w+)" checked', again) == ["card"]


def test_a_way_the_pay_page_does_not_know_is_upi(sandbox):
    page = open_pay_page(sandbox, new_order(sandbox), **{"prefill[method]": "emi"}).text
    assert 'value="upi" checked' in page


def test_the_pay_page_gives_up_after_the_seconds_it_was_given(sandbox):
    """PAY-10: it leads back as one that was left."""
    back = "http://shop/orders/?a=1&b=2"
    page = open_pay_page(sandbox, new_order(sandbox), timeout="90", cancel_url=back).text
    leads = '<meta http-equiv="refresh" content="90;url=http://shop/orders/?a=1&amp;b=2">'
    assert leads in page


def test_paying_captures_and_leads_back_with_a_signature(sandbox):
    order = new_order(sandbox)
    back = press(sandbox, open_pay_page(sandbox, order), "pay")
    form = Form(back.text, sandbox.url)
    assert form.action == CALLBACK
    (payment,) = sandbox.ledger()["payments"]
    signed = f"{order['id']}|{payment['id']}".encode()
    assert form.fields == {
        "razorpay_payment_id": payment["id"],
        "razorpay_order_id": order["id"],
        "razorpay_signature": hmac.new(
            CONFIG.key_secret.encode(), signed, hashlib.sha256
        ).hexdigest(),
    }
    assert (payment["status"], payment["vpa"]) == ("captured", "success@razorpay")
    assert payment["email"] == "asha@example.in"


def test_failing_leads_back_with_the_reason(sandbox):
    order = new_order(sandbox)
    page = open_pay_page(sandbox, order)
    back = press(sandbox, page, "fail", reason="insufficient_funds")
    form = Form(back.text, sandbox.url)
    (payment,) = sandbox.ledger()["payments"]
    assert form.action == CALLBACK
    assert form.fields["error[code]"] == "BAD_REQUEST_ERROR"
    assert form.fields["error[description]"] == payment["error_description"]
    assert form.fields["error[reason]"] == "insufficient_funds"
    assert json.loads(form.fields["error[metadata]"]) == {
        "payment_id": payment["id"],
        "order_id": order["id"],
    }
    assert payment["status"] == "failed"


def test_cancelling_leads_to_the_cancel_address_and_pays_nothing(sandbox):
    back = press(sandbox, open_pay_page(sandbox, new_order(sandbox)), "cancel")
    assert (back.status_code, back.headers["Location"]) == (303, CANCEL)
    assert sandbox.ledger()["payments"] == []


@pytest.mark.parametrize(
    ("entered", "status", "reason"),
    [
        ({"method": "upi", "vpa": "success@razorpay"}, "captured", None),
        ({"method": "upi", "vpa": "Failure@razorpay "}, "failed", "payment_failed"),
        ({"method": "card", "card_number": "4100 2800 0000 1007"}, "captured", None),
        ({"method": "card", "card_number": "4100280000080001"}, "failed", "insufficient_funds"),
        ({"method": "card", "card_number": "4100 2800 0009 0000"}, "failed", "payment_timed_out"),
        ({"method": "netbanking"}, "captured", None),
    ],
)
def test_the_documented_magic_values_decide(sandbox, entered, status, reason):
    press(sandbox, open_pay_page(sandbox, new_order(sandbox)), "pay", **entered)
    (payment,) = sandbox.ledger()["payments"]
    assert (payment["status"], payment["error_reason"]) == (status, reason)
    assert payment["method"] == entered["method"]


def test_after_a_failure_the_same_order_can_be_paid(sandbox):
    order = new_order(sandbox)
    page = open_pay_page(sandbox, order)
    press(sandbox, page, "fail")
    press(sandbox, page, "pay")
    (paid,) = sandbox.ledger()["orders"]
    assert (paid["status"], paid["attempts"], paid["amount_paid"]) == ("paid", 2, 149900)


def test_a_paid_order_cannot_be_paid_again_even_with_the_page_still_open(sandbox):
    page = open_pay_page(sandbox, order := new_order(sandbox))
    press(sandbox, page, "pay")
    again = press(sandbox, page, "pay")
    assert again.status_code == 400
    assert "already paid" in again.text
    assert "already paid" in open_pay_page(sandbox, order).text
    assert len(sandbox.ledger()["payments"]) == 1


def test_one_can_still_go_back_from_a_page_whose_order_was_paid_elsewhere(sandbox):
    page = open_pay_page(sandbox, order := new_order(sandbox))
    sandbox.pay(order["id"])
    assert press(sandbox, page, "cancel").headers["Location"] == CANCEL


@pytest.mark.parametrize(
    "changes",
    [
        {"key_id": "rzp_test_other"},
        {"order_id": "order_00000000000000"},
        {"amount": "100"},
        {"callback_url": "javascript:alert(1)"},
        {"callback_url": ""},
        {"cancel_url": "data:text/html,x"},
    ],
)
def test_a_pay_page_for_a_wrong_request_is_refused_in_words(sandbox, changes):
    page = open_pay_page(sandbox, new_order(sandbox), **changes)
    assert page.status_code in (400, 401)
    assert "This payment cannot be made" in page.text
    assert sandbox.ledger()["payments"] == []


def test_in_a_frame_the_answer_goes_to_the_shops_own_origin(sandbox):
    frame = {"callback_url": "", "frame_origin": "http://shop.test"}
    page = open_pay_page(sandbox, new_order(sandbox), **frame)
    paid = press(sandbox, page, "pay")
    assert '"event": "payment.success"' in paid.text
    assert paid.text.rstrip().endswith('"http://shop.test")</script>')


def test_checkout_js_is_served(sandbox):
    script = requests.get(f"{sandbox.url}/v1/checkout.js", timeout=5)
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "window.Razorpay = Razorpay" in script.text


# --- Running it --------------------------------------------------------------------------------


def test_it_knows_nothing_of_django():
    program = "import sys, orders.sandbox; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_it_never_runs_with_production_settings(settings):
    settings.SANDBOX_DATABASE = ":memory:"
    settings.SETTINGS_MODULE = "config.settings.prod"
    with pytest.raises(CommandError, match=r"never runs with config\.settings\.prod"):
        call_command("sandbox")


def test_it_never_runs_where_settings_name_no_database_for_it(settings):
    settings.SANDBOX_DATABASE = None
    with pytest.raises(CommandError, match="SANDBOX_DATABASE"):
        call_command("sandbox")


def test_a_taken_port_is_named(settings):
    settings.SANDBOX_DATABASE = ":memory:"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("sandbox", port=port)


def test_the_command_answers_and_stops_cleanly_on_sigterm(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "sandbox", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        url = process.stdout.readline().rsplit(" ", 1)[1].strip()
        reply = requests.get(f"{url}/v1/orders", auth=AUTH, timeout=5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert reply.json() == {"entity": "collection", "count": 0, "items": []}
    assert (tmp_path / "razorpay.sqlite3").exists()
