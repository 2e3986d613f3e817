"""Promises of orders/gateway.py, kept through the real SDK against the running sandbox."""

import hashlib
import hmac
import logging
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.network import NetworkInsideTransaction
from orders import gateway
from orders.gateway import Declined, GatewayOrder, Retryable, Unknown
from orders.sandbox import running_sandbox

KEY = "refund-0123456789"


@pytest.fixture(scope="module")
def running():
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running, settings):
    """A clean sandbox the shop talks to."""
    running.reset()
    settings.RAZORPAY_BASE_URL = running.url
    settings.RAZORPAY_KEY_ID = running.config.key_id
    settings.RAZORPAY_KEY_SECRET = running.config.key_secret
    settings.RAZORPAY_WEBHOOK_SECRET = running.config.webhook_secret
    return running


@pytest.fixture
def impatient(monkeypatch):
    """Every call but the opening of an order times out soon."""
    monkeypatch.setattr(gateway, "TIMEOUT", (3, 0.3))


def create_order(**changes):
    order = {
        "receipt": "attempt-1",
        "amount_minor": 149900,
        "currency": "INR",
        "notes": {"order": "V-1001"},
    }
    return gateway.create_order(**{**order, **changes})


def captured_payment(sandbox, amount_minor=149900):
    return sandbox.pay(create_order(amount_minor=amount_minor).id)


def statuses(sandbox):
    return [call["status"] for call in sandbox.ledger()["calls"]]


# --- Orders -------------------------------------------------------------------------------


def test_an_order_is_opened_with_its_amount_and_receipt(sandbox):
    order = create_order()
    assert order == GatewayOrder(order.id, 149900, "INR", "attempt-1", "created")
    assert gateway.fetch_order(order.id) == order


def test_an_order_is_found_by_its_receipt_and_by_no_other(sandbox):
    order = create_order()
    assert gateway.find_order("attempt-1") == order
    assert gateway.find_order("attempt-2") is None


def test_an_order_made_although_the_answer_was_lost_is_found_not_made_again(sandbox):
    """PAY-3."""
    sandbox.fault("drop_after", method="POST", path="/v1/orders")
    order = create_order()
    assert [made["id"] for made in sandbox.ledger()["orders"]] == [order.id]


def test_a_hundred_lost_answers_leave_one_order_for_each_attempt(sandbox, patient_breakers):
    """PAY-3."""
    sandbox.fault("drop_after", method="POST", path="/v1/orders", count=100)
    ids = {create_order(receipt=f"attempt-{number}").id for number in range(100)}
    assert ids == {made["id"] for made in sandbox.ledger()["orders"]}
    assert len(ids) == 100


def test_an_order_that_was_not_made_is_unknown_when_the_answer_is_lost(sandbox):
    sandbox.fault("drop_before", method="POST", path="/v1/orders")
    with pytest.raises(Unknown):
        create_order()
    assert sandbox.ledger()["orders"] == []


def test_a_found_order_of_another_amount_is_not_taken_for_ours(sandbox):
    create_order(amount_minor=500)
    sandbox.fault("drop_before", method="POST", path="/v1/orders")
    with pytest.raises(Unknown):
        create_order(amount_minor=149900)


def test_a_late_payment_is_not_captured_once_the_orders_time_is_over(sandbox):
    """PAY-10."""
    order = create_order(expires_in_seconds=1800)
    payment = sandbox.pay(order.id, "failed")
    sandbox.advance(31 * 60)
    sandbox.books.authorise(payment["id"])
    sandbox.wait_until_quiet()
    late = gateway.fetch_payment(payment["id"])
    assert (late.status, late.refunded_minor) == ("refunded", 149900)


def test_a_shorter_time_than_razorpay_allows_is_rounded_up_to_its_shortest(sandbox):
    order = create_order(expires_in_seconds=60)
    assert sandbox.store.hidden(order.id)["automatic_minutes"] == 12


# --- Payments and refunds -----------------------------------------------------------------


def test_payments_of_an_order_carry_what_the_shop_decides_by(sandbox):
    order = create_order()
    failed = sandbox.pay(order.id, "failed", reason="insufficient_funds")
    captured = sandbox.pay(order.id)
    seen = {payment.id: payment for payment in gateway.payments_of_order(order.id)}
    assert seen.keys() == {failed["id"], captured["id"]}
    assert seen[failed["id"]].status == "failed"
    assert "balance" in seen[failed["id"]].error_description
    assert seen[captured["id"]] == gateway.GatewayPayment(
        captured["id"], order.id, 149900, "INR", "captured", "upi", 0, "", was_captured=True
    )


def test_a_refund_carries_our_notes_and_is_processed_in_the_end(sandbox):
    payment = captured_payment(sandbox)
    body = {"amount": 50000, "notes": {"refund_id": "r-1"}}
    refund = gateway.refund_payment(payment["id"], body=body, idempotency_key=KEY)
    assert (refund.amount_minor, refund.status) == (50000, "pending")
    sandbox.wait_until_quiet()
    settled = gateway.fetch_refund(refund.id)
    assert (settled.status, settled.notes) == ("processed", {"refund_id": "r-1"})
    assert gateway.refunds_of_payment(payment["id"]) == [settled]
    assert gateway.fetch_payment(payment["id"]).refunded_minor == 50000


