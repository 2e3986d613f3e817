"""A hot variant: exactly as many orders as units, and little work for those who come too late."""

import threading
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import prefetch_related_objects

from accounts.redis import ask_redis
from orders.checkout import place_order
from orders.models import Order
from shop import rush
from shop.errors import OutOfStock
from shop.models import Variant
from shop.money import Money
from tests.factories import bag_with, make_variant
from tests.factories.orders import DESTINATION, order_bag
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def buyers():
    """How many come; MongoDB's stand-in is slow and gets a small crowd."""
    return 20 if connection.vendor == "mongodb" else 100


@pytest.fixture
def redis(settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    ask_redis(lambda store: store.flushdb(), None)


@pytest.mark.usefixtures("each_kind_of_lock")
def test_of_a_crowd_exactly_as_many_get_one_as_there_are_units():
    """Small here; `make bench PART=lastitem` sends a thousand for a hundred units."""
    variant = make_variant(stock=buyers() // 10)
    carts = [bag_with(variant) for _ in range(buyers())]
    outcomes = at_once([partial(order_bag, cart) for cart in carts])
    units = buyers() // 10
    assert kinds(outcomes) == {"Order": units, "OutOfStock": buyers() - units}
    assert Order.objects.count() == units
    assert Variant.objects.values_list("on_hand", "held").get() == (units, units)


class Crowd:
    """Buyers with full bags who all saw it in stock; counts the queries of those refused."""

    def __init__(self, size: int, monkeypatch: Any) -> None:
        self.variant = make_variant(stock=1)
        self.size = size
        self.queries = 0
        self._adding = threading.Lock()
        self._everyone_has_looked = threading.Barrier(size, timeout=20)
        self._look = rush._look
        monkeypatch.setattr(rush, "_look", self._look_together)

    def _look_together(self, *args: Any) -> Any:
        look = self._look(*args)
        self._everyone_has_looked.wait()
        return look

    def _order(self, cart: Any) -> Order:
        made: list[str] = []

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            made.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            try:
                return place_order(
                    cart,
                    user=None,
                    destination=DESTINATION,
                    key=cart.pk.hex,
                    shown_total=Money(579_00),
                )
            except OutOfStock:
                with self._adding:
                    self.queries += len(made)
                raise

    def queries_per_refused(self) -> float:
        carts = [bag_with(self.variant) for _ in range(self.size)]
        prefetch_related_objects(carts, "lines")
        outcomes = at_once([partial(self._order, cart) for cart in carts])
        assert kinds(outcomes) == {"Order": 1, "OutOfStock": self.size - 1}
        return self.queries / (self.size - 1)


@pytest.mark.engines("sqlite", "postgres")
def test_who_queues_for_the_last_one_costs_the_database_nothing(redis, monkeypatch):
    """INV-4: what the lock is for. One of them finds out, the others hear of it in the queue."""
    monkeypatch.setattr(rush, "HOT_FROM", 1)
    assert Crowd(30, monkeypatch).queries_per_refused() < 1


@pytest.mark.engines("sqlite", "postgres")
def test_control_without_the_queue_each_of_them_asks_the_database_in_vain(redis, monkeypatch):
    monkeypatch.setattr(rush, "HOT_FROM", 10_000)
    assert Crowd(30, monkeypatch).queries_per_refused() > 4
