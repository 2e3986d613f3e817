"""Many workers, many clocks and a person in the dashboard: money goes back once."""

import threading
from functools import partial

import pytest

from accounts.models import Message
from orders import periodic, refund_outcomes, refunds
from orders.invariants import find_breaches
from orders.models import LedgerEntry, Refund
from shop.money import Money
from tests.factories import make_variant, paid_order
from tests.races.crowd import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def bought(gateway):
    """A paid order, and its payment as the gateway knows it."""
    order = paid_order(make_variant(price_minor=1_500_00))
    payment = order.payments.get()
    seen = gateway.pay(order, id=payment.gateway_payment_id)
    return order, seen


def asked(order, minor=200_00, key="return:1"):
    (refund,) = refunds.request_refund(order, Money(minor), key=key, reason="Return")
    return refund


def broken():
    return {code: found for code, found in find_breaches(pause_seconds=0).items() if found}


@pytest.fixture
def held_back(monkeypatch):
    """Nothing is rung on the commit, so that the crowd finds the refund unsent."""
    monkeypatch.setattr(refunds.submit_refund_task, "delay", lambda _row_id: None)


def test_fifty_workers_send_one_refund_once(gateway, held_back):
    """CEL-2."""
    order, _ = bought(gateway)
    refund = asked(order)
    at_once([partial(refunds.submit_refund, str(refund.pk))] * 50)
    assert gateway.calls.count("refund_payment") == 1
    assert LedgerEntry.objects.filter(refund=refund).count() == 1
    assert broken() == {}


def test_control_without_the_claim_every_worker_reaches_the_gateway(
    gateway, held_back, monkeypatch
):
    """The claim does it: without it the test above would prove nothing."""
    order, _ = bought(gateway)
    refund = asked(order)
    everyone_has_looked = threading.Barrier(4, timeout=10)

    def look(refund_id):
        seen = Refund.objects.select_related("payment", "order").get(pk=refund_id)
        everyone_has_looked.wait()
        return seen

    monkeypatch.setattr(refunds, "_claim", look)
    at_once([partial(refunds.submit_refund, str(refund.pk))] * 4)
    assert gateway.calls.count("refund_payment") == 4


def test_two_clocks_do_every_job_at_once_and_nothing_happens_twice(gateway, held_back):
    """CEL-5, F18."""
    order, seen = bought(gateway)
    asked(order)
    gateway.refund_by_hand(seen, 300_00)
    jobs = [
        periodic.submit_due_refunds,
        periodic.find_refunds_made_by_hand,
        periodic.refresh_pending_refunds,
        periodic.reconcile_payments,
        periodic.expire_unpaid_orders,
        periodic.audit_books_nightly,
    ]
    at_once([*jobs, *jobs])
    periodic.refresh_pending_refunds()
    assert gateway.calls.count("refund_payment") == 1
    books = LedgerEntry.objects.filter(kind="refund").values_list("amount_minor", flat=True)
    assert sorted(books) == [-300_00, -200_00]
    assert broken() == {}


def test_a_refund_by_hand_found_by_many_at_once_is_booked_and_told_once(gateway):
    """PAY-13."""
    order, seen = bought(gateway)
    made = gateway.refund_by_hand(seen, 400_00)
    at_once([partial(refund_outcomes.adopt_refund, order.payments.get(), made)] * 8)
    assert Refund.objects.filter(is_external=True).count() == 1
    assert LedgerEntry.objects.filter(kind="refund").count() == 1
    told = Message.objects.filter(template="orders/emails/refunded.html", channel="email")
    assert told.count() == 1
    assert broken() == {}


def test_sending_ours_while_one_by_hand_is_booked_pays_no_more_than_was_paid(gateway, held_back):
    """PAY-13: both are for all of it; whichever the gateway takes first is the only one."""
    order, seen = bought(gateway)
    refund = asked(order, order.total_minor)
    made = gateway.refund_by_hand(seen, 1_000_00)
    payment = order.payments.get()
    at_once(
        [
            partial(refunds.submit_refund, str(refund.pk)),
            partial(refund_outcomes.adopt_refund, payment, made),
            partial(refunds.submit_refund, str(refund.pk)),
            periodic.find_refunds_made_by_hand,
        ]
    )
    periodic.find_refunds_made_by_hand()
    payment.refresh_from_db()
    assert payment.refund_reserved_minor == 1_000_00
    refund.refresh_from_db()
    assert refund.status == "failed"
    assert broken() == {}
