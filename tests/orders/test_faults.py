"""Promises of refunds whose worker dies on the way; `make drill` kills real ones."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from orders import gateway as edge
from orders import periodic, refunds
from orders.models import LedgerEntry, Refund
from shop.money import Money
from tests.factories import paid_order

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As near as a test comes to SIGKILL: nobody catches it, nothing after it runs."""


# Where a worker dies: before or after the function of that name has run.
POINTS = [
    (refunds, "_claim", "before"),
    (refunds, "_claim", "after"),
    (edge, "refund_payment", "before"),
    (edge, "refund_payment", "after"),
    (refunds, "apply_gateway_refund", "before"),
    (refunds, "apply_gateway_refund", "after"),
]


def killed_at(owner, name, when):
    original = getattr(owner, name)

    def dying(*words, **named):
        if when == "after":
            original(*words, **named)
        raise Killed

    return dying


def requested_refund():
    order = paid_order()
    (refund,) = refunds.request_refund(order, Money(200_00), key="return:1", reason="Return RT-1")
    return refund


def die(monkeypatch, refund, owner, name, when):
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killed_at(owner, name, when))
        with pytest.raises(Killed):
            refunds.submit_refund(str(refund.pk))


def after_the_lease():
    return time_machine.travel(timezone.now() + refunds.LEASE + timedelta(seconds=1))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point[2]} {point[1]}")
def test_a_refund_whose_worker_dies_anywhere_is_made_once(gateway, monkeypatch, point):
    """CEL-2, F7: the sweep finds it when the lease is over."""
    refund = requested_refund()
    die(monkeypatch, refund, *point)
    with after_the_lease():
        periodic.submit_due_refunds()
        periodic.submit_due_refunds()
    assert Refund.objects.get().status == "processed"
    assert len(gateway.refunds) == 1
    assert LedgerEntry.objects.filter(kind="refund").count() == 1


def test_a_dead_workers_refund_is_free_soon_enough_to_be_through_within_two_minutes(settings):
    """F7: the lease and one turn of the sweep, yet longer than any task may run."""
    sweep = settings.CELERY_BEAT_SCHEDULE["submit_due_refunds"]["schedule"]
    assert refunds.LEASE.total_seconds() > settings.CELERY_TASK_TIME_LIMIT
    assert refunds.LEASE.total_seconds() + sweep < 120


def test_a_refund_that_kills_every_worker_is_set_aside_and_can_be_retried(gateway, monkeypatch):
    """CEL-3, F17: five lives are enough."""
    refund = requested_refund()
    with time_machine.travel(timezone.now()) as clock:
        for _ in range(5):
            die(monkeypatch, refund, edge, "refund_payment", "before")
            clock.shift(refunds.LEASE + timedelta(seconds=1))
        refunds.submit_refund(str(refund.pk))
    stuck = Refund.objects.get()
    assert (stuck.status, stuck.attempt, gateway.calls) == ("needs_attention", 5, [])
    assert stuck.last_error == "Its worker vanished each time"
    refunds.retry_refund(stuck, by="Owner")
    refunds.submit_refund(str(stuck.pk))
    assert (Refund.objects.get().status, len(gateway.refunds)) == ("processed", 1)


def test_a_refund_that_failed_in_words_five_times_is_not_taken_for_poison(gateway):
    """F17: whoever lives to tell gives the lease back; such a refund has eight tries."""
    refund = requested_refund()
    Refund.objects.update(attempt=5, status="submitting", lease_until=None)
    refunds.submit_refund(str(refund.pk))
    assert Refund.objects.get().status == "processed"
