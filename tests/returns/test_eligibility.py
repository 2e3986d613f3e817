"""Promises of returns/eligibility.py: a verdict with the rule, the date and the numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from orders.models import Order, OrderLine
from returns import eligibility
from returns.eligibility import Eligibility

DELIVERED_AT = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 21, 18, 29, 59, 999999, tzinfo=UTC)
A_MICROSECOND = timedelta(microseconds=1)


def verdict(*, now=DELIVERED_AT, quantity=2, delivered=None, claimed=0, **columns):
    written = {
        "status": "delivered",
        "delivered_at": DELIVERED_AT,
        "return_deadline": DEADLINE,
        **columns,
    }
    arrived = quantity if delivered is None else delivered
    line = OrderLine(
        quantity=quantity,
        packed_quantity=quantity,
        delivered_quantity=arrived,
        claimed_quantity=claimed,
    )
    return eligibility.check(Order(**written), line, now=now)


def test_all_units_may_come_back_inside_the_window():
    assert verdict() == Eligibility(2, "Delivered 14 Nov; returns close 21 Nov, 11:59 pm.")


@pytest.mark.parametrize(
    ("now", "returnable"),
    [
        (DEADLINE - A_MICROSECOND, 2),
        (DEADLINE, 2),
        (DEADLINE + A_MICROSECOND, 0),
        (DEADLINE + timedelta(days=365), 0),
    ],
)
def test_the_window_closes_after_its_last_microsecond(now, returnable):
    """INV-14, F15."""
    assert verdict(now=now).returnable == returnable


def test_on_day_eight_the_verdict_says_when_returns_closed():
    late = verdict(now=DEADLINE + A_MICROSECOND)
    assert late == Eligibility(0, "Delivered 14 Nov; returns closed 21 Nov, 11:59 pm.")
    assert not late


def test_units_already_in_a_return_are_counted_out_and_said():
    assert verdict(claimed=1) == Eligibility(
        1, "Delivered 14 Nov; returns close 21 Nov, 11:59 pm. 1 of 2 already in a return."
    )


def test_when_every_unit_is_in_a_return_nothing_is_left():
    assert verdict(claimed=2) == Eligibility(0, "All 2 of this are already in a return.")


@pytest.mark.parametrize("status", ["placed", "confirmed", "packed", "shipped", "cancelled"])
def test_nothing_comes_back_before_it_was_delivered(status):
    """SEC-8: step order."""
    refused = Eligibility(0, "Returns open once it is delivered.")
    assert verdict(status=status, delivered=0) == refused


def test_what_came_in_the_first_parcel_may_go_back_while_the_rest_is_on_the_way():
    open_window = {"status": "packed", "delivered_at": None, "return_deadline": None}
    assert verdict(delivered=1, now=DEADLINE + timedelta(days=30), **open_window) == Eligibility(
        1, "Returns close 7 days after the last parcel arrives. 1 of 2 delivered so far."
    )


def test_an_order_paid_in_cash_comes_back_only_once_all_of_it_is_paid():
    open_window = {"status": "packed", "delivered_at": None, "return_deadline": None}
    refused = Eligibility(0, "Returns open once the whole order is delivered and paid.")
    assert verdict(delivered=1, payment_method="cash", **open_window) == refused
    assert verdict(payment_method="cash").returnable == 2


def test_of_a_line_in_two_parcels_only_what_arrived_and_is_in_no_return_may_come_back():
    assert verdict(quantity=3, delivered=2, claimed=1).returnable == 1
    assert verdict(quantity=3, delivered=2, claimed=2).returnable == 0


def test_the_days_are_those_of_india():
    late = datetime(2026, 11, 14, 18, 31, tzinfo=UTC)  # past midnight in India
    assert verdict(now=late, delivered_at=late).reason.startswith("Delivered 15 Nov;")
