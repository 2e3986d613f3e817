"""Many redeem the last use of a coupon at once: one gets it; and controls that oversell."""

import threading
from contextlib import nullcontext
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.transactions import durable_transaction
from orders.models import Order
from shop import redemption
from shop.models import Coupon, CouponTally, CouponUse
from shop.money import Money
from tests.factories import bag_with, make_variant
from tests.factories.coupons import make_coupon
from tests.factories.orders import order_bag
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def crowd():
    """How many come; MongoDB's stand-in is slow and gets a small crowd."""
    return 20 if connection.vendor == "mongodb" else 100


@durable_transaction
def redeem(customer, reference):
    redemption.redeem("FESTIVE10", customer=customer, reference=reference, discount=Money(50_00))
    return True


def counted():
    tallies = CouponTally.objects.values_list("uses", flat=True)
    return Coupon.objects.get().uses, sum(tallies), CouponUse.objects.count()


def test_of_a_hundred_redeemers_of_a_one_use_coupon_exactly_one_gets_it():
    """SEC-9, I8."""
    make_coupon(total_limit=1)
    works = [partial(redeem, f"customer {n}", f"VA-{n}") for n in range(crowd())]
    assert kinds(at_once(works)) == {"CouponSpent": crowd() - 1, "bool": 1}
    assert counted() == (1, 1, 1)


def test_one_customer_who_orders_many_times_at_once_gets_a_limited_coupon_once():
    """SEC-9: the customer's first use is counted already; what follows meets its guard."""
    make_coupon(customer_limit=2)
    redeem("asha", "VA-0")
    works = [partial(redeem, "asha", f"VA-{n}") for n in range(1, crowd() + 1)]
    assert kinds(at_once(works)) == {"CouponSpent": crowd() - 1, "bool": 1}
    assert counted() == (2, 2, 2)


@pytest.mark.usefixtures("each_kind_of_lock")
def test_of_many_orders_of_one_phone_at_once_one_gets_the_coupon_and_none_breaks():
    """The first of them all write the same tally; the others hear of it in words."""
    make_coupon(is_automatic=True, customer_limit=1)
    carts = [bag_with(make_variant()) for _ in range(8)]
    outcomes = at_once([partial(order_bag, cart) for cart in carts])
    assert set(kinds(outcomes)) <= {"Order", "TotalChanged", "CouponSpent"}
    assert Order.objects.filter(coupon_code="FESTIVE10").count() == 1
    assert counted() == (1, 1, 1)


def test_an_order_given_back_from_many_sides_is_given_back_once():
    make_coupon(total_limit=5)
    redeem("asha", "VA-1")
    redeem("asha", "VA-2")
    give_back = durable_transaction(redemption.give_back)
    assert kinds(at_once([partial(give_back, "VA-1")] * 8)) == {"NoneType": 8}
    assert counted()[:2] == (1, 1)


# --- Controls: the races are real, else the tests above would prove nothing -------------------


def unguarded():
    # SQLite's IMMEDIATE transactions would hide the race: there the control runs without one.
    return nullcontext() if connection.vendor == "sqlite" else transaction.atomic()


def read_check_save(model, pk, limit, everyone_has_looked):
    """What the guards replace. Returns whether this shopper believes to have the use."""
    with unguarded():
        row = model.objects.get(pk=pk)
        everyone_has_looked.wait()
        if row.uses >= limit:
            return False
        row.uses += 1
        row.save(update_fields=["uses"])
        return True


@pytest.mark.engines("sqlite", "postgres")
def test_control_without_the_guard_one_use_goes_to_all_who_looked_in_time():
    coupon = make_coupon(total_limit=1)
    take = partial(read_check_save, Coupon, coupon.pk, 1, threading.Barrier(4, timeout=10))
    assert at_once([take] * 4) == [True] * 4
    assert Coupon.objects.get().uses == 1  # four took it, one counted


@pytest.mark.engines("sqlite", "postgres")
def test_control_without_the_guard_a_customers_one_use_is_had_many_times():
    coupon = make_coupon(customer_limit=1)
    tally = CouponTally.objects.create(coupon=coupon, customer="asha")
    take = partial(read_check_save, CouponTally, tally.pk, 1, threading.Barrier(4, timeout=10))
    assert at_once([take] * 4) == [True] * 4
    assert CouponTally.objects.get().uses == 1
