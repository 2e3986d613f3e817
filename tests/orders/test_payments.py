"""Promises of orders/payments.py: captured money takes effect once, whoever says so first."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Message
from orders import cancellation, payments, periodic, webhooks
from orders.errors import NotPayable, PaymentNotProven
from orders.gateway import Retryable
from orders.models import LedgerEntry, Order, Refund
from shop.models import Variant
from shop.money import Money
from tests.factories import make_variant, paid_order, place_order, started_order
from tests.factories.gateway import captured, sign
from tests.factories.orders import capture_again

pytestmark = pytest.mark.django_db

CONFIRMED = "orders/emails/confirmed.html"


def payment_of(order):
    return order.payments.get()


def status_of(order):
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


def stock_of(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


def ledger_of(order):
    entries = LedgerEntry.objects.filter(order=order).order_by("at")
    return list(entries.values_list("kind", "amount_minor"))


def confirm(order, seen, **changes):
    proof = {"gateway_payment_id": seen.id, "signature": sign(seen.order_id, seen.id)}
    payments.confirm_checkout(payment_of(order), **{**proof, **changes})


# --- Starting -----------------------------------------------------------------------------


def test_a_started_payment_is_known_to_the_gateway_under_our_receipt_and_sum(gateway):
    order = started_order()
    (made,) = gateway.orders.values()
    assert payment_of(order).gateway_order_id == made.id
    assert (made.receipt, made.amount_minor) == (f"{order.number}-1", order.total_minor)


def test_starting_twice_asks_the_gateway_once(gateway):
    order = started_order()
    payments.start_payment(order)
    assert gateway.calls == ["create_order"]


def test_an_order_past_its_payment_window_cannot_be_paid(gateway):
    """PAY-10."""
    order = place_order()
    with time_machine.travel(order.expires_at, tick=False), pytest.raises(NotPayable):
        payments.start_payment(order)
    assert gateway.calls == []


def test_a_paid_order_cannot_be_paid_again(gateway):
    with pytest.raises(NotPayable):
        payments.start_payment(paid_order())


def test_a_gateway_out_of_reach_leaves_the_order_as_it_was_and_payable(gateway):
    order = place_order()
    gateway.errors.append(Retryable("ConnectTimeout"))
    with pytest.raises(Retryable):
        payments.start_payment(order)
    assert payments.start_payment(order).gateway_order_id is not None


def test_after_a_useless_payment_a_new_one_can_be_started(gateway):
    """PAY-12: money of the wrong amount went back, the order still waits for the right one."""
    order = started_order()
    capture_again(order, amount_minor=100)
    fresh = payments.start_payment(order)
    assert (fresh.receipt, fresh.amount_minor) == (f"{order.number}-2", order.total_minor)
    assert fresh.gateway_order_id in gateway.orders


# --- Confirming what the pay page brings back -----------------------------------------------


def test_a_proven_capture_confirms_the_order(gateway):
    order = started_order()
    confirm(order, gateway.pay(order))
    assert status_of(order) == "confirmed"
    assert ledger_of(order) == [("capture", order.total_minor)]


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü" * 64, "A" * 64])
def test_a_forged_signature_changes_nothing(gateway, signature):
    """PAY-4."""
    order = started_order()
    with pytest.raises(PaymentNotProven):
        confirm(order, gateway.pay(order), signature=signature)
    assert (status_of(order), ledger_of(order)) == ("placed", [])
    assert "fetch_payment" not in gateway.calls


def test_the_proof_of_a_cheap_order_does_not_pay_for_a_dear_one(gateway):
    """PAY-4: a signature that is right, but for another order."""
    cheap = started_order(make_variant(price_minor=100_00))
    dear = started_order(make_variant(price_minor=700_00))
    with pytest.raises(PaymentNotProven):
        confirm(dear, gateway.pay(cheap))
    assert (status_of(dear), ledger_of(dear)) == ("placed", [])


def test_a_payment_the_gateway_files_under_another_order_is_refused_even_when_signed(gateway):
    """PAY-4."""
    order, other = started_order(), started_order()
    seen = gateway.pay(other)
    signature = sign(payment_of(order).gateway_order_id, seen.id)
    with pytest.raises(PaymentNotProven):
        confirm(order, seen, signature=signature)
    assert status_of(order) == "placed"


def test_a_payment_in_another_currency_pays_nothing(gateway):
    """PAY-4, PAY-12."""
    order = started_order()
    with pytest.raises(PaymentNotProven):
        confirm(order, gateway.pay(order, currency="USD"))
    assert (status_of(order), ledger_of(order)) == ("placed", [])


def test_an_authorised_payment_is_not_yet_money(gateway):
    """PAY-4: fulfil only when captured."""
    order = started_order()
    confirm(order, gateway.pay(order, "authorized"))
    assert (status_of(order), ledger_of(order)) == ("placed", [])
    assert payment_of(order).status == "authorized"


def test_a_failed_payment_leaves_the_order_payable_and_says_why(gateway):
    order = started_order()
    gateway.pay(order, "failed", error_description="The account does not have enough balance.")
    payments.refresh_payment(payment_of(order))
    assert payment_of(order).failure == "The account does not have enough balance."
    assert order.events.last().text == "Payment failed: The account does not have enough balance."
    assert payments.start_payment(order) == payment_of(order)


def test_a_failed_payment_that_the_bank_lets_through_later_confirms_the_order(gateway):
    """PAY-8: `payment.failed` is not the end."""
    order = started_order()
    seen = gateway.pay(order, "failed")
    payments.refresh_payment(payment_of(order))
    gateway.move(seen, "captured")
    payments.refresh_payment(payment_of(order))
    assert status_of(order) == "confirmed"


def test_a_late_failure_cannot_unpay_a_captured_payment(gateway):
    """PAY-8."""
    order = started_order()
    seen = gateway.pay(order)
    payments.refresh_payment(payment_of(order))
    gateway.move(seen, "failed")
    payments.refresh_payment(payment_of(order))
    assert (status_of(order), payment_of(order).status) == ("confirmed", "captured")


# --- One effect, however often it is told ---------------------------------------------------


def test_the_same_capture_applied_twice_is_one_ledger_row_and_one_mail(gateway):
    """PAY-7."""
    order = started_order()
    seen = captured(order)
    payments.apply_capture(payment_of(order), seen)
    payments.apply_capture(payment_of(order), seen)
    assert ledger_of(order) == [("capture", order.total_minor)]
    assert Message.objects.filter(template=CONFIRMED, channel="email").count() == 1


def test_callback_webhook_and_reconcile_together_have_one_effect(gateway):
    """PAY-7."""
    order = started_order()
    seen = gateway.pay(order)
    confirm(order, seen)
    body = json.dumps({"payload": {"payment": {"entity": {"id": seen.id}}}}).encode()
    webhooks.keep_event(event_id="evt_1", body=body)
    periodic.apply_kept_webhooks()
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        periodic.reconcile_payments()
    assert ledger_of(order) == [("capture", order.total_minor)]
    assert Message.objects.filter(template=CONFIRMED, channel="email").count() == 1
    assert order.events.filter(status="confirmed").count() == 1


# --- Money that cannot buy anything any more ------------------------------------------------


def test_a_second_payment_of_a_paid_order_is_booked_and_goes_back(gateway):
    """PAY-12."""
    order = paid_order()
    capture_again(order)
    total = order.total_minor
    assert ledger_of(order) == [("capture", total), ("capture", total)]
    (refund,) = order.refunds.all()
    assert (refund.amount_minor, refund.status) == (total, "requested")
    assert refund.payment.receipt == f"{order.number}-2"
    assert status_of(order) == "confirmed"


def test_a_second_payment_told_twice_goes_back_once(gateway):
    order = paid_order()
    seen = capture_again(order)
    payments.apply_capture(order.payments.earliest("created_at"), seen)
    assert order.refunds.count() == 1


@pytest.mark.parametrize("paise", [-1, 1, 100_00])
def test_a_wrong_amount_never_confirms_the_order_and_goes_back(gateway, paise):
    """PAY-12."""
    order = started_order()
    capture_again(order, amount_minor=order.total_minor + paise)
    assert status_of(order) == "placed"
    assert [refund.amount_minor for refund in order.refunds.all()] == [order.total_minor + paise]


def test_the_same_wrong_amount_a_second_time_does_not_confirm_the_order_either(gateway):
    """PAY-12: what is exact is measured by the order, not by the payment before."""
    order = started_order()
    capture_again(order, amount_minor=100)
    capture_again(order, amount_minor=100)
    assert status_of(order) == "placed"
    assert [refund.amount_minor for refund in order.refunds.all()] == [100, 100]


def test_the_right_amount_after_a_wrong_one_confirms_the_order(gateway):
    order = started_order()
    capture_again(order, amount_minor=100)
    capture_again(order)
    assert status_of(order) == "confirmed"
    assert [refund.amount_minor for refund in order.refunds.all()] == [100]


def expired(order):
    with time_machine.travel(order.expires_at + timedelta(seconds=1)):
        cancellation.expire_order(order)
    order.refresh_from_db()
    return order


def test_a_late_capture_revives_the_expired_order_while_there_is_stock(gateway):
    """PAY-11."""
    variant = make_variant(stock=1)
    order = expired(started_order(variant))
    assert (order.status, stock_of(variant)) == ("expired", (1, 0))
    capture_again(order)
    assert (order.status, stock_of(variant)) == ("confirmed", (1, 1))
    assert order.refunds.count() == 0


def test_a_late_capture_goes_back_when_the_stock_is_gone(gateway):
    """PAY-11: exactly one of the two."""
    variant = make_variant(stock=1)
    order = expired(started_order(variant))
    place_order(variant)
    capture_again(order)
    assert (order.status, stock_of(variant)) == ("expired", (1, 1))
    assert [refund.amount_minor for refund in order.refunds.all()] == [order.total_minor]
    assert Message.objects.filter(template=CONFIRMED).count() == 0


@pytest.mark.parametrize("is_free", [True, False], ids=["stock is free", "sold out"])
@pytest.mark.parametrize(
    "late",
    [timedelta(minutes=10), timedelta(hours=1), timedelta(days=1), timedelta(days=3)],
    ids=str,
)
def test_money_that_comes_late_either_revives_the_order_or_goes_back_once(gateway, late, is_free):
    """PAY-11, F14: exactly one of the two, minutes or days late."""
    variant = make_variant(stock=1)
    order = expired(started_order(variant))
    if not is_free:
        place_order(variant)
    with time_machine.travel(order.expires_at + late):
        capture_again(order)
    revived = ("confirmed", 0)
    assert (order.status, order.refunds.count()) == (revived if is_free else ("expired", 1))
    assert stock_of(variant) == (1, 1)
    assert sum(refund.amount_minor for refund in order.refunds.all()) == (
        0 if is_free else order.total_minor
    )


def test_a_second_late_capture_of_a_revived_order_goes_back(gateway):
    order = expired(started_order())
    capture_again(order)
    capture_again(order)
    assert order.status == "confirmed"
    assert order.refunds.count() == 1


def test_a_paid_order_that_was_cancelled_is_not_revived_by_a_second_payment(gateway):
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    capture_again(order)
    assert order.status == "cancelled"
    assert sum(refund.amount_minor for refund in order.refunds.all()) == 2 * order.total_minor


def test_money_the_gateway_itself_sent_back_is_no_money(gateway):
    """PAY-10: a payment authorised too late is refunded by Razorpay, never captured for us."""
    order = expired(started_order())
    gateway.pay(order, "refunded", refunded_minor=order.total_minor)
    payments.refresh_payment(payment_of(order))
    assert (status_of(order), ledger_of(order)) == ("expired", [])
    assert Refund.objects.count() == 0


def test_an_authorised_payment_the_gateway_sent_back_no_longer_keeps_the_order_open(gateway):
    """INV-13."""
    order = started_order()
    seen = gateway.pay(order, "authorized")
    payments.refresh_payment(payment_of(order))
    gateway.move(seen, "refunded", refunded_minor=order.total_minor)
    assert expired(order).status == "expired"


def test_a_second_payment_that_razorpay_refunded_by_itself_is_not_refunded_again(gateway):
    order = paid_order()
    capture_again(order, status="captured")  # control: the shop's own second refund
    again = gateway.pay(order, "refunded", refunded_minor=order.total_minor)
    payments.apply_gateway_payment(order.payments.earliest("created_at"), again)
    assert order.refunds.count() == 1


# --- What is left to refund -----------------------------------------------------------------


def test_nothing_is_refundable_before_the_money_arrived(gateway):
    assert payment_of(started_order()).refundable == Money(0)


def test_everything_captured_is_refundable(gateway):
    order = paid_order()
    assert payment_of(order).refundable == order.total


# --- Asking again ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "asked"),
    [
        (timedelta(seconds=119), 0),
        (timedelta(seconds=121), 1),
        (timedelta(days=6) - timedelta(seconds=1), 1),
        (timedelta(days=6, seconds=1), 0),
    ],
)
def test_a_payment_without_a_final_word_is_asked_about_from_two_minutes_to_six_days(
    gateway, age, asked
):
    """PAY-9."""
    order = started_order()
    with time_machine.travel(payment_of(order).created_at + age, tick=False):
        assert len(payments.unsettled_payments()) == asked


def test_a_captured_payment_is_not_asked_about_again(gateway):
    paid_order()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert payments.unsettled_payments() == []


def test_late_money_for_an_order_the_customer_cancelled_goes_back(gateway):
    order = started_order()
    cancellation.cancel_order(order, by="Asha Rao")
    gateway.pay(order)
    payments.refresh_payment(order.payments.get())
    order = Order.objects.get(pk=order.pk)
    assert order.status == "cancelled"
    assert order.refunds.get().amount_minor == order.total_minor
