"""Refund keys: the same key and bytes get the same answer, and never two refunds."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from orders.sandbox.agenda import Clock
from orders.sandbox.entities import Entity
from orders.sandbox.store import Store
from orders.sandbox.wire import Refusal, Request

HEADER = "x-refund-idempotency"


class Idempotency:
    """What was answered under each key, and which keys are being worked on right now."""

    def __init__(self, store: Store, clock: Clock, *, hours: float) -> None:
        self._store = store
        self._clock = clock
        self._seconds = hours * 3600
        self._lock = threading.Lock()
        self._working: set[str] = set()

    @contextmanager
    def claim(self, request: Request) -> Iterator[None]:
        """Holds the request's key for as long as the request takes; refuses a held one."""
        key = request.headers.get(HEADER)
        if key is None or not request.path.endswith("/refund"):
            yield
            return
        with self._lock:
            if key in self._working:
                raise Refusal(
                    "Another request with the same idempotency key is still in progress.",
                    status=409,
                    reason="NA",
                )
            self._working.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._working.discard(key)

    def release_all(self) -> None:
        with self._lock:
            self._working.clear()

    def recall(self, request: Request) -> Entity | None:
        """The refund made under this key, if there is one.

        Refuses a malformed key (400), and the same key with other bytes (409). Compares raw
        bytes, the strictest reading of "the same body".
        """
        key = request.headers.get(HEADER)
        if key is None:
            return None
        if len(key) < 10:
            raise Refusal("The idempotency key must be at least 10 characters long.", reason="NA")
        if not re.fullmatch(r"[A-Za-z0-9_-]+", key):
            raise Refusal(
                "The idempotency key must only contain alphanumeric characters, underscores, "
                "and hyphens",
                reason="NA",
            )
        oldest = self._clock.now() - self._seconds
        rows = self._store.execute(
            "SELECT request, reply FROM remembered WHERE key = ? AND at > ?", key, oldest
        )
        if not rows:
            return None
        if rows[0]["request"] != _fingerprint(request):
            raise Refusal(
                "Different request with the same idempotency key has already been processed.",
                status=409,
                reason="NA",
            )
        refund: Entity = json.loads(rows[0]["reply"])
        return refund

    def remember(self, request: Request, refund: Entity) -> None:
        key = request.headers.get(HEADER)
        if key is None:
            return
        self._store.execute(
            "INSERT OR REPLACE INTO remembered (key, request, reply, at) VALUES (?, ?, ?, ?)",
            key, _fingerprint(request), json.dumps(refund), self._clock.now(),
        )  # fmt: skip


def _fingerprint(request: Request) -> str:
    return hashlib.sha256(request.path.encode() + b"\0" + request.body).hexdigest()
