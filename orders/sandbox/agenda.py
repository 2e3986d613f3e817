"""What happens later: the sandbox's clock, and one thread that keeps its appointments."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from orders.sandbox.store import Appointment, Store

logger = logging.getLogger(__name__)


class Clock:
    """Real time, which tests may move forward."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds


class Agenda:
    """Keeps appointments stored in the database, so that a restart loses none of them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.tasks: dict[str, Callable[[str], object]] = {}
        self._store = store
        self._clock = clock
        self._changed = threading.Event()
        self._stopping = False
        self._workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sandbox")
        self._thread = threading.Thread(target=self._keep, name="sandbox-agenda", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self.look_again()
        self._thread.join()
        self._workers.shutdown(wait=True, cancel_futures=True)

    def add(self, task: str, subject: str, *, after_seconds: float = 0) -> None:
        due_at = self._clock.now() + after_seconds
        self._store.execute(
            "INSERT INTO appointment (due_at, task, subject) VALUES (?, ?, ?)",
            due_at, task, subject,
        )  # fmt: skip
        self.look_again()

    def hurry(self, task: str, subject: str) -> None:
        """What was to happen later happens now."""
        self._store.execute(
            "UPDATE appointment SET due_at = ? WHERE task = ? AND subject = ? AND taken = 0",
            self._clock.now(), task, subject,
        )  # fmt: skip
        self.look_again()

    def look_again(self) -> None:
        """Wakes the thread: an appointment was added, or the clock was moved."""
        self._changed.set()

    def is_quiet(self, *, within_seconds: float = 5) -> bool:
        """Nothing is being done and nothing is due soon."""
        horizon = self._clock.now() + within_seconds
        return not self._store.execute(
            "SELECT 1 FROM appointment WHERE taken = 1 OR due_at < ? LIMIT 1", horizon
        )

    def _keep(self) -> None:
        while True:
            self._changed.clear()
            if self._stopping:
                return
            for appointment in self._store.take_due(self._clock.now()):
                self._workers.submit(self._attend, appointment)
            due_at = self._store.next_due_at()
            self._changed.wait(1 if due_at is None else min(1, due_at - self._clock.now()))

    def _attend(self, appointment: Appointment) -> None:
        try:
            self.tasks[appointment.task](appointment.subject)
        except Exception:
            logger.exception("sandbox: %s %s failed", appointment.task, appointment.subject)
        self._store.execute("DELETE FROM appointment WHERE id = ?", appointment.id)
