"""Promises of accounts/bell.py: a broker that is down or frozen costs a request nothing."""

import socket
import threading
import time

import pytest
from celery import Celery
from django.db import transaction

from accounts import bell
from accounts.bell import Lane

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frozen():
    """A broker that takes connections and never says a word: a Redis that was stopped."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def dead():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def ring_at(monkeypatch):
    """Rings go to this broker instead of being answered on the spot."""

    def ring(url):
        app = Celery("elsewhere", broker=url, set_as_current=False)
        app.conf.update(
            broker_transport_options={"socket_timeout": 1, "socket_connect_timeout": 1},
            task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_max": 0.2},
        )
        monkeypatch.setitem(bell.current_app.conf, "task_always_eager", 0)
        task = app.task(name="elsewhere.look")(lambda _row_id: None)
        began = time.monotonic()
        for n in range(20):
            with transaction.atomic():
                bell.ring(task, n)
        return time.monotonic() - began

    return ring


@pytest.mark.parametrize("broker", ["frozen", "dead"])
def test_twenty_rings_at_a_broker_that_does_not_answer_cost_less_than_50_ms_each(
    ring_at, broker, request
):
    """CEL-6."""
    assert ring_at(request.getfixturevalue(broker)) < 20 * 0.05


def test_a_bell_that_fails_does_not_stop_the_ones_after_it():
    lane, heard = Lane("test"), threading.Event()
    lane.hand_over(lambda: 1 / 0)
    lane.hand_over(heard.set)
    assert heard.wait(5)


def test_when_too_many_wait_the_newest_are_lost_and_nobody_waits(monkeypatch, caplog):
    monkeypatch.setattr(bell, "MOST_WAITING", 1)
    lane, go_on = Lane("test"), threading.Event()
    [lane.hand_over(go_on.wait) for _ in range(4)]
    go_on.set()
    assert "too many bells" in caplog.text


def test_lanes_do_not_wait_for_each_other(monkeypatch):
    monkeypatch.setitem(bell.current_app.conf, "task_always_eager", 0)
    stuck, heard = threading.Event(), threading.Event()
    with transaction.atomic():
        bell.after_commit(lambda: stuck.wait(10), lane="one")
        bell.after_commit(heard.set, lane="another")
        assert not heard.wait(0.05)
    assert heard.wait(5)
    stuck.set()


def test_what_was_rolled_back_rings_no_bell():
    heard = threading.Event()

    def ring_and_fail():
        with transaction.atomic():
            bell.after_commit(heard.set, lane="test")
            raise LookupError

    with pytest.raises(LookupError):
        ring_and_fail()
    assert not heard.is_set()
