"""Promises of accounts/breakers.py: a failing service is left alone, then tried by one call."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from time_machine import travel

from accounts import breakers
from accounts.breakers import SERVICES, Breaker, NotSent
from accounts.redis import ask_redis
from tests.servers import free_port

NAME = "razorpay-order"


class Down(Exception):
    pass


class Declined(Exception):
    pass


def fail() -> None:
    raise Down("no answer")


def decline() -> None:
    raise Declined("no such payment")


def call(work: Any = lambda: "done", name: str = NAME) -> Any:
    return breakers.call(name, work, is_answer=lambda error: isinstance(error, Declined))


def outcomes(works: list[Any]) -> list[str]:
    """What each call came to, one after another: its result, or the name of its error."""
    return [outcome(work) for work in works]


def outcome(work: Any, target: Any = call) -> str:
    try:
        return str(target(work))
    except Exception as error:  # noqa: BLE001  its name is what the test looks at
        return type(error).__name__


def another_process() -> Breaker:
    """What another process would have: the same breaker with a storage of its own."""
    return Breaker(NAME, SERVICES[NAME])


@pytest.fixture
def redis(settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    ask_redis(lambda store: store.flushdb(), None)


@pytest.fixture
def dead_redis(settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture(params=["redis", "memory", "dead_redis"])
def anywhere(request: pytest.FixtureRequest) -> None:
    """The same promises with a Redis, without any, and with one that died before we started."""
    if request.param != "memory":
        request.getfixturevalue(request.param)


# --- Opening -----------------------------------------------------------------------------------


def test_five_failures_in_a_row_open_it_and_the_sixth_call_is_not_sent(anywhere):
    """BRK-1, BRK-3: the call that trips it keeps its own error, since it was sent."""
    sent = []
    assert outcomes([fail] * 5) == ["Down"] * 5
    assert outcome(lambda: sent.append("it")) == "NotSent"
    assert sent == []


def test_a_success_in_between_starts_the_row_anew(anywhere):
    calls = [fail, fail, fail, fail, lambda: "done", fail, fail, fail, fail]
    assert outcomes(calls)[-1] == "Down"
    assert outcome(lambda: "done") == "done"


def test_failures_that_alternate_with_successes_open_it_after_ten_calls(anywhere):
    """BRK-2: half of ten calls in half a minute."""
    works = [fail, lambda: "done"] * 6
    assert outcomes(works)[:11] == ["Down", "done"] * 5 + ["Down"]
    assert outcomes(works)[0] == "NotSent"


def test_failures_of_another_half_minute_are_not_counted_with_these(anywhere):
    with travel("2026-11-24T10:00:00Z", tick=False) as clock:
        outcomes([fail, lambda: "done"] * 4)
        clock.shift(timedelta(seconds=40))
        outcomes([lambda: "done"] * 6)
        assert outcomes([fail, lambda: "done"] * 2) == ["Down", "done"] * 2


def test_a_service_that_says_no_is_well(anywhere):
    """BRK-2: a genuine no counts as an answer, and its error comes through."""
    assert outcomes([decline] * 20) == ["Declined"] * 20
    assert outcome(lambda: "done") == "done"


def test_a_breaker_opens_for_its_own_purpose_only(anywhere):
    """BRK-3."""
    outcomes([fail] * 5)
    assert outcome(lambda: "read", lambda work: call(work, "razorpay-read")) == "read"


# --- Trying again ------------------------------------------------------------------------------


def test_after_its_rest_two_good_trials_close_it(anywhere):
    with travel("2026-11-24T10:00:00Z", tick=False) as clock:
        outcomes([fail] * 5)
        clock.shift(timedelta(seconds=29))
        assert outcome(lambda: "done") == "NotSent"
        clock.shift(timedelta(seconds=2))
        assert outcome(lambda: "done") == "done"
        assert breakers.condition_of(NAME).state == "half-open"
        assert outcome(lambda: "done") == "done"
        assert breakers.condition_of(NAME).state == "closed"


def test_a_trial_that_fails_opens_it_for_another_rest(anywhere):
    with travel("2026-11-24T10:00:00Z", tick=False) as clock:
        outcomes([fail] * 5)
        clock.shift(timedelta(seconds=31))
        assert outcomes([fail, lambda: "done"]) == ["Down", "NotSent"]
        clock.shift(timedelta(seconds=29))
        assert outcome(lambda: "done") == "NotSent"


def test_refunds_are_left_alone_for_a_minute(anywhere):
    with travel("2026-11-24T10:00:00Z", tick=False) as clock:
        [outcome(fail, lambda work: call(work, "razorpay-refund")) for _ in range(5)]
        clock.shift(timedelta(seconds=59))
        with pytest.raises(NotSent):
            call(name="razorpay-refund")


def test_what_was_not_sent_is_due_soon_after_the_rest(anywhere):
    """BRK-4."""
    with travel("2026-11-24T10:00:00Z", tick=False):
        outcomes([fail] * 5)
        with pytest.raises(NotSent) as refused:
            call()
        assert refused.value.again_at.isoformat() == "2026-11-24T10:00:30+00:00"
        wait = refused.value.next_attempt_at - refused.value.again_at
        assert timedelta(seconds=1) <= wait <= timedelta(seconds=15)


def test_of_two_processes_one_tries_a_rested_service(redis, monkeypatch):
    """BRK-1: a single trial over all processes; pybreaker alone would let both through."""
    first, second = another_process(), another_process()
    [outcome(fail, first.call) for _ in range(5)]
    monkeypatch.setattr(first, "reset_timeout", 0)
    monkeypatch.setattr(second, "reset_timeout", 0)
    is_trying, may_end = threading.Event(), threading.Event()

    def slow() -> str:
        is_trying.set()
        may_end.wait(10)
        return "tried"

    seen: list[str] = []
    trial = threading.Thread(target=lambda: seen.append(outcome(slow, first.call)))
    trial.start()
    is_trying.wait(10)
    assert outcome(lambda: "tried too", second.call) == "NotSent"
    may_end.set()
    trial.join()
    assert seen == ["tried"]
    assert outcome(lambda: "next", second.call) == "next"


def test_of_many_threads_of_one_process_one_tries_without_redis(dead_redis, monkeypatch):
    one = another_process()
    [outcome(fail, one.call) for _ in range(5)]
    monkeypatch.setattr(one, "reset_timeout", 0)
    inside: list[str] = []

    def slow() -> str:
        inside.append(outcome(lambda: "nested", one.call))
        return "tried"

    assert outcome(slow, one.call) == "tried"
    assert inside == ["NotSent"]


# --- One state for all processes ------------------------------------------------------------------


def test_what_one_process_found_out_all_know(redis):
    first, second = another_process(), another_process()
    [outcome(fail, first.call) for _ in range(3)]
    [outcome(fail, second.call) for _ in range(2)]
    assert outcome(lambda: "done", first.call) == "NotSent"
    assert outcome(lambda: "done", second.call) == "NotSent"


def test_it_stays_open_when_redis_dies(redis, settings):
    outcomes([fail] * 5)
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert outcome(lambda: "done") == "NotSent"


def test_a_redis_that_was_emptied_closes_it(redis):
    outcomes([fail] * 5)
    ask_redis(lambda store: store.flushdb(), None)
    assert outcome(lambda: "done") == "done"


def test_making_one_asks_redis_nothing(dead_redis):
    """BRK-1: the shop starts while Redis is down."""
    began = time.perf_counter()
    another_process()
    assert time.perf_counter() - began < 0.1


def test_everything_it_keeps_in_redis_ends_some_day(redis):
    outcomes([fail, lambda: "done"] * 6)
    keys = ask_redis(lambda store: store.keys("*"), [])
    lives = [ask_redis(lambda store, key=key: store.ttl(key), -1) for key in keys]
    assert len(keys) >= 2
    assert min(lives) > 0


# --- Its cost -------------------------------------------------------------------------------------


def test_eight_threads_wait_for_the_service_beside_each_other(redis):
    """BRK-1: at most 1.5 times as long as one; pybreaker alone takes 8 times."""

    def slow() -> None:
        call(lambda: time.sleep(0.4))

    began = time.perf_counter()
    threads = [threading.Thread(target=slow) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert time.perf_counter() - began < 0.4 * 1.5


def test_after_a_failure_one_thread_tries_and_the_others_are_free_at_once(anywhere):
    """F10: threads that hang in a failing service would be missing to the pages."""
    outcome(fail)
    is_inside, may_leave = threading.Event(), threading.Event()

    def hang() -> str:
        is_inside.set()
        may_leave.wait(10)
        return "done"

    one = threading.Thread(target=call, args=(hang,))
    one.start()
    is_inside.wait(10)
    began = time.monotonic()
    others = [outcome(lambda: "sent") for _ in range(3)]
    waited = time.monotonic() - began
    may_leave.set()
    one.join()
    assert (others, waited < 1) == (["NotSent"] * 3, True)
    assert outcomes([lambda: "sent"] * 2) == ["sent", "sent"]  # it answered: it is well again


def test_a_call_to_a_service_that_is_well_asks_redis_twice(redis, monkeypatch):
    call()
    asked = []

    def count(question: Any, otherwise: Any) -> Any:
        asked.append(1)
        return ask_redis(question, otherwise)

    monkeypatch.setattr(breakers, "ask_redis", count)
    call()
    assert len(asked) == 2


# --- Staff ----------------------------------------------------------------------------------------


def test_what_staff_stopped_stays_stopped_until_they_resume_it(anywhere):
    with travel("2026-11-24T10:00:00Z", tick=False) as clock:
        breakers.stop(NAME, by="Meera")
        clock.shift(timedelta(days=1))
        assert outcome(lambda: "done") == "NotSent"
        assert breakers.condition_of(NAME).stopped_by == "Meera"
        breakers.resume(NAME)
        assert outcome(lambda: "done") == "done"
        assert breakers.condition_of(NAME).stopped_by == ""


def test_resuming_forgets_the_failures_that_opened_it(anywhere):
    outcomes([fail, lambda: "done"] * 6)
    breakers.resume(NAME)
    assert outcomes([fail, lambda: "done", fail]) == ["Down", "done", "Down"]


def test_its_condition_says_since_when_and_why(anywhere):
    with travel("2026-11-24T10:00:00Z", tick=False):
        outcomes([fail] * 5)
        condition = breakers.condition_of(NAME)
    assert (condition.state, condition.last_error) == ("open", "Down: no answer")
    assert condition.since.isoformat() == "2026-11-24T10:00:00+00:00"
    assert condition.title == "Razorpay, starting payments"