def test_a_refund_without_notes_reads_as_an_empty_dict(sandbox):
    payment = captured_payment(sandbox)
    refund = gateway.refund_payment(payment["id"], body={"amount": 100}, idempotency_key=KEY)
    assert refund.notes == {}


def test_the_same_key_and_body_refund_once(sandbox):
    payment = captured_payment(sandbox)
    body = {"amount": 50000, "notes": {"refund_id": "r-1"}}
    first = gateway.refund_payment(payment["id"], body=body, idempotency_key=KEY)
    reordered = {"notes": {"refund_id": "r-1"}, "amount": 50000}
    again = gateway.refund_payment(payment["id"], body=reordered, idempotency_key=KEY)
    assert again.id == first.id
    assert len(sandbox.ledger()["refunds"]) == 1


def test_the_same_key_with_another_body_is_unknown_and_refunds_nothing_more(sandbox):
    """Something was done under this key; a person has to look before anything is given back."""
    payment = captured_payment(sandbox)
    gateway.refund_payment(payment["id"], body={"amount": 50000}, idempotency_key=KEY)
    with pytest.raises(Unknown, match="Different request"):
        gateway.refund_payment(payment["id"], body={"amount": 50001}, idempotency_key=KEY)
    assert [refund["amount"] for refund in sandbox.ledger()["refunds"]] == [50000]


def test_a_refund_whose_answer_was_lost_is_made_once_when_sent_again(sandbox):
    payment = captured_payment(sandbox)
    sandbox.fault("drop_after", method="POST", path="/v1/payments")
    with pytest.raises(Unknown):
        gateway.refund_payment(payment["id"], body={"amount": 50000}, idempotency_key=KEY)
    gateway.refund_payment(payment["id"], body={"amount": 50000}, idempotency_key=KEY)
    assert [refund["amount"] for refund in sandbox.ledger()["refunds"]] == [50000]


def test_a_refund_still_being_worked_on_is_unknown(sandbox, impatient):
    payment = captured_payment(sandbox)
    sandbox.fault("latency", method="POST", path="/v1/payments", seconds=5)
    with pytest.raises(Unknown):
        gateway.refund_payment(payment["id"], body={"amount": 50000}, idempotency_key=KEY)
    with pytest.raises(Unknown, match="still in progress"):
        gateway.refund_payment(payment["id"], body={"amount": 50000}, idempotency_key=KEY)


@pytest.mark.parametrize("amount", [None, 0, -100, True, 500.0, "500"])
def test_a_refund_without_a_positive_whole_amount_never_leaves_this_machine(sandbox, amount):
    """Razorpay would refund everything (SDK trap 1)."""
    body = {"amount": amount}
    payment = captured_payment(sandbox)
    calls = len(statuses(sandbox))
    with pytest.raises(ValueError, match="positive whole amount"):
        gateway.refund_payment(payment["id"], body=body, idempotency_key=KEY)
    assert len(statuses(sandbox)) == calls


def test_a_refund_without_an_amount_never_leaves_this_machine(sandbox):
    payment = captured_payment(sandbox)
    with pytest.raises(ValueError, match="positive whole amount"):
        gateway.refund_payment(payment["id"], body={}, idempotency_key=KEY)
    assert sandbox.ledger()["refunds"] == []


def test_a_refund_above_what_is_left_is_declined_in_razorpays_words(sandbox):
    payment = captured_payment(sandbox, amount_minor=1000)
    with pytest.raises(Declined) as refused:
        gateway.refund_payment(payment["id"], body={"amount": 1001}, idempotency_key=KEY)
    assert refused.value.code == "BAD_REQUEST_ERROR"
    assert refused.value.reason == "input_validation_failed"
    assert refused.value.description == (
        "The refund amount provided is greater than amount captured"
    )


# --- Classification (PAY-1) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("status_400", Declined),
        ("status_404", Declined),
        ("status_401", Retryable),
        ("status_429", Retryable),
        ("status_409", Unknown),
        ("status_500", Unknown),
        ("status_502", Unknown),
        ("status_503", Unknown),
        ("drop_before", Unknown),
        ("drop_after", Unknown),
        ("truncated", Unknown),
        ("error_null", Unknown),
    ],
)
def test_every_trouble_on_a_refund_has_its_class(sandbox, kind, expected):
    payment = captured_payment(sandbox)
    sandbox.fault(kind, method="POST", path="/v1/payments")
    with pytest.raises(gateway.GatewayError) as refused:
        gateway.refund_payment(payment["id"], body={"amount": 100}, idempotency_key=KEY)
    assert type(refused.value) is expected


@pytest.mark.parametrize(("is_done", "refunds"), [(False, 0), (True, 1)])
def test_a_refund_that_is_never_answered_is_unknown(sandbox, impatient, is_done, refunds):
    payment = captured_payment(sandbox)
    sandbox.fault("hang", method="POST", path="/v1/payments", seconds=5, after=is_done)
    with pytest.raises(Unknown):
        gateway.refund_payment(payment["id"], body={"amount": 100}, idempotency_key=KEY)
    assert len(sandbox.ledger()["refunds"]) == refunds


