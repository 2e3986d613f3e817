"""Promises of shop/locks.py: one at a time, never for long, and nobody stuck without Redis."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.redis import ask_redis, give_back, take
from shop import locks
from tests.factories.frozen import FrozenRedis
from tests.servers import free_port


@pytest.fixture
def redis(settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    ask_redis(lambda store: store.flushdb(), None)


@pytest.fixture
def dead_redis(settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def frozen_redis(settings: Any) -> Iterator[FrozenRedis]:
    frozen = FrozenRedis()
    settings.REDIS_URL = f"redis://127.0.0.1:{frozen.port}/0"
    yield frozen
    frozen.close()


def queue(*names: str) -> Any:
    return locks.queue(names, meanwhile=lambda: None)


def is_free(name: str) -> bool:
    return not ask_redis(lambda store: store.exists(name), 1)


def most_at_once(work: Any, *, threads: int = 8) -> int:
    """How many were inside together at the worst moment."""
    inside, most = [0], [0]

    def run() -> None:
        with work():
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.02)
            inside[0] -= 1

    crowd = [threading.Thread(target=run) for _ in range(threads)]
    [thread.start() for thread in crowd]
    [thread.join() for thread in crowd]
    return most[0]


def test_one_at_a_time_is_inside(redis):
    assert most_at_once(lambda: queue("lock:a")) == 1
    assert is_free("lock:a")


def test_control_without_redis_they_are_inside_together():
    assert most_at_once(lambda: queue("lock:a")) > 1


def test_only_its_owner_gives_it_back(redis):
    assert take("lock:a", "mine", seconds=5, otherwise=False)
    give_back("lock:a", "another's")
    assert not take("lock:a", "another's", seconds=5, otherwise=False)
    give_back("lock:a", "mine")
    assert is_free("lock:a")


def test_one_whose_holder_died_is_free_after_its_time(redis, monkeypatch):
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.1)
    take("lock:a", "dead", seconds=0.1, otherwise=False)
    began = time.perf_counter()
    with queue("lock:a"):
        assert 0.05 < time.perf_counter() - began < 0.5


def test_what_was_lost_meanwhile_is_not_given_back_for_its_new_holder(redis, monkeypatch):
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.05)
    with queue("lock:a"):
        time.sleep(0.1)
        take("lock:a", "next", seconds=5, otherwise=False)
    assert ask_redis(lambda store: store.get("lock:a"), None) == "next"


def test_patience_ends_and_one_goes_on_without_it(redis, monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0.1)
    take("lock:a", "slow", seconds=5, otherwise=False)
    began = time.perf_counter()
    with queue("lock:a"):
        assert 0.1 <= time.perf_counter() - began < 0.3
    assert ask_redis(lambda store: store.get("lock:a"), None) == "slow"


def test_two_who_want_the_same_two_in_opposite_order_both_get_them(redis):
    pairs = iter([("lock:a", "lock:b"), ("lock:b", "lock:a")] * 4)
    began = time.perf_counter()
    assert most_at_once(lambda: queue(*next(pairs))) == 1
    assert time.perf_counter() - began < locks.PATIENCE_SECONDS


def test_waiting_ends_when_there_is_nothing_to_wait_for(redis):
    """What was taken before is given back, what another holds stays theirs."""
    take("lock:b", "other", seconds=5, otherwise=False)

    def sold_out() -> None:
        raise LookupError

    with pytest.raises(LookupError), locks.queue(["lock:a", "lock:b"], meanwhile=sold_out):
        pass
    assert is_free("lock:a")
    assert not is_free("lock:b")


def test_a_dead_redis_costs_nothing(dead_redis):
    began = time.perf_counter()
    with queue("lock:a", "lock:b"):
        assert time.perf_counter() - began < 0.1


def test_a_frozen_redis_costs_a_quarter_of_a_second_once(frozen_redis):
    """BRK-5: then it is left alone for five seconds."""
    began = time.perf_counter()
    with queue("lock:a", "lock:b"):
        pass
    assert 0.2 < time.perf_counter() - began < 0.4
    began = time.perf_counter()
    with queue("lock:a"):
        pass
    assert time.perf_counter() - began < 0.05
    assert frozen_redis.asked == 1
