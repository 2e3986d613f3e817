"""Circuit breakers: a service that keeps failing is left alone for a while, then tried by one call.

One breaker for each service and purpose. What it knows is in Redis, so that all processes stop
together; while Redis does not answer, each goes by what it saw last. A failure is a call that was
not answered properly; a service that answers "no" is well.
"""

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from django.utils import timezone
from pybreaker import (
    STATE_CLOSED,
    STATE_OPEN,
    CircuitBreaker,
    CircuitBreakerError,
    CircuitBreakerListener,
    CircuitBreakerStorage,
)

from accounts.redis import ask_redis, give_back, take

log = logging.getLogger(__name__)
T = TypeVar("T")

FAILURES_IN_A_ROW = 5
SUCCESSES_IN_A_ROW = 2  # of trials, until it is trusted again
# Failures in a row miss an outage of every other call, so the last calls are counted as well.
WINDOW_SECONDS, BUCKET_SECONDS = 30, 5
FEWEST_CALLS = 10
TRIAL_SECONDS = 30  # longer than any call takes; a process that died in its trial is replaced
KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Service:
    """One purpose of one service, and how long it is left alone."""

    title: str
    rest_seconds: int = 30


SERVICES = {
    "razorpay-read": Service("Razorpay, looking up payments and refunds"),
    "razorpay-order": Service("Razorpay, starting payments"),
    "razorpay-refund": Service("Razorpay, sending refunds", rest_seconds=60),
    "cloudinary": Service("Cloudinary, keeping pictures"),
    "sms": Service("SMS"),
    "smtp": Service("E-mail"),
}


class NotSent(CircuitBreakerError):
    """Nothing was sent, because the service keeps failing. Worth trying again at `again_at`."""

    def __init__(self, name: str, again_at: datetime) -> None:
        self.again_at = again_at
        super().__init__(f"not sent: {name} is left alone until {again_at:%H:%M:%S} UTC")

    @property
    def next_attempt_at(self) -> datetime:
        """The same, a little later for some, so that what waits does not come all at once."""
        return self.again_at + timedelta(seconds=random.uniform(1, 15))


def call(
    name: str, work: Callable[[], T], *, is_answer: Callable[[Exception], bool] = lambda _: False
) -> T:
    """Do `work`, one call to the service; raises what it raises, or NotSent without doing it.

    `is_answer` tells an error that the service itself gave from one that means it is not well.
    """

    def answered() -> T | _No:
        try:
            return work()
        except Exception as error:
            if is_answer(error):
                return _No(error)
            raise

    answer = breaker(name).call(answered)
    if isinstance(answer, _No):
        raise answer.error
    return answer


@dataclass(frozen=True)
class _No:
    error: Exception


# --- What staff see and do ------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """How one service is doing, as far as this process knows."""

    name: str
    title: str
    state: str  # closed (calls go out), open (they do not), half-open (one at a time is tried)
    since: datetime | None
    again_at: datetime
    last_error: str
    stopped_by: str

    @property
    def is_open(self) -> bool:
        return self.state == STATE_OPEN


def condition_of(name: str) -> Condition:
    facts = breaker(name).storage.read()
    return Condition(
        name=name,
        title=SERVICES[name].title,
        state=facts.state,
        since=_moment(facts.since) if facts.since else None,
        again_at=breaker(name).again_at,
        last_error=facts.last_error,
        stopped_by=facts.stopped_by,
    )


def is_left_alone(name: str) -> bool:
    """Whether a call made now would be refused."""
    return breaker(name).is_left_alone


def stop(name: str, *, by: str) -> None:
    """Send nothing to the service until `resume`, however well it is."""
    breaker(name).storage.write(stopped_by=by)
    breaker(name).open()


def resume(name: str) -> None:
    """Trust the service again, at once."""
    breaker(name).storage.write(stopped_by="")
    breaker(name).close()