def test_the_longest_wait_of_a_checkout_is_fifteen_seconds():
    """PAY-1: one lost answer and its look-up."""
    assert sum(gateway.ORDER_TIMEOUT) + sum(gateway.LOOK_UP_TIMEOUT) <= 15
    assert gateway.TIMEOUT == (3, 12)


def test_a_gateway_that_cannot_be_reached_is_retryable(sandbox, settings):
    with socket.socket() as taken:  # bound but not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        settings.RAZORPAY_BASE_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Retryable):
            gateway.fetch_order("order_00000000000000")


def test_a_wrong_key_is_retryable_because_the_request_is_not_at_fault(sandbox, settings):
    settings.RAZORPAY_KEY_SECRET = "another-secret"
    with pytest.raises(Retryable, match="Authentication failed"):
        create_order()


def test_an_answer_without_the_documented_fields_is_unknown(sandbox):
    with pytest.raises(Unknown):
        gateway._ask(gateway._order, lambda **_: {"id": "order_1"})


def test_one_failure_is_one_call_never_a_silent_retry(sandbox):
    payment = captured_payment(sandbox)
    before = len(statuses(sandbox))
    sandbox.fault("drop_before", method="POST", path="/v1/payments")
    with pytest.raises(Unknown):
        gateway.refund_payment(payment["id"], body={"amount": 100}, idempotency_key=KEY)
    assert len(statuses(sandbox)) == before + 1


# --- Safety -------------------------------------------------------------------------------


def test_a_failure_is_logged_once_without_secrets_and_prints_nothing(sandbox, caplog, capsys):
    sandbox.fault("drop_before", path="/v1/orders")
    with caplog.at_level(logging.DEBUG), pytest.raises(Unknown):
        gateway.fetch_order("order_00000000000000")
    ours = [record for record in caplog.records if record.name == "orders.gateway"]
    assert [record.getMessage() for record in ours] == [
        "Razorpay Order.fetch: Unknown: ConnectionError"
    ]
    assert sandbox.config.key_secret not in caplog.text
    assert capsys.readouterr().out == ""


def test_each_thread_has_its_own_client_and_keeps_it(sandbox):
    with ThreadPoolExecutor(max_workers=1) as other:
        elsewhere = other.submit(gateway._client).result()
    assert gateway._client() is gateway._client()
    assert gateway._client() is not elsewhere


@pytest.mark.django_db
def test_a_call_inside_a_transaction_is_refused_before_it_is_made(sandbox):
    """INV-6."""
    with transaction.atomic(), pytest.raises(NetworkInsideTransaction):
        create_order()
    assert sandbox.ledger()["calls"] == []


def test_a_live_key_is_only_ever_sent_to_razorpay(sandbox, settings):
    settings.RAZORPAY_KEY_ID = "rzp_live_0123456789"
    with pytest.raises(ImproperlyConfigured):
        create_order()


# --- Signatures ---------------------------------------------------------------------------


def signed(message, secret):
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def test_the_signature_of_the_checkout_is_believed_for_its_own_order_only(sandbox):
    """PAY-4: the tuple of a cheap order proves nothing about another."""
    signature = signed("order_1|pay_1", sandbox.config.key_secret)

    def is_valid(order, payment):
        return gateway.is_checkout_signature_valid(
            gateway_order_id=order, payment_id=payment, signature=signature
        )

    assert is_valid("order_1", "pay_1")
    assert not is_valid("order_2", "pay_1")
    assert not is_valid("order_1", "pay_2")


@pytest.mark.parametrize("signature", [None, "", "0" * 64, "ü" * 64, "\ud800", b"0" * 64, 7])
def test_no_forged_or_malformed_signature_passes_or_raises(sandbox, signature):
    """PAY-5."""
    assert not gateway.is_webhook_signature_valid(b"{}", signature)
    assert not gateway.is_checkout_signature_valid(
        gateway_order_id="order_1", payment_id="pay_\ud800", signature=signature
    )


def test_an_upper_case_signature_is_not_the_signature(sandbox):
    signature = signed("{}", sandbox.config.webhook_secret)
    assert gateway.is_webhook_signature_valid(b"{}", signature)
    assert not gateway.is_webhook_signature_valid(b"{}", signature.upper())


def test_an_empty_secret_accepts_nothing_not_even_what_it_signed(sandbox, settings):
    settings.RAZORPAY_WEBHOOK_SECRET = ""
    assert not gateway.is_webhook_signature_valid(b"{}", signed("{}", ""))


def test_a_webhook_signature_covers_the_bytes_not_their_meaning(sandbox):
    signature = signed('{"a": 1}', sandbox.config.webhook_secret)
    assert gateway.is_webhook_signature_valid(b'{"a": 1}', signature)
    assert not gateway.is_webhook_signature_valid(b'{"a":1}', signature)
