"""Promises of refunds made in Razorpay's dashboard: found, booked once, told once, never twice."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from orders import cancellation, payments, periodic, refund_outcomes, refunds, webhooks
from orders.errors import NotRefundable
from orders.models import LedgerEntry, Order, Payment, Refund, WebhookEvent
from orders.states import RefundStatus
from shop.money import Money
from tests.factories import make_staff, make_variant, started_order

pytestmark = pytest.mark.django_db

REFUNDED = "orders/emails/refunded.html"


def bought(gateway, price_minor=1_500_00):
    """An order and its payment at the gateway, both knowing of each other."""
    order = started_order(make_variant(price_minor=price_minor))
    seen = gateway.pay(order)
    payments.refresh_payment(order.payments.get())
    return order, seen


def unheard_of(gateway, price_minor=1_500_00):
    """Paid at the gateway; every webhook was lost."""
    order = started_order(make_variant(price_minor=price_minor))
    return order, gateway.pay(order)


def tell(kind, pk, event_id="evt_1"):
    body = json.dumps({"event": f"{kind}.x", "payload": {kind: {"entity": {"id": pk}}}}).encode()
    webhooks.keep_event(event_id=event_id, body=body)
    event = WebhookEvent.objects.get(event_id=event_id)
    webhooks.apply_event(str(event.pk))
    event.refresh_from_db()
    return event.status


def books_of(order):
    entries = LedgerEntry.objects.filter(order=order)
    return sorted(entries.values_list("kind", "amount_minor"))


def money_of(order):
    payment = order.payments.get()
    return payment.refund_reserved_minor, payment.refundable.minor


def rows_of(order):
    rows = Refund.objects.filter(order=order).order_by("requested_at")
    return list(rows.values_list("is_external", "status", "amount_minor"))


def status_of(order):
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


# --- Found ----------------------------------------------------------------------------------


def test_a_refund_made_by_hand_is_found_by_its_webhook(gateway):
    """PAY-13."""
    order, seen = bought(gateway)
    made = gateway.refund_by_hand(seen, 400_00)
    assert tell("refund", made.id) == "applied"
    assert rows_of(order) == [(True, "processed", 400_00)]
    assert books_of(order) == [("capture", order.total_minor), ("refund", -400_00)]
    assert money_of(order) == (400_00, order.total_minor - 400_00)


def test_a_refund_made_by_hand_is_found_without_any_webhook(gateway):
    """PAY-13, PAY-9."""
    order, seen = bought(gateway)
    gateway.refund_by_hand(seen, 400_00)
    periodic.find_refunds_made_by_hand()
    assert rows_of(order) == [(True, "processed", 400_00)]


def test_it_is_booked_and_told_once_however_often_it_is_found(gateway):
    """PAY-13, PAY-7."""
    order, seen = bought(gateway)
    made = gateway.refund_by_hand(seen, 400_00)
    tell("refund", made.id, "evt_1")
    tell("refund", made.id, "evt_2")
    periodic.find_refunds_made_by_hand()
    periodic.sweep_refunds_of_last_days()
    payments.refresh_payment(order.payments.get())
    assert books_of(order) == [("capture", order.total_minor), ("refund", -400_00)]
    assert Message.objects.filter(template=REFUNDED, channel="email").count() == 1


def test_one_that_waits_for_the_bank_is_booked_when_the_bank_has_done_it(gateway):
    order, seen = bought(gateway)
    made = gateway.refund_by_hand(seen, 400_00, "pending")
    periodic.find_refunds_made_by_hand()
    assert (rows_of(order), money_of(order)[0]) == ([(True, "pending", 400_00)], 400_00)
    assert books_of(order) == [("capture", order.total_minor)]
    gateway.settle(made.id, "processed")
    periodic.refresh_pending_refunds()
    assert books_of(order) == [("capture", order.total_minor), ("refund", -400_00)]


def test_one_that_fails_at_the_bank_gives_its_amount_back(gateway):
    order, seen = bought(gateway)
    made = gateway.refund_by_hand(seen, 400_00, "pending")
    periodic.find_refunds_made_by_hand()
    gateway.settle(made.id, "failed")
    periodic.refresh_pending_refunds()
    assert (rows_of(order), money_of(order)[0]) == ([(True, "failed", 400_00)], 0)


def test_one_that_had_failed_before_we_heard_of_it_is_nothing(gateway):
    order, seen = bought(gateway)
    made = gateway.refund_by_hand(seen, 400_00, "pending")
    gateway.settle(made.id, "failed")
    assert tell("refund", made.id) == "applied"
    assert (rows_of(order), money_of(order)[0]) == ([], 0)


def test_a_refund_of_ours_is_never_taken_for_one_made_by_hand(gateway):
    order, _ = bought(gateway)
    (refund,) = refunds.request_refund(order, Money(200_00), key="return:1", reason="Return")
    refunds._claim(str(refund.pk))  # sent, and the answer was lost
    made = gateway.refund_payment(
        refund.payment.gateway_payment_id,
        body=refund.request_body,
        idempotency_key=refund.idempotency_key,
    )
    periodic.find_refunds_made_by_hand()
    assert rows_of(order) == [(False, "processed", 200_00)]
    assert Refund.objects.get().gateway_refund_id == made.id


def test_a_note_that_names_a_refund_of_another_payment_proves_nothing(gateway):
    """Whoever makes a refund in the dashboard may write any note."""
    order, _ = bought(gateway)
    (refund,) = refunds.request_refund(order, Money(200_00), key="return:1", reason="Return")
    other, seen = bought(gateway)
    made = gateway.refund_payment(
        seen.id,
        body={"amount": 100_00, "notes": {"refund_id": str(refund.pk)}},
        idempotency_key="by-hand-0001",
    )
    tell("refund", made.id)
    assert rows_of(order) == [(False, "requested", 200_00)]
    assert rows_of(other) == [(True, "processed", 100_00)]


# --- Before the money was known -------------------------------------------------------------


def test_a_refund_told_before_the_capture_books_the_capture_first(gateway):
    """PAY-8: never dropped."""
    order, seen = unheard_of(gateway)
    made = gateway.refund_by_hand(seen, 400_00)
    assert tell("refund", made.id) == "applied"
    assert status_of(order) == "confirmed"
    assert books_of(order) == [("capture", order.total_minor), ("refund", -400_00)]
    tell("payment", seen.id, "evt_2")
    assert books_of(order) == [("capture", order.total_minor), ("refund", -400_00)]


def test_money_that_went_back_entirely_before_we_knew_of_it_buys_nothing(gateway):
    """PAY-8, PAY-13: both movements are booked, and nothing is sent to anybody for free."""
    order, seen = unheard_of(gateway)
    gateway.refund_by_hand(seen, order.total_minor)
    payments.refresh_payment(order.payments.get())
    assert status_of(order) == "placed"
    assert books_of(order) == [("capture", order.total_minor), ("refund", -order.total_minor)]
    assert rows_of(order) == [(True, "processed", order.total_minor)]


def test_a_second_payment_that_was_refunded_by_hand_is_not_refunded_again(gateway):
    """PAY-12, PAY-13."""
    order, _ = bought(gateway)
    again = gateway.pay(order)
    gateway.refund_by_hand(again, order.total_minor)
    payments.refresh_payment(order.payments.get())
    assert status_of(order) == "confirmed"
    assert rows_of(order) == [(True, "processed", order.total_minor)]


# --- At the same time as one of ours --------------------------------------------------------


def test_together_they_refund_what_was_paid_and_no_more(gateway):
    """PAY-13: one of ours that is still waiting gives way to what was done by hand."""
    order, seen = bought(gateway)
    total = order.total_minor
    (own,) = refunds.request_refund(order, Money(total), key="cancel:1", reason="Cancelled")
    gateway.refund_by_hand(seen, 400_00)
    periodic.find_refunds_made_by_hand()
    periodic.submit_due_refunds()
    assert rows_of(order) == [(False, "failed", total), (True, "processed", 400_00)]
    assert money_of(order) == (400_00, total - 400_00)
    assert sum(made.amount_minor for made in gateway.refunds.values()) == 400_00
    own.refresh_from_db()
    assert own.last_error == "Money was refunded in Razorpay's dashboard meanwhile"


def test_where_there_is_room_for_both_both_go_back(gateway):
    order, seen = bought(gateway)
    refunds.request_refund(order, Money(200_00), key="return:1", reason="Return")
    gateway.refund_by_hand(seen, 400_00)
    periodic.find_refunds_made_by_hand()
    periodic.submit_due_refunds()
    assert rows_of(order) == [(False, "processed", 200_00), (True, "processed", 400_00)]


def test_ours_is_declined_while_it_is_being_sent_and_the_other_one_is_booked(gateway):
    """PAY-13: the worker is on its way to the gateway while somebody presses refund there."""
    order, seen = bought(gateway)
    (own,) = refunds.request_refund(order, order.total, key="cancel:1", reason="Cancelled")
    gateway.refund_by_hand(seen, order.total_minor)
    refunds.submit_refund(str(own.pk))
    own.refresh_from_db()
    assert own.status == "needs_attention"
    periodic.find_refunds_made_by_hand()
    own.refresh_from_db()
    assert own.status == "failed"
    assert money_of(order) == (order.total_minor, 0)
    with pytest.raises(NotRefundable):
        refunds.refund_again(own, by_user=make_staff())


def test_what_is_still_owed_is_refunded_again_as_far_as_there_is_money(gateway):
    order, seen = bought(gateway)
    (own,) = refunds.request_refund(order, Money(1_000_00), key="return:1", reason="Return")
    gateway.refund_by_hand(seen, 900_00)
    periodic.find_refunds_made_by_hand()
    own.refresh_from_db()
    left = order.payments.get().refundable
    with pytest.raises(NotRefundable) as refusal:
        refunds.refund_again(own, by_user=make_staff())
    assert refusal.value.left == left


def test_a_refund_of_ours_with_the_bank_is_waited_for_before_one_by_hand_is_booked(gateway):
    """PAY-13: both cannot come true, so the gateway is asked about ours first."""
    gateway.refund_status = "pending"
    order, seen = bought(gateway)
    (own,) = refunds.request_refund(order, order.total, key="cancel:1", reason="Cancelled")
    refunds.submit_refund(str(own.pk))
    own.refresh_from_db()
    gateway.settle(own.gateway_refund_id, "failed")
    made = gateway.refund_by_hand(seen, 400_00)
    with pytest.raises(NotRefundable):
        refund_outcomes.adopt_refund(order.payments.get(), made)
    periodic.refresh_pending_refunds()
    periodic.find_refunds_made_by_hand()
    assert rows_of(order) == [(False, "failed", order.total_minor), (True, "processed", 400_00)]
    assert money_of(order)[0] == 400_00


def test_one_of_ours_that_was_withdrawn_too_early_is_booked_all_the_same(gateway):
    """Money is the truth, whatever we thought of it."""
    order, seen = bought(gateway)
    (own,) = refunds.request_refund(order, order.total, key="cancel:1", reason="Cancelled")
    by_hand = gateway.refund_by_hand(seen, 400_00, "pending")
    periodic.find_refunds_made_by_hand()
    gateway.settle(by_hand.id, "failed")
    periodic.refresh_pending_refunds()
    sent = gateway.refund_payment(
        seen.id, body=own.request_body, idempotency_key=own.idempotency_key
    )
    tell("refund", sent.id)
    assert books_of(order) == [("capture", order.total_minor), ("refund", -order.total_minor)]
    assert money_of(order) == (order.total_minor, 0)


def test_cancelling_pays_back_what_was_not_paid_back_by_hand(gateway):
    order, seen = bought(gateway)
    gateway.refund_by_hand(seen, 400_00)
    periodic.find_refunds_made_by_hand()
    cancellation.cancel_order(order, by="Asha Rao")
    periodic.submit_due_refunds()
    assert sum(made.amount_minor for made in gateway.refunds.values()) == order.total_minor
    assert money_of(order) == (order.total_minor, 0)


def test_an_order_that_is_still_to_be_sent_while_its_money_went_back_says_so(gateway):
    order, seen = bought(gateway)
    gateway.refund_by_hand(seen, order.total_minor)
    periodic.find_refunds_made_by_hand()
    assert status_of(order) == "confirmed"
    told = order.events.filter(is_public=False).values_list("text", flat=True)
    assert list(told) == [
        "All money of this order went back by hand. Cancel it, unless it shall be sent free"
    ]


# --- Against the running gateway, and on staff's desk ---------------------------------------


def test_through_the_real_sdk_a_refund_by_hand_is_found_among_many(sandbox):
    """PAY-13, PAY-9: more than one page of refunds, and not one webhook."""
    order = started_order(make_variant(price_minor=20_000_00))
    payment = order.payments.get()
    paid = sandbox.pay(payment.gateway_order_id)
    payments.refresh_payment(payment)
    for _ in range(101):
        sandbox.external_refund(paid["id"], 100)
    sandbox.wait_until_quiet()
    periodic.find_refunds_made_by_hand()
    assert Refund.objects.filter(is_external=True, status="processed").count() == 101
    assert money_of(order)[0] == sandbox.ledger()["sums"]["refunded_minor"] == 101_00


def test_a_refund_by_hand_of_a_payment_fully_refunded_reads_as_it_is(sandbox):
    order = started_order()
    payment = order.payments.get()
    paid = sandbox.pay(payment.gateway_order_id)
    sandbox.external_refund(paid["id"], order.total_minor)
    sandbox.wait_until_quiet()
    payments.refresh_payment(payment)
    assert books_of(order) == [("capture", order.total_minor), ("refund", -order.total_minor)]
    assert status_of(order) == "placed"


def test_staff_see_who_made_it_and_settle_what_gave_way(client, gateway):
    order, seen = bought(gateway)
    (own,) = refunds.request_refund(order, order.total, key="cancel:1", reason="Cancelled")
    gateway.refund_by_hand(seen, order.total_minor)
    periodic.find_refunds_made_by_hand()
    client.force_login(make_staff(is_superuser=True))
    listed = client.get(reverse("admin:orders_refund_changelist")).content.decode()
    assert "Razorpay&#x27;s dashboard" in listed
    url = reverse("admin:orders_refund_move", args=[own.pk, "settle"])
    client.post(url, {"note": "Refunded in the dashboard"})
    assert Refund.objects.get(pk=own.pk).status == RefundStatus.REPLACED
    assert Refund.objects.needing_a_person().count() == 0


def test_a_refund_by_hand_while_the_shop_was_down_for_days_is_found(gateway):
    """PAY-9: the sweep of six days."""
    order, seen = bought(gateway)
    gateway.refund_by_hand(seen, 400_00)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        periodic.sweep_refunds_of_last_days()
    assert Payment.objects.get(order=order).refund_reserved_minor == 400_00
