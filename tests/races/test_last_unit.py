"""Many want the last one at once: one gets it, the others hear so; and a control oversells."""

import threading
from contextlib import nullcontext
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, transaction

from orders.models import Order, OrderLine
from returns.models import ReturnCase
from shop.models import StockMovement, Variant
from tests.factories import bag_with, delivered_order, filed_case, make_variant
from tests.factories.orders import order_bag
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def buyers():
    """How many come; MongoDB's stand-in is slow and gets a small crowd."""
    return 20 if connection.vendor == "mongodb" else 100


def stock_of(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


@pytest.mark.usefixtures("each_kind_of_lock")
def test_of_a_hundred_buyers_of_the_last_one_exactly_one_gets_it():
    """INV-1, F1."""
    variant = make_variant(stock=1)
    carts = [bag_with(variant) for _ in range(buyers())]
    outcomes = at_once([partial(order_bag, cart) for cart in carts])
    assert kinds(outcomes) == {"Order": 1, "OutOfStock": buyers() - 1}
    assert (Order.objects.count(), stock_of(variant)) == (1, (1, 1))
    assert StockMovement.objects.filter(cause="hold").count() == 1


def read_check_save(pk, everyone_has_looked):
    """What the guard replaces. Returns whether this buyer believes to have bought."""
    variant = Variant.objects.get(pk=pk)
    everyone_has_looked.wait()
    if variant.available < 1:
        return False
    variant.held += 1
    variant.save(update_fields=["held"])
    return True


def sell_without_the_guard(pk, everyone_has_looked):
    # SQLite's IMMEDIATE transactions would hide the race: there the control runs without one.
    block = nullcontext() if connection.vendor == "sqlite" else transaction.atomic()
    with block:
        return read_check_save(pk, everyone_has_looked)


@pytest.mark.engines("sqlite", "postgres")
def test_control_without_the_guard_the_last_one_is_sold_to_all_who_looked_in_time():
    """INV-1: the race is real, else the test above would prove nothing."""
    variant = make_variant(stock=1)
    sell = partial(sell_without_the_guard, variant.pk, threading.Barrier(4, timeout=10))
    assert at_once([sell] * 4) == [True] * 4
    assert stock_of(variant) == (1, 1)  # four sold, one counted


@pytest.mark.usefixtures("each_kind_of_lock")
def test_carts_with_the_same_two_styles_in_opposite_order_all_go_through():
    """INV-2, F3: rows are touched in one order, so nobody waits for somebody waiting for them."""
    count = 2 if connection.vendor == "mongodb" else 20  # there each conflict costs a whole try
    first, second = make_variant(stock=count), make_variant(stock=count)
    pairs = [(first, second), (second, first)] * (count // 2)
    carts = [bag_with(*pair) for pair in pairs]
    outcomes = at_once([partial(order_bag, cart) for cart in carts])
    assert kinds(outcomes) == {"Order": count}
    assert (stock_of(first), stock_of(second)) == ((count, count), (count, count))


def test_of_many_returns_of_the_last_unit_exactly_one_is_filed():
    order = delivered_order()
    outcomes = at_once([partial(filed_case, order)] * 8)
    assert kinds(outcomes) == {"NotReturnable": 7, "ReturnCase": 1}
    assert ReturnCase.objects.count() == 1
    assert OrderLine.objects.get().claimed_quantity == 1


def test_one_return_form_sent_many_times_at_once_is_one_case():
    """INV-9."""
    order = delivered_order()
    outcomes = at_once([partial(filed_case, order, key=uuid4().hex)] * 8)
    assert kinds(outcomes) == {"ReturnCase": 8}
    assert len({case.pk for case in outcomes}) == ReturnCase.objects.count() == 1
