"""Promises of orders/relay.py: what any program commits is told, once, and over a restart."""

import threading
import time
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories import paid_order, place_order

pytestmark = pytest.mark.django_db(transaction=True)
on_mongodb = pytest.mark.engines("mongodb")


@pytest.mark.engines("sqlite", "postgres")
def test_where_only_the_shop_writes_there_is_nothing_to_relay():
    said = StringIO()
    call_command("relay_changes", stdout=said)
    assert said.getvalue() == "Nothing to relay: here the shop's own commits tell its pages.\n"


@pytest.fixture
def told(monkeypatch):
    """The orders whose pages were told, in the place of the channel layer."""
    from orders import relay

    orders = []
    monkeypatch.setattr(relay, "tell_pages", orders.append)
    monkeypatch.setattr(relay, "WAIT_MS", 100)
    monkeypatch.setattr(relay, "PAUSE_SECONDS", 0.1)
    yield orders
    connection.database[relay.POSITION].delete_many({})


@contextmanager
def relaying():
    """The relay, running as it does in its process."""
    from orders import relay

    over, faults = threading.Event(), []

    def run():
        try:
            relay.relay_changes(over.is_set)
        except Exception as error:  # noqa: BLE001  the test looks at what it is
            faults.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: faults or connection.database[relay.POSITION].find_one({"_id": "token"}))
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10)
        assert faults == []


def wait_until(is_so):
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "nothing was told"
        time.sleep(0.02)


def write_elsewhere(order, **columns):
    """As another program would: straight to the collection, past every hook of ours."""
    orders = connection.database["orders_order"]
    done = orders.update_one({"number": order.number}, {"$set": columns})
    assert done.matched_count == 1


@on_mongodb
def test_what_another_program_writes_to_an_order_is_told(told):
    order, other = place_order(), place_order()
    with relaying():
        write_elsewhere(order, landmark="Beside the temple")
        wait_until(lambda: told)
    assert told == [order.pk]
    assert other.pk not in told


@on_mongodb
def test_what_is_written_beside_an_order_is_told_of_the_order(told):
    order = place_order()
    with relaying():
        order.events.create(text="Weighed by the warehouse")
        wait_until(lambda: told)
    assert told == [order.pk]


@on_mongodb
def test_one_transaction_is_one_word_for_each_order(told):
    with relaying():
        order = paid_order()
        wait_until(lambda: len(told) >= 2)
        time.sleep(0.3)
    assert set(told) == {order.pk}
    assert len(told) <= 4  # placed, given a name at the gateway, paid


@on_mongodb
def test_what_was_rolled_back_is_not_told(told):
    order, second = place_order(), place_order()

    def change_and_fail():
        with transaction.atomic():
            order.events.create(text="Never happened")
            raise RuntimeError("the transaction fails")

    with relaying():
        with pytest.raises(RuntimeError):
            change_and_fail()
        write_elsewhere(second, landmark="Told after it")
        wait_until(lambda: told)
    assert told == [second.pk]


@on_mongodb
def test_what_happens_while_the_relay_is_away_is_told_when_it_is_back(told):
    first, second = place_order(), place_order()
    with relaying():
        write_elsewhere(first, landmark="Before")
        wait_until(lambda: told)
    write_elsewhere(second, landmark="Meanwhile")
    told.clear()
    with relaying():
        wait_until(lambda: told)
    assert told == [second.pk]


@on_mongodb
def test_a_word_that_could_not_be_said_is_said_again(told, monkeypatch):
    from orders import relay

    order, fails = place_order(), [ConnectionError("Redis is gone")] * 2

    def tell(order_id):
        if fails:
            raise fails.pop()
        told.append(order_id)

    monkeypatch.setattr(relay, "tell_pages", tell)
    with relaying():
        write_elsewhere(order, landmark="While Redis was away")
        wait_until(lambda: told)
    assert (told, fails) == ([order.pk], [])


@on_mongodb
def test_a_place_that_cannot_be_found_again_is_said_and_the_relay_goes_on(told, caplog):
    from orders import relay

    order = place_order()
    position = connection.database[relay.POSITION]
    position.insert_one({"_id": "token", "token": {"_data": "00"}})
    with relaying():
        wait_until(lambda: position.find_one()["token"]["_data"] != "00")
        write_elsewhere(order, landmark="After it")
        wait_until(lambda: told)
    assert told == [order.pk]
    assert "cannot be read any more" in caplog.text
