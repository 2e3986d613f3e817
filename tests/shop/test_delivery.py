"""Promises of shop/delivery.py: an honest day, the fee, and one row that counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop.delivery import arrival_of, delivery_to, fee_for
from shop.errors import NoExpress, NotServed
from shop.models import PinCode
from shop.money import Money

pytestmark = pytest.mark.django_db

MONDAY_MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 10:00 in India


def india(day, hour, minute=0):
    """A moment of November 2026 by India's clock, as the UTC one the shop is given."""
    ahead = timedelta(hours=5, minutes=30)
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - ahead


def serve(prefix, **columns):
    return PinCode.objects.create(prefix=prefix, **columns)


# --- The day --------------------------------------------------------------------------------
# 23 November 2026 is a Monday.


@pytest.mark.parametrize(
    ("placed", "days", "arrives"),
    [
        (india(23, 14, 59), 2, date(2026, 11, 25)),  # before the cut-off: leaves today
        (india(23, 15, 0), 2, date(2026, 11, 26)),  # at the cut-off: leaves tomorrow
        (india(23, 0, 0), 2, date(2026, 11, 25)),  # midnight in India is Sunday in UTC
        (india(23, 23, 59), 2, date(2026, 11, 26)),
        (india(27, 10), 2, date(2026, 11, 30)),  # Friday + 2 steps over Sunday
        (india(28, 14, 59), 1, date(2026, 11, 30)),  # Saturday is a working day
        (india(28, 15), 1, date(2026, 12, 1)),  # Saturday evening leaves on Monday
        (india(29, 10), 1, date(2026, 12, 1)),  # Sunday morning leaves on Monday
        (india(29, 16), 1, date(2026, 12, 1)),  # Sunday evening too, not a day later
        (india(23, 10), 0, date(2026, 11, 23)),  # same day
        (india(28, 16), 0, date(2026, 11, 30)),
        (india(23, 10), 12, date(2026, 12, 7)),  # over two Sundays
    ],
)
def test_it_arrives_so_many_working_days_after_it_leaves(placed, days, arrives):
    assert arrival_of(placed, days=days) == arrives


def test_the_cut_off_is_the_shops_own(settings):
    settings.ORDER_CUTOFF_HOUR = 9
    assert arrival_of(MONDAY_MORNING, days=1) == date(2026, 11, 25)


# --- The row that counts --------------------------------------------------------------------


def test_everything_a_shopper_asks_is_in_the_answer():
    serve("560", city="Bengaluru", state="KA", days=2, fee_minor=49_00)
    answer = delivery_to("560001", now=MONDAY_MORNING)
    assert (answer.pin, answer.city, answer.state) == ("560001", "Bengaluru", "Karnataka")
    assert (answer.arrives_on, answer.fee) == (date(2026, 11, 25), Money(49_00))


def test_the_longest_prefix_that_fits_wins():
    serve("5", city="The south", days=6)
    serve("560001", city="Bengaluru GPO", days=1)
    serve("560", city="Bengaluru", days=2)
    serve("56", city="Karnataka", days=4)
    cities = [
        delivery_to(pin, now=MONDAY_MORNING).city
        for pin in ("560001", "560002", "563101", "500001")
    ]
    assert cities == ["Bengaluru GPO", "Bengaluru", "Karnataka", "The south"]


def test_the_answer_takes_one_query(django_assert_num_queries):
    serve("560", city="Bengaluru")
    serve("5", city="The south")
    with django_assert_num_queries(1):
        delivery_to("560001", now=MONDAY_MORNING)


def test_a_pin_code_we_do_not_serve_is_refused_in_words():
    serve("74", city="West Bengal")
    serve("744", city="Andaman", is_served=False)
    with pytest.raises(NotServed, match=r"^We don't deliver to 744301 yet\.$"):
        delivery_to("744301", now=MONDAY_MORNING)


def test_a_served_town_inside_a_region_that_is_not_gets_its_parcels():
    serve("744", is_served=False)
    serve("744101", city="Port Blair", days=9)
    assert delivery_to("744101", now=MONDAY_MORNING).city == "Port Blair"


def test_a_pin_code_no_row_fits_is_not_served():
    serve("560", city="Bengaluru")
    with pytest.raises(NotServed):
        delivery_to("110001", now=MONDAY_MORNING)


def test_a_shop_without_a_table_delivers_everywhere_as_usual():
    answer = delivery_to("110001", now=MONDAY_MORNING)
    assert (answer.city, answer.fee, answer.arrives_on) == ("", None, date(2026, 11, 28))


def test_the_last_day_to_return_counts_from_the_day_it_arrives():
    serve("560", days=2)
    assert delivery_to("560001", now=MONDAY_MORNING).returnable_until(7) == date(2026, 12, 2)


# --- The fee --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fee_minor", "fee"), [(None, None), (0, Money(0)), (149_00, Money(149_00))]
)
def test_a_fee_of_its_own_or_the_usual_rule(fee_minor, fee):
    serve("560", fee_minor=fee_minor)
    assert fee_for("560001") == fee


def test_there_is_no_fee_for_where_we_do_not_go():
    serve("744", is_served=False)
    with pytest.raises(NotServed):
        fee_for("744301")


# --- Cash on delivery -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shop_has_it", "place_has_it", "offered"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_cash_on_delivery_needs_the_shop_and_the_place(
    settings, shop_has_it, place_has_it, offered
):
    settings.CASH_ON_DELIVERY = shop_has_it
    serve("560", has_cod=place_has_it)
    assert delivery_to("560001", now=MONDAY_MORNING).has_cod is offered


# --- Express ------------------------------------------------------------------------------------


def test_express_is_offered_with_its_own_day_and_fee():
    serve("560", days=3, express_days=1, express_fee_minor=199_00)
    express = delivery_to("560001", now=MONDAY_MORNING).express
    assert (express.arrives_on, express.fee) == (date(2026, 11, 24), Money(199_00))


def test_express_without_a_fee_of_its_own_costs_the_usual_one(settings):
    settings.EXPRESS_FEE_MINOR = 149_00
    serve("560", express_days=1)
    assert delivery_to("560001", now=MONDAY_MORNING).express.fee == Money(149_00)


def test_where_there_is_no_express_choosing_it_is_refused_in_words():
    serve("560")
    delivery = delivery_to("560001", now=MONDAY_MORNING)
    assert delivery.express is None
    with pytest.raises(NoExpress, match="Express delivery does not reach 560001"):
        delivery.arrival_by("express")


def test_each_method_has_its_day():
    serve("560", days=3, express_days=1)
    delivery = delivery_to("560001", now=MONDAY_MORNING)
    days = [delivery.arrival_by(method) for method in ("standard", "express")]
    assert days == [date(2026, 11, 26), date(2026, 11, 24)]
