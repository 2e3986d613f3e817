"""Redis for what the shop can do without: asked briefly, and left alone while it does not answer.

Locks, sold-out marks and the states of breakers live there. None of them is the truth about
anything, so whoever asks says what to go on with when no answer comes.
"""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

ANSWER_SECONDS = 0.25
REST_SECONDS = 5

Answer = TypeVar("Answer")
Store = Redis  # keys and values are text here

_rest_until = 0.0  # by the monotonic clock


def ask_redis(question: Callable[[Store], Answer], otherwise: Answer) -> Answer:
    """What `question` finds, or `otherwise` when Redis is not set up, gone, frozen or resting.

    No answer costs a thread ANSWER_SECONDS at most; then this process leaves Redis alone for
    REST_SECONDS. What the question wrote may have been written all the same.
    """
    if not settings.REDIS_URL or is_resting():
        return otherwise
    try:
        return question(_connected_to(settings.REDIS_URL))
    except RedisError as error:
        _rest()
        log.warning("Redis: %s: left alone for %s s", type(error).__name__, REST_SECONDS)
        return otherwise


def is_resting() -> bool:
    """Whether Redis failed to answer a moment ago."""
    return time.monotonic() < _rest_until


def is_answering() -> bool:
    return ask_redis(lambda store: bool(store.ping()), otherwise=False)


def _rest() -> None:
    global _rest_until  # noqa: PLW0603  one clock for the process
    _rest_until = time.monotonic() + REST_SECONDS


def forget_rest() -> None:
    """Ask again at once."""
    global _rest_until  # noqa: PLW0603
    _rest_until = 0.0


@cache
def _connected_to(url: str) -> Store:
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=ANSWER_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),  # its own three tries would be a second of somebody's time
    )


# --- A key that one holder has at a time ---------------------------------------------------------

GIVE_BACK = """
if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end
return 0
"""


def take(name: str, token: str, *, seconds: float, otherwise: bool) -> bool:
    """Whether `name` is ours now, until it is given back or `seconds` are over."""
    return ask_redis(
        lambda store: bool(store.set(name, token, nx=True, px=int(seconds * 1000))), otherwise
    )


def give_back(name: str, token: str) -> None:
    """Let go of what was taken under this token; another holder's stays theirs."""
    ask_redis(lambda store: store.eval(GIVE_BACK, 1, name, token), None)
