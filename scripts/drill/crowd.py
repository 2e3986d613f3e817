"""A crowd from several processes: Python's own lock would make one process queue politely."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any

import django

PROCESSES = 4
LEAD_SECONDS = 0.25  # how far ahead the common start is


@dataclass(frozen=True)
class Outcome:
    """What one of the crowd got: the name of a result or an error, its words, how long it took."""

    kind: str
    words: str
    seconds: float


class Crowd:
    """Runs the same function for many subjects at the same moment."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def at_once(self, work: Callable[[Any], Any], subjects: Sequence[Any]) -> list[Outcome]:
        """Work is a function of a module; it and the subjects travel to other processes."""
        starts_at = time.time() + LEAD_SECONDS
        shares = [subjects[n::PROCESSES] for n in range(PROCESSES)]
        jobs = [self._pool.submit(_share, work, share, starts_at) for share in shares if share]
        return [outcome for job in jobs for outcome in job.result()]


def _share(work: Callable[[Any], Any], subjects: Sequence[Any], starts_at: float) -> list[Outcome]:
    from tests.races.crowd import at_once

    def run(subject: Any) -> Outcome:
        time.sleep(max(0, starts_at - time.time()))
        began = time.perf_counter()
        try:
            result: Any = work(subject)
        except Exception as error:  # noqa: BLE001  the experiment looks at what it is
            result = error
        seconds = time.perf_counter() - began
        return Outcome(type(result).__name__, str(result)[:120], seconds)

    return at_once([partial(run, subject) for subject in subjects])


@contextmanager
def gathered_crowd() -> Iterator[Crowd]:
    with ProcessPoolExecutor(
        PROCESSES, mp_context=get_context("spawn"), initializer=django.setup
    ) as pool:
        yield Crowd(pool)


def kinds(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(outcome.kind for outcome in outcomes)


def others(outcomes: Sequence[Outcome], *expected: str) -> list[Outcome]:
    """Those that ended in none of the expected ways."""
    return [outcome for outcome in outcomes if outcome.kind not in expected]
