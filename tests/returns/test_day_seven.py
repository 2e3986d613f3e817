"""The edges of day seven (F15, INV-14): the same answer on every database, to the microsecond.

The window ends with the last microsecond, in India, of the seventh day after delivery; moments are
the shop's own clock's, never the database's.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from orders import fulfilment
from orders.models import Order
from returns.errors import NotReturnable
from returns.models import ReturnCase
from tests.factories import delivered_order, filed_case, make_variant, pack_first, paid_order, ship

# A refusal ends a transaction on MongoDB, and these look at the rows after it.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.engines("sqlite", "postgres", "mongodb"),
]

INDIA = ZoneInfo("Asia/Kolkata")
MICROSECOND = timedelta(microseconds=1)
NOON = datetime(2027, 3, 10, 12, tzinfo=INDIA)


def end_of(day: datetime) -> datetime:
    return day.replace(hour=23, minute=59, second=59, microsecond=999_999)


def is_open_at(moment: datetime, order: Order) -> bool:
    """Whether filing works at that moment, by the clock of the shop."""
    with time_machine.travel(moment, tick=False):
        try:
            filed_case(order)
        except NotReturnable:
            assert ReturnCase.objects.count() == 0
            return False
    return True


def closed_at(moment: datetime, order: Order) -> str:
    with time_machine.travel(moment, tick=False), pytest.raises(NotReturnable) as refusal:
        filed_case(order)
    return str(refusal.value)


def test_the_microsecond_before_the_end_is_inside():
    order = delivered_order(at=NOON)
    assert is_open_at(end_of(NOON + timedelta(days=7)) - MICROSECOND, order)


def test_the_last_microsecond_is_inside():
    order = delivered_order(at=NOON)
    assert is_open_at(end_of(NOON + timedelta(days=7)), order)


def test_the_microsecond_after_it_is_outside_and_the_refusal_names_both_days():
    order = delivered_order(at=NOON)
    said = closed_at(end_of(NOON + timedelta(days=7)) + MICROSECOND, order)
    assert "10 Mar" in said
    assert "returns closed 17 Mar, 11:59 pm" in said


@pytest.mark.parametrize(
    ("delivered", "last_day"),
    [
        (datetime(2027, 3, 10, 18, 29, tzinfo=UTC), 17),  # 11:59 pm in India, still the 10th
        (datetime(2027, 3, 10, 18, 30, tzinfo=UTC), 18),  # midnight in India, the 11th
        (datetime(2027, 3, 10, 18, 31, tzinfo=UTC), 18),
    ],
)
def test_the_day_of_delivery_is_indias_not_greenwichs(delivered, last_day):
    order = delivered_order(at=delivered)
    last = datetime(2027, 3, last_day, 23, 59, 59, 999_999, tzinfo=INDIA)
    closed_at(last + MICROSECOND, order)
    assert is_open_at(last, order)


@pytest.mark.parametrize(
    ("delivered", "last"),
    [
        (datetime(2028, 2, 22, 12, tzinfo=INDIA), datetime(2028, 2, 29, tzinfo=INDIA)),
        (datetime(2028, 2, 29, 12, tzinfo=INDIA), datetime(2028, 3, 7, tzinfo=INDIA)),
        (datetime(2027, 2, 22, 12, tzinfo=INDIA), datetime(2027, 3, 1, tzinfo=INDIA)),
        (datetime(2027, 4, 28, 12, tzinfo=INDIA), datetime(2027, 5, 5, tzinfo=INDIA)),
        (datetime(2026, 12, 28, 12, tzinfo=INDIA), datetime(2027, 1, 4, tzinfo=INDIA)),
    ],
)
def test_leap_days_and_the_ends_of_months_and_years_are_days_like_others(delivered, last):
    order = delivered_order(at=delivered)
    closed_at(end_of(last) + MICROSECOND, order)
    assert is_open_at(end_of(last), order)


def test_nothing_comes_back_before_it_arrived():
    order = paid_order()
    assert closed_at(NOON, order).endswith("Returns open once it is delivered.")


def test_a_parcel_that_comes_later_begins_the_days_anew_and_no_second_delivery_moves_them():
    """What is delivered in two parcels counts from the last; pressing it once more changes none."""
    order = paid_order(make_variant(stock=5), quantity=2)
    pack_first(order)
    ship(Order.objects.get(pk=order.pk))
    fulfilment.deliver_order(Order.objects.get(pk=order.pk), by="Store", at=NOON)
    fulfilment.pack_order(Order.objects.get(pk=order.pk), by="Store")
    ship(Order.objects.get(pk=order.pk))
    later = NOON + timedelta(days=3)
    fulfilment.deliver_order(Order.objects.get(pk=order.pk), by="Store", at=later)
    with pytest.raises(Exception, match="it cannot become delivered"):
        fulfilment.deliver_order(
            Order.objects.get(pk=order.pk), by="Store", at=later + timedelta(9)
        )
    closed_at(end_of(later + timedelta(days=7)) + MICROSECOND, order)
    assert is_open_at(end_of(later + timedelta(days=7)), order)


@pytest.fixture(params=["UTC", "Asia/Kolkata", "America/Los_Angeles"])
def server_zone(request):
    """A server that stands somewhere else, in a thread that shows times of that place."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    with timezone.override(request.param):
        yield request.param
    os.environ["TZ"] = before or "Asia/Kolkata"
    time.tzset()


def test_where_the_server_stands_changes_nothing(server_zone):
    order = delivered_order(at=datetime(2027, 3, 10, 18, 31, tzinfo=UTC))
    last = datetime(2027, 3, 18, 23, 59, 59, 999_999, tzinfo=INDIA)
    closed_at(last + MICROSECOND, order)
    assert is_open_at(last, order)


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_database_whose_clock_is_off_is_not_asked_for_the_time(minutes):
    """The database keeps its own time, months from the shop's here, and five minutes more or less
    make no difference to it: only the shop's clock does.
    """
    order = delivered_order(at=NOON)
    end = end_of(NOON + timedelta(days=7))
    assert is_open_at(end + timedelta(minutes=minutes), order) == (minutes < 0)