# --- The machinery --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What is known about a service; its field names are the keys in Redis."""

    state: str = STATE_CLOSED
    failures: int = 0  # in a row
    successes: int = 0  # in a row, of trials
    opened_at: float = 0.0  # seconds of the epoch, as `since`
    since: float = 0.0
    last_error: str = ""
    stopped_by: str = ""


class SharedStorage(CircuitBreakerStorage):
    """The facts in Redis, with a copy here for when it does not answer; nothing is asked before
    the first call.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.facts = Facts()
        self.is_awake = False
        self._key = f"breaker:{name}"
        self._changing = threading.Lock()
        self._trying = threading.Lock()
        self._calls: deque[tuple[float, bool]] = deque(maxlen=1000)  # when, and if it failed

    def read(self) -> Facts:
        found = ask_redis(lambda store: store.hgetall(self._key), None)
        if found is not None:
            kinds = {name: type(value) for name, value in asdict(Facts()).items()}
            known = {name: kinds[name](text) for name, text in found.items() if name in kinds}
            self.facts = Facts(**known)
        return self.facts

    def write(self, **changes: str | float) -> None:
        with self._changing:
            self.facts = replace(self.facts, **changes)  # type: ignore[arg-type]
        self._keep(lambda pipe: pipe.hset(self._key, mapping=changes))

    def _count(self, name: str) -> None:
        with self._changing:
            self.facts = replace(self.facts, **{name: getattr(self.facts, name) + 1})
        counted = self._keep(lambda pipe: pipe.hincrby(self._key, name, 1))
        if counted is not None:
            self.facts = replace(self.facts, **{name: counted})

    def _keep(self, change: Callable[[Any], Any]) -> Any:
        def ask(store: Any) -> Any:
            pipe = store.pipeline()
            change(pipe)
            pipe.expire(self._key, KEPT_SECONDS)
            return pipe.execute()[0]

        return ask_redis(ask, None)

    # What pybreaker asks for.

    @property
    def state(self) -> str:
        return self.read().state if self.is_awake else STATE_CLOSED

    @state.setter
    def state(self, state: str) -> None:
        self.write(state=state, since=time.time())

    @property
    def counter(self) -> int:
        return self.facts.failures

    def increment_counter(self) -> None:
        self._count("failures")

    def reset_counter(self) -> None:
        if self.facts.failures:  # nearly always 0 already: a call costs one trip less
            self.write(failures=0)

    @property
    def success_counter(self) -> int:
        return self.facts.successes

    def increment_success_counter(self) -> None:
        self._count("successes")

    def reset_success_counter(self) -> None:
        self.write(successes=0)

    @property
    def opened_at(self) -> datetime | None:
        """When it was opened; what staff stopped is opened anew all the time."""
        if self.facts.stopped_by:
            return timezone.now()
        return _moment(self.facts.opened_at) if self.facts.opened_at else None

    @opened_at.setter
    def opened_at(self, moment: datetime) -> None:
        self.write(opened_at=moment.timestamp())

    # What pybreaker does not know.

    @contextmanager
    def one_trial(self) -> Iterator[bool]:
        """Whether the caller may try the service: one at a time, over all processes."""
        if not self._trying.acquire(blocking=False):
            yield False
            return
        token, name = uuid4().hex, f"{self._key}:trial"
        try:
            is_mine = take(name, token, seconds=TRIAL_SECONDS, otherwise=True)
            try:
                yield is_mine
            finally:
                if is_mine:
                    give_back(name, token)
        finally:
            self._trying.release()

    def count_call(self, *, is_failure: bool) -> tuple[int, int]:
        """Note a call; how many there were in the window, and how many of them failed."""
        now = time.time()
        self._calls.append((now, is_failure))
        here = [failed for at, failed in list(self._calls) if at > now - WINDOW_SECONDS]

        def ask(store: Any) -> tuple[int, int]:
            pipe = store.pipeline()
            buckets = self._buckets(now)
            pipe.hincrby(buckets[0], "calls", 1)
            pipe.hincrby(buckets[0], "failures", int(is_failure))
            pipe.expire(buckets[0], WINDOW_SECONDS + BUCKET_SECONDS)
            for bucket in buckets:
                pipe.hmget(bucket, "calls", "failures")
            counts = pipe.execute()[3:]
            return sum(int(calls or 0) for calls, _ in counts), sum(int(f or 0) for _, f in counts)

        return ask_redis(ask, (len(here), sum(here)))

    def forget_calls(self) -> None:
        self._calls.clear()
        ask_redis(lambda store: store.delete(*self._buckets(time.time())), None)

    def _buckets(self, now: float) -> list[str]:
        newest = int(now // BUCKET_SECONDS)
        return [f"{self._key}:{newest - n}" for n in range(WINDOW_SECONDS // BUCKET_SECONDS)]


class Breaker(CircuitBreaker):
    """pybreaker's, with four differences: calls run beside each other, not one after another;
    only one call at a time tries a service that was given up, and one of a process a service whose
    last call failed; partial outages count.
    """

    storage: SharedStorage

    def __init__(self, name: str, service: Service) -> None:
        self.storage = SharedStorage(name)
        self._suspected = threading.Lock()
        super().__init__(
            fail_max=FAILURES_IN_A_ROW,
            reset_timeout=service.rest_seconds,
            success_threshold=SUCCESSES_IN_A_ROW,
            state_storage=self.storage,
            listeners=[Watch()],
            name=name,
            throw_new_error_on_trip=False,  # the call that trips it was sent: its own error counts
        )
        self.storage.is_awake = True

    def call(self, func: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        state = self.state
        if state.name == STATE_CLOSED and not self.storage.facts.failures:
            return state.call(func, *args, **kwargs)
        if state.name == STATE_CLOSED:
            return self._call_suspected(state, func, *args, **kwargs)
        if self._is_resting:
            raise self._refusal()
        with self.storage.one_trial() as is_mine:
            if not is_mine or self.is_left_alone:  # perhaps again, by a call that was on its way
                raise self._refusal()
            if self.state.name == STATE_OPEN:
                self.half_open()
            return self.state.call(func, *args, **kwargs)

    def _call_suspected(self, state: Any, func: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The last call failed, perhaps after hanging: one of this process's threads tries at a
        time, so that the others serve pages. Nothing of who is turned away was sent.
        """
        if not self._suspected.acquire(blocking=False):
            raise self._refusal()
        try:
            answer: T = state.call(func, *args, **kwargs)
        finally:
            self._suspected.release()
        return answer

    def close(self) -> None:
        self.storage.forget_calls()
        super().close()

    @property
    def is_left_alone(self) -> bool:
        return self.state.name == STATE_OPEN and self._is_resting

    @property
    def again_at(self) -> datetime:
        """When a call is worth trying, as far as is known now."""
        opened_at = self.storage.opened_at or timezone.now()
        due = opened_at + timedelta(seconds=self.reset_timeout)
        return max(due, timezone.now())

    @property
    def _is_resting(self) -> bool:
        return self.storage.facts.state == STATE_OPEN and self.again_at > timezone.now()

    def _refusal(self) -> NotSent:
        return NotSent(str(self.name), self.again_at)


class Watch(CircuitBreakerListener):
    """Counts the calls of the last half minute, and says loudly when a service is given up."""

    def success(self, cb: Any) -> None:
        cb.storage.count_call(is_failure=False)

    def failure(self, cb: Any, exc: BaseException) -> None:
        calls, failures = cb.storage.count_call(is_failure=True)
        cb.storage.write(last_error=f"{type(exc).__name__}: {exc}"[:200])
        if calls >= FEWEST_CALLS and failures * 2 >= calls:
            cb.open()

    def state_change(self, cb: Any, old_state: Any, new_state: Any) -> None:
        if old_state.name != new_state.name:
            level = logging.ERROR if new_state.name == STATE_OPEN else logging.WARNING
            log.log(level, "The breaker of %s is %s", cb.name, new_state.name)


@cache
def breaker(name: str) -> Breaker:
    """The one breaker of this process for a name in SERVICES."""
    return Breaker(name, SERVICES[name])


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
