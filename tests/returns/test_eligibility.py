"""Promises of returns/eligibility.py: a verdict with the rule, the date and the numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from orders.models import Order, OrderLine
from returns import eligibility
from returns.eligibility import Rule

DELIVERED_AT = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 21, 18, 29, 59, 999999, tzinfo=UTC)
A_MICROSECOND = timedelta(microseconds=1)


def told(given):
    """What a verdict comes to, in its words."""
    return given.returnable, given.reason


def verdict(*, now=DELIVERED_AT, quantity=2, delivered=None, claimed=0, terms=None, **columns):
    line_deadline = columns.pop("line_deadline", None)
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
        return_policy=terms or {},
        return_deadline=line_deadline,
    )
    return eligibility.check(Order(**written), line, now=now)


def test_all_units_may_come_back_inside_the_window():
    assert told(verdict()) == (2, "Delivered 14 Nov; returns close 21 Nov, 11:59 pm.")


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
    assert told(late) == (0, "Delivered 14 Nov; returns closed 21 Nov, 11:59 pm.")
    assert (late.rule, late.deadline) == (Rule.WINDOW_CLOSED, DEADLINE)
    assert not late


def test_units_already_in_a_return_are_counted_out_and_said():
    assert told(verdict(claimed=1)) == (
        1,
        "Delivered 14 Nov; returns close 21 Nov, 11:59 pm; 1 of 2 already returned.",
    )


def test_when_every_unit_is_in_a_return_nothing_is_left():
    assert told(verdict(claimed=2)) == (0, "All 2 of this are in a return already.")
    assert told(verdict(quantity=1, claimed=1)) == (0, "It is in a return already.")


@pytest.mark.parametrize("status", ["placed", "confirmed", "packed", "shipped", "cancelled"])
def test_nothing_comes_back_before_it_was_delivered(status):
    """SEC-8: step order."""
    refused = (0, "Returns open once it is delivered.")
    assert told(verdict(status=status, delivered=0)) == refused


def test_what_came_in_the_first_parcel_may_go_back_while_the_rest_is_on_the_way():
    open_window = {"status": "packed", "delivered_at": None, "return_deadline": None}
    assert told(verdict(delivered=1, now=DEADLINE + timedelta(days=30), **open_window)) == (
        1,
        "Returns close 7 days after the last parcel arrives; 1 of 2 delivered so far.",
    )


def test_an_order_paid_in_cash_comes_back_only_once_all_of_it_is_paid():
    open_window = {"status": "packed", "delivered_at": None, "return_deadline": None}
    refused = (0, "Returns open once the whole order is delivered and paid.")
    assert told(verdict(delivered=1, payment_method="cash", **open_window)) == refused
    assert verdict(payment_method="cash").returnable == 2


def test_of_a_line_in_two_parcels_only_what_arrived_and_is_in_no_return_may_come_back():
    assert verdict(quantity=3, delivered=2, claimed=1).returnable == 1
    assert verdict(quantity=3, delivered=2, claimed=2).returnable == 0


def test_the_days_are_those_of_india():
    late = datetime(2026, 11, 14, 18, 31, tzinfo=UTC)  # past midnight in India
    assert verdict(now=late, delivered_at=late).reason.startswith("Delivered 15 Nov;")


def test_a_final_sale_says_when_it_was_said_before_anything_else():
    final = verdict(terms={"is_final_sale": True}, placed_at=datetime(2026, 11, 3, tzinfo=UTC))
    assert told(final) == (0, "Final sale: said so when you bought it, 3 Nov.")
    assert final.rule is Rule.FINAL_SALE


def test_each_line_closes_at_its_own_deadline():
    """Lines of one order may be sold under different terms."""
    later = DEADLINE + timedelta(days=7)
    assert verdict(now=DEADLINE + A_MICROSECOND, line_deadline=later).returnable == 2
    assert verdict(now=later + A_MICROSECOND, line_deadline=later).returnable == 0


def test_the_days_told_while_parcels_travel_are_those_of_the_line():
    open_window = {"status": "packed", "delivered_at": None, "return_deadline": None}
    told_days = verdict(delivered=1, terms={"window_days": 1}, **open_window).reason
    assert told_days.startswith("Returns close 1 day after the last parcel arrives;")
