"""What happens after a commit and may get lost: ringing the worker, telling open pages.

The row is the queue, these are only bells: `periodic.py` finds a row nobody was told of, a page
asks again by itself. They leave by a thread of their own, so that a broker that is down, or
worse, frozen, costs the request nothing.
"""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from functools import cache
from queue import Full, Queue

from celery import Task, current_app
from django.db import transaction

log = logging.getLogger(__name__)

MOST_WAITING = 1000  # more would be rung long after the sweep found their rows
SECONDS_AT_EXIT = 1


def ring(task: "Task[[str], None]", row_id: object) -> None:
    """After the commit, ask the worker to look at this row."""

    def tell_worker() -> None:
        task.delay(str(row_id))

    after_commit(tell_worker, lane="worker")


def after_commit(work: Callable[[], None], *, lane: str) -> None:
    """Do it after the commit, in its lane's thread; trouble is logged, and never raised.

    Lanes do not wait for each other. Where tasks run at once, as in tests, so does this.
    """

    def hand_over() -> None:  # named, since Django logs the name of a hook that failed
        if current_app.conf.task_always_eager:
            work()
        else:
            _lane(lane, os.getpid()).hand_over(work)

    transaction.on_commit(hand_over, robust=True)


class Lane:
    """One thread that does one thing after the other, and a short queue before it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._waiting: Queue[Callable[[], None]] = Queue(MOST_WAITING)
        threading.Thread(target=self._work, name=f"bell-{name}", daemon=True).start()
        atexit.register(self._finish)

    def hand_over(self, work: Callable[[], None]) -> None:
        try:
            self._waiting.put_nowait(work)
        except Full:
            log.warning("%s: too many bells are waiting, one is lost", self.name)

    def _work(self) -> None:
        while True:
            work = self._waiting.get()
            try:
                work()
            except Exception as error:  # noqa: BLE001  whatever it was, the row is found by the sweep
                log.warning("%s: a bell was not heard: %s", self.name, type(error).__name__)
            finally:
                self._waiting.task_done()

    def _finish(self) -> None:
        """A command that ends rings what it owes, if the broker answers at once."""
        done = threading.Thread(target=self._waiting.join, daemon=True)
        done.start()
        done.join(SECONDS_AT_EXIT)


@cache
def _lane(name: str, pid: int) -> Lane:
    """This process's lane: a thread does not survive a fork."""
    return Lane(name)
