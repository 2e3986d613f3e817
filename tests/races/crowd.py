"""A crowd: many threads that do the same thing at the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of it in threads that start together; each outcome is the result or the error."""
    outcomes: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(n: int, work: Callable[[], Any]) -> None:
        start.wait()
        try:
            outcomes[n] = work()
        except Exception as error:  # noqa: BLE001  the test looks at what it is
            outcomes[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return outcomes


def kinds(outcomes: Sequence[Any]) -> dict[str, int]:
    """How often each kind of outcome came."""
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}
