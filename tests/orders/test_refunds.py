"""Promises of orders/refunds.py: money goes back once, to the paisa, never more than came in."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders import payments, periodic, refund_outcomes, refunds
from orders.errors import NotRefundable
from orders.gateway import Declined, Retryable, Unknown
from orders.models import LedgerEntry, Payment, Refund
from shop.money import Money
from tests.factories import make_staff, make_variant, paid_order, place_order
from tests.factories.gateway import FakeGateway
from tests.factories.orders import capture_again

pytestmark = pytest.mark.django_db


def requested_refund(minor=200_00, *, order=None, key="return:1"):
    order = order or paid_order(make_variant(price_minor=1_500_00))
    (refund,) = refunds.request_refund(order, Money(minor), key=key, reason="Return RT-1", by="QC")
    return refund


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def submit(refund, *, times=1):
    """Send it `times` times, each when it is due again."""
    for _ in range(times):
        with time_machine.travel(fresh(refund).next_attempt_at + timedelta(seconds=1)):
            refunds.submit_refund(str(refund.pk))
    return fresh(refund)


def reserved(refund):
    return Payment.objects.get(pk=refund.payment_id).refund_reserved_minor


# --- Requesting -----------------------------------------------------------------------------


def test_a_requested_refund_sets_its_amount_aside_and_freezes_what_will_be_sent():
    """INV-10."""
    refund = requested_refund(200_00)
    assert (refund.status, refund.amount_minor, reserved(refund)) == ("requested", 200_00, 200_00)
    assert refund.request_body == {
        "amount": 200_00,
        "speed": "normal",
        "receipt": refund.pk.hex,
        "notes": {"refund_id": str(refund.pk), "order": refund.order.number},
    }


def test_the_same_key_twice_is_one_refund():
    refund = requested_refund()
    assert requested_refund(order=refund.order) == refund
    assert reserved(refund) == 200_00


def test_more_than_was_paid_cannot_be_refunded():
    order = paid_order()
    with pytest.raises(NotRefundable) as refusal:
        refunds.request_refund(order, order.total + Money(1), key="x", reason="x")
    assert refusal.value.left == order.total


def test_an_unpaid_order_has_nothing_to_refund():
    with pytest.raises(NotRefundable) as refusal:
        refunds.request_refund(place_order(), Money(1), key="x", reason="x")
    assert refusal.value.left == Money(0)


def test_a_refund_larger_than_one_payment_takes_the_rest_from_the_next():
    order = paid_order()
    capture_again(order, amount_minor=100_00)  # books its own refund of all of it
    Payment.objects.filter(order=order).update(refund_reserved_minor=0)
    parts = refunds.request_refund(order, Money(150_00), key="goodwill", reason="Goodwill")
    assert [(part.amount_minor, part.key) for part in parts] == [
        (100_00, "goodwill"),
        (50_00, "goodwill:2"),
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=st.lists(st.integers(min_value=1, max_value=900_00), min_size=1, max_size=8))
def test_whatever_is_asked_for_the_refunds_never_exceed_what_was_paid(asked):
    """INV-10."""
    order = paid_order(make_variant(price_minor=1_500_00))
    total = order.total_minor

    def granted(n, minor):
        try:
            with transaction.atomic():  # as its callers do; a refusal undoes what it began
                return requested_refund(minor, order=order, key=f"{order.number}:{n}:").amount_minor
        except NotRefundable:
            return 0

    paid_back = sum(granted(n, minor) for n, minor in enumerate(asked))
    rows = sum(Refund.objects.filter(order=order).values_list("amount_minor", flat=True))
    assert paid_back == rows == Payment.objects.get(order=order).refund_reserved_minor
    assert rows <= total


# --- Sending --------------------------------------------------------------------------------


def test_a_processed_refund_is_booked_once_and_the_customer_is_told(gateway):
    refund = submit(requested_refund(200_00))
    assert refund.status == "processed"
    assert refund.gateway_refund_id in gateway.refunds
    entry = LedgerEntry.objects.get(refund=refund)
    assert (entry.kind, entry.amount_minor) == ("refund", -200_00)
    told = Message.objects.filter(template="orders/emails/refunded.html")
    assert sorted(told.values_list("channel", flat=True)) == ["email", "sms"]
    assert refund.order.events.last().text == "₹200 refunded"


def test_sending_a_refund_twice_refunds_once(gateway):
    refund = requested_refund()
    refunds.submit_refund(str(refund.pk))
    refunds.submit_refund(str(refund.pk))
    assert gateway.calls == ["refund_payment"]
    assert LedgerEntry.objects.filter(refund=refund).count() == 1


def test_a_refund_being_sent_by_somebody_is_left_alone_until_the_lease_is_over(gateway):
    """CEL-2."""
    refund = requested_refund()
    refunds._claim(str(refund.pk))  # the worker that claimed it died
    refunds.submit_refund(str(refund.pk))
    assert gateway.calls == []
    with time_machine.travel(timezone.now() + refunds.LEASE + timedelta(seconds=1)):
        refunds.submit_refund(str(refund.pk))
    assert fresh(refund).status == "processed"


def test_the_outcome_of_an_overtaken_attempt_is_not_recorded(gateway):
    """CEL-2: only the holder of the latest claim may write."""
    refund = requested_refund()
    slow = refunds._claim(str(refund.pk))
    with time_machine.travel(timezone.now() + refunds.LEASE + timedelta(seconds=1)):
        refunds._claim(str(refund.pk))
    refunds._decline(slow, "too late")
    assert (fresh(refund).status, reserved(refund)) == ("submitting", 200_00)


def test_a_pending_refund_is_booked_when_the_bank_has_done_it(gateway):
    gateway.refund_status = "pending"
    refund = submit(requested_refund())
    assert (refund.status, LedgerEntry.objects.filter(kind="refund").count()) == ("pending", 0)
    gateway.settle(refund.gateway_refund_id, "processed")
    refunds.refresh_refund(refund)
    assert (fresh(refund).status, LedgerEntry.objects.get(kind="refund").amount_minor) == (
        "processed",
        -200_00,
    )


def test_a_refund_that_fails_at_the_bank_can_be_refunded_again(gateway):
    """INV-10: failed releases the reservation."""
    gateway.refund_status = "pending"
    refund = submit(requested_refund())
    gateway.settle(refund.gateway_refund_id, "failed")
    refunds.refresh_refund(refund)
    assert (fresh(refund).status, reserved(refund)) == ("failed", 0)


def test_a_declined_refund_waits_for_a_person_and_keeps_its_amount_aside(gateway):
    gateway.errors.append(Declined("Your account does not have enough balance"))
    refund = submit(requested_refund())
    assert (refund.status, reserved(refund)) == ("needs_attention", 200_00)
    assert refund.last_error == "Your account does not have enough balance"


def test_after_a_definite_no_the_next_try_goes_under_another_key(gateway):
    gateway.errors.append(Declined("Your account does not have enough balance"))
    refund = submit(requested_refund())
    declined_key = f"refund-{refund.pk.hex}"
    refunds.retry_refund(refund, by="Meera")
    refund = submit(refund)
    assert refund.status == "processed"
    assert refund.idempotency_key == f"{declined_key}-1"


def test_under_another_key_what_was_sent_before_is_looked_for_first(gateway):
    gateway.errors.append(Declined("The payment has been fully refunded already"))
    refund = submit(requested_refund())
    sent = gateway.refund_payment(
        refund.payment.gateway_payment_id,
        body=refund.request_body,
        idempotency_key="an-attempt-thought-lost",
    )
    refunds.retry_refund(refund, by="Meera")
    refund = submit(refund)
    assert (refund.status, refund.gateway_refund_id) == ("processed", sent.id)
    assert list(gateway.refunds) == [sent.id]


def test_a_refund_that_failed_at_the_bank_is_replaced_by_staff_once(gateway):
    gateway.refund_status = "pending"
    refund = submit(requested_refund())
    gateway.settle(refund.gateway_refund_id, "failed")
    refunds.refresh_refund(refund)
    failed = fresh(refund)
    stale = fresh(refund)
    refunds.refund_again(failed, by_user=make_staff())
    with pytest.raises(IllegalTransition):
        refunds.refund_again(stale, by_user=make_staff())
    again = Refund.objects.get(key=f"{refund.key}:again")
    assert (failed.status, again.amount_minor, reserved(refund)) == ("replaced", 200_00, 200_00)


def test_what_the_gateway_said_first_is_not_unsaid_by_a_later_snapshot(gateway):
    """PAY-8."""
    refund = submit(requested_refund())
    gateway.settle(refund.gateway_refund_id, "pending")
    refunds.refresh_refund(refund)
    assert fresh(refund).status == "processed"


def test_a_refund_waits_longer_after_each_failure_and_never_above_fifteen_minutes(gateway):
    """CEL-3."""
    refund = requested_refund()
    gateway.errors += [Retryable("HTTP 429")] * 7
    submit(refund, times=7)
    waiting = fresh(refund)
    assert (waiting.status, waiting.attempt) == ("submitting", 7)
    assert waiting.next_attempt_at - timezone.now() < timedelta(minutes=7 * 15)
    assert waiting.last_error == "HTTP 429"


def test_after_eight_failures_a_person_is_asked_and_the_retry_works(gateway):
    """CEL-3."""
    refund = requested_refund()
    gateway.errors += [Unknown("ReadTimeout")] * 8
    stuck = submit(refund, times=8)
    assert (stuck.status, stuck.last_error, reserved(stuck)) == (
        "needs_attention",
        "ReadTimeout",
        200_00,
    )
    refunds.retry_refund(stuck, by="Owner")
    assert submit(stuck).status == "processed"
    assert len(gateway.refunds) == 1


def test_a_refund_that_needs_nobody_cannot_be_retried(gateway):
    refund = submit(requested_refund())
    with pytest.raises(IllegalTransition):
        refunds.retry_refund(refund, by="Owner")


def test_a_retry_days_later_finds_the_refund_whose_answer_was_lost(gateway):
    """INV-10: after 20 hours the key may be forgotten, so the gateway is asked first."""
    refund = requested_refund()
    made = gateway.refund_payment(
        refund.payment.gateway_payment_id, body=refund.request_body, idempotency_key="forgotten"
    )
    gateway.errors += [Unknown("ReadTimeout")] * 8
    stuck = submit(refund, times=8)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        refunds.retry_refund(stuck, by="Owner")
        refunds.submit_refund(str(stuck.pk))
    assert fresh(stuck).gateway_refund_id == made.id
    assert list(gateway.refunds) == [made.id]


def test_a_failure_recorded_after_the_webhook_settled_the_refund_does_not_undo_it(gateway):
    """PAY-8: the webhook overtakes the lost answer of the last attempt."""
    gateway.refund_status = "pending"
    refund = requested_refund()
    Refund.objects.filter(pk=refund.pk).update(attempt=refunds.MAX_ATTEMPTS - 1)
    claimed = refunds._claim(str(refund.pk))
    seen = gateway.refund_payment(
        refund.payment.gateway_payment_id,
        body=refund.request_body,
        idempotency_key=refund.idempotency_key,
    )
    gateway.settle(seen.id, "processed")
    refund_outcomes.apply_gateway_refund(fresh(refund), gateway.fetch_refund(seen.id))
    refunds._postpone(claimed, "ReadTimeout")
    assert fresh(refund).status == "processed"
    assert LedgerEntry.objects.filter(refund=refund).count() == 1


# --- Against the running gateway ------------------------------------------------------------


def captured_at(sandbox, order):
    """Paid at the running gateway and booked."""
    payment = payments.start_payment(order)
    sandbox.pay(payment.gateway_order_id)
    payments.refresh_payment(payment)
    return order


@pytest.fixture
def quick(monkeypatch):
    """Not the twelve seconds of patience a real gateway is given."""
    from orders import gateway

    monkeypatch.setattr(gateway, "TIMEOUT", (1, 1))


def test_a_refund_whose_answer_was_dropped_is_one_refund(sandbox, quick):
    """INV-10, PAY-1: an unknown outcome is repeated under the same key."""
    refund = requested_refund(order=captured_at(sandbox, place_order()))
    sandbox.fault("drop_after", method="POST", path="/v1/payments")
    assert submit(refund).status == "submitting"
    submit(refund)
    sandbox.wait_until_quiet()
    refunds.refresh_refund(fresh(refund))
    assert fresh(refund).status == "processed"
    assert [made["amount"] for made in sandbox.ledger()["refunds"]] == [200_00]


def test_a_refund_retried_after_the_gateway_forgot_its_key_is_one_refund(
    sandbox, quick, patient_breakers
):
    """INV-10: the key is gone, our note on the refund is not."""
    refund = requested_refund(order=captured_at(sandbox, place_order()))
    sandbox.fault("drop_after", method="POST", path="/v1/payments")
    submit(refund)
    sandbox.fault("status_503", method="POST", path="/v1/payments", count=7)
    stuck = submit(refund, times=7)
    assert stuck.status == "needs_attention"
    sandbox.advance(49 * 3600)
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        refunds.retry_refund(stuck, by="Owner")
        refunds.submit_refund(str(stuck.pk))
    assert [made["amount"] for made in sandbox.ledger()["refunds"]] == [200_00]


@pytest.mark.django_db(transaction=True)
def test_a_refund_sent_by_two_workers_at_once_is_one_refund(sandbox):
    """CEL-2."""
    refund = requested_refund(order=captured_at(sandbox, place_order()))
    Refund.objects.filter(pk=refund.pk).update(
        status="requested", attempt=0, lease_until=None, next_attempt_at=timezone.now()
    )
    start = threading.Barrier(4)

    def work():
        try:
            start.wait()
            refunds.submit_refund(str(refund.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    sandbox.wait_until_quiet()
    periodic.refresh_pending_refunds()
    assert fresh(refund).status == "processed"
    assert LedgerEntry.objects.filter(refund=refund).count() == 1
    assert [made["amount"] for made in sandbox.ledger()["refunds"]] == [200_00]


def test_the_fake_gateway_of_these_tests_honours_keys_as_the_real_one_does():
    fake = FakeGateway()
    body = {"amount": 100, "notes": {}}
    first = fake.refund_payment("pay_1", body=body, idempotency_key="refund-0001")
    assert fake.refund_payment("pay_1", body=body, idempotency_key="refund-0001") == first
    assert fake.refund_payment("pay_1", body=body, idempotency_key="refund-0002") != first
