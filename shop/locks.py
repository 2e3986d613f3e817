"""Locks over all processes: who wants the same hot thing queues in Redis, not in the database.

Efficiency only. A lock may be lost or held twice (Redis dies, a holder takes too long, patience
ends), and nothing breaks then: the guarded UPDATE decides who gets what.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

from accounts.redis import give_back, take

LOCK_SECONDS = 3  # a holder that died is replaced after this
PATIENCE_SECONDS = 1.0  # then without the lock
PAUSE_SECONDS = (0.004, 0.02)  # between two tries


@contextmanager
def queue(names: Iterable[str], *, meanwhile: Callable[[], None]) -> Iterator[None]:
    """Hold the locks of these names, or after PATIENCE_SECONDS those that could be had.

    Taken in one order by all, so nobody waits for somebody who waits for them. `meanwhile` is
    called before each further try and ends the waiting by raising. Make no call to the outside
    within.
    """
    token, deadline = uuid4().hex, time.monotonic() + PATIENCE_SECONDS
    with ExitStack() as held:
        for name in sorted(names):
            if _wait_for(name, token, deadline, meanwhile):
                held.callback(give_back, name, token)
        yield


def _wait_for(name: str, token: str, deadline: float, meanwhile: Callable[[], None]) -> bool:
    # Without an answer nobody can be queued: then everybody goes on, as if they had it.
    while not take(name, token, seconds=LOCK_SECONDS, otherwise=True):
        if time.monotonic() > deadline:
            return False
        time.sleep(random.uniform(*PAUSE_SECONDS))
        meanwhile()
    return True
