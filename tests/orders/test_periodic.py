"""Promises of orders/periodic.py: what no bell announced is found by its state, once."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as project
from django.utils import timezone

from accounts.models import Message
from orders import cancellation, payments, periodic, refunds
from orders.gateway import Declined, Retryable
from orders.models import LedgerEntry, Order, Refund
from shop.money import Money
from tests.factories import make_variant, paid_order, place_order, started_order

pytestmark = pytest.mark.django_db

# Inside these tests nothing is sent on commit: every bell is lost, as if the broker were down.


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def statuses():
    return sorted(Order.objects.values_list("status", flat=True))


def owed(minor=100_00):
    order = paid_order()
    (refund,) = refunds.request_refund(order, Money(minor), key=f"x{order.number}", reason="x")
    return refund


def test_overdue_orders_expire_and_the_others_stay():
    variant = make_variant(stock=3)
    place_order(variant)
    with later(minutes=20):
        place_order(variant)
    with later(minutes=31):
        periodic.expire_unpaid_orders()
    assert statuses() == ["expired", "placed"]
    variant.refresh_from_db()
    assert variant.held == 1


def test_one_order_the_gateway_will_not_talk_about_does_not_keep_the_others(gateway):
    started_order()
    place_order()
    gateway.errors.append(Retryable("ConnectTimeout"))
    with later(minutes=31):
        periodic.expire_unpaid_orders()
    assert statuses() == ["expired", "placed"]


def test_one_order_somebody_moved_meanwhile_does_not_keep_the_others(monkeypatch):
    first, second = place_order(), place_order()
    expire = cancellation.expire_order

    def expire_or_lose(order):
        if order.pk == first.pk:
            Order.objects.get(pk=first.pk).move_to("placed")  # as a lost race would refuse
        expire(order)

    monkeypatch.setattr(cancellation, "expire_order", expire_or_lose)
    with later(minutes=31):
        periodic.expire_unpaid_orders()
    second.refresh_from_db()
    assert second.status == "expired"


def test_a_payment_no_webhook_told_of_is_found(gateway):
    """PAY-9: every webhook is lost, the order is right all the same."""
    order = started_order()
    gateway.pay(order)
    with later(minutes=3):
        periodic.reconcile_payments()
    assert statuses() == ["confirmed"]


def test_reconciling_twice_books_once(gateway):
    order = started_order()
    gateway.pay(order)
    with later(minutes=3):
        periodic.reconcile_payments()
        periodic.reconcile_payments()
    assert LedgerEntry.objects.filter(order=order).count() == 1


def test_a_late_yes_of_the_bank_is_found_days_after_the_order_expired(gateway):
    """PAY-9, PAY-11."""
    order = started_order()
    seen = gateway.pay(order, "failed")
    with later(minutes=31):
        periodic.reconcile_payments()
        periodic.expire_unpaid_orders()
    assert statuses() == ["expired"]
    gateway.move(seen, "captured")
    with later(days=3):
        periodic.reconcile_payments()
    assert statuses() == ["confirmed"]


def test_a_refund_whose_bell_was_lost_is_sent(gateway):
    """INV-8, CEL-4."""
    refund = owed()
    periodic.submit_due_refunds()
    refund.refresh_from_db()
    assert refund.status == "processed"


def test_a_refund_whose_worker_died_is_sent_when_its_lease_is_over(gateway):
    """CEL-4."""
    refund = owed()
    refunds._claim(str(refund.pk))
    periodic.submit_due_refunds()
    assert gateway.calls == []
    with later(minutes=3):
        periodic.submit_due_refunds()
    assert Refund.objects.get().status == "processed"


def test_two_sweeps_refund_once(gateway):
    """CEL-5."""
    owed()
    periodic.submit_due_refunds()
    periodic.submit_due_refunds()
    assert gateway.calls == ["refund_payment"]


def test_refunds_with_the_bank_are_asked_about_until_they_are_done(gateway):
    gateway.refund_status = "pending"
    refund = owed()
    periodic.submit_due_refunds()
    gateway.settle(next(iter(gateway.refunds)), "processed")
    periodic.refresh_pending_refunds()
    refund.refresh_from_db()
    assert refund.status == "processed"


def test_every_job_of_the_clock_exists_and_expires_before_its_next_turn():
    """CEL-5."""
    from config.celery import app

    app.loader.import_default_modules()
    schedule = project.CELERY_BEAT_SCHEDULE
    assert {entry["task"] for entry in schedule.values()} <= set(app.tasks)
    assert all(entry["options"]["expires"] < entry["schedule"] for entry in schedule.values())


def test_a_running_task_is_not_given_to_a_second_worker():
    """CEL-1: visibility is at least three time limits."""
    visibility = project.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert visibility >= 3 * project.CELERY_TASK_TIME_LIMIT


def test_an_order_confirmed_by_the_sweep_is_told_as_one_confirmed_on_the_page(gateway):
    order = started_order()
    gateway.pay(order)
    with later(minutes=3):
        periodic.reconcile_payments()
    payments.refresh_payment(order.payments.get())
    told = Message.objects.filter(template="orders/emails/confirmed.html")
    assert sorted(told.values_list("channel", flat=True)) == ["email", "sms"]


def test_a_mistake_in_one_row_does_not_keep_the_others_waiting(gateway, monkeypatch):
    first, second = place_order(), place_order()
    expire = cancellation.expire_order

    def stumble(order):
        if order.pk == first.pk:
            raise RuntimeError("a movement is missing")
        expire(order)

    monkeypatch.setattr(cancellation, "expire_order", stumble)
    with later(minutes=31):
        periodic.expire_unpaid_orders()
    assert Order.objects.get(pk=first.pk).status == "placed"
    assert Order.objects.get(pk=second.pk).status == "expired"


def test_an_order_the_gateway_does_not_know_expires_all_the_same(gateway):
    order = started_order()
    with later(minutes=31):
        gateway.errors.append(Declined("The id provided does not exist"))
        periodic.expire_unpaid_orders()
    assert Order.objects.get(pk=order.pk).status == "expired"


def test_payments_not_asked_about_for_longest_come_first(gateway):
    older, newer = started_order(), started_order()
    with later(minutes=5):
        payments.refresh_payment(older.payments.get())
    with later(minutes=10):
        asked = [payment.order_id for payment in payments.unsettled_payments()]
    assert asked == [newer.pk, older.pk]
