"""Faults on demand: what shall go wrong, where, and how often."""

import random
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from orders.sandbox.wire import Refusal, Reply, json_reply

# How an HTTP call can go wrong. The after-ones happen once the operation is done.
HTTP_KINDS = {
    "latency",  # answers, `seconds` late
    "hang",  # never answers; the connection closes after `seconds`
    "drop_before",  # closes the connection without doing anything
    "drop_after",  # does it, then closes the connection without a word
    "truncated",  # does it, then sends half of the reply
    "error_null",  # 400 with {"error": null}
    "status_400",
    "status_401",
    "status_404",
    "status_409",
    "status_429",
    "status_500",
    "status_502",  # a proxy's HTML page
    "status_503",  # likewise
    "low_balance",  # the account has too little money for a refund
}
WEBHOOK_KINDS = {
    "webhook_drop",  # never sent
    "webhook_duplicate",  # sent `copies` times with one event id
    "webhook_wrong_secret",  # signed with another secret
    "webhook_mutated",  # one byte changed after signing
    "webhook_delay",  # sent `seconds` later
    "webhook_reorder",  # sent after the one that comes next
    "webhook_old_secret",  # signed with the secret before the last change
    "webhook_wrong_amount",  # a rupee more than is true, and signed
    "webhook_unknown_order",  # about a stranger's order, and signed
}
REFUND_KINDS = {"refund_fails"}  # the next refund settles as failed
_AFTER = {"drop_after", "truncated"}


@dataclass
class Fault:
    """One order to misbehave. `path` is a prefix, `event` likewise; a count of -1 is for ever."""

    kind: str
    path: str = "/v1/"
    method: str = ""
    event: str = ""
    count: int = 1
    seconds: float = 30
    copies: int = 2
    probability: float = 1
    seed: int = 0
    after: bool | None = None  # whether the operation is done first; None: as is usual
    _random: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in HTTP_KINDS | WEBHOOK_KINDS | REFUND_KINDS:
            raise Refusal(f"There is no fault called {self.kind!r}.")
        if self.after is None:
            self.after = self.kind in _AFTER
        self._random = random.Random(self.seed)

    def spends(self) -> bool:
        """Whether it strikes now; if so, one strike is used up."""
        if self.count == 0 or self._random.random() >= self.probability:
            return False
        self.count -= 1 if self.count > 0 else 0
        return True


class Faults:
    """The faults that are waiting to strike, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, **fault: Any) -> None:
        try:
            made = Fault(**fault)
        except TypeError:
            raise Refusal("A fault has a kind and fields it knows.") from None
        with self._lock:
            self._waiting.append(made)

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [
                {name: value for name, value in asdict(fault).items() if name != "_random"}
                for fault in self._waiting
            ]

    def for_call(self, method: str, path: str) -> Fault | None:
        return self._strike(
            lambda fault: (
                fault.kind in HTTP_KINDS
                and path.startswith(fault.path)
                and fault.method in ("", method)
            )
        )

    def for_webhook(self, event: str) -> Fault | None:
        return self._strike(
            lambda fault: fault.kind in WEBHOOK_KINDS and event.startswith(fault.event)
        )

    def for_refund(self) -> Fault | None:
        return self._strike(lambda fault: fault.kind in REFUND_KINDS)

    def _strike(self, fits: Callable[[Fault], bool]) -> Fault | None:
        with self._lock:
            struck = next((f for f in self._waiting if fits(f) and f.spends()), None)
            self._waiting = [fault for fault in self._waiting if fault.count != 0]
        return struck


_PROXY_PAGE = b"<html><head><title>%d</title></head><body><h1>%s</h1></body></html>"
_STATUS_REPLIES: dict[str, Callable[[], Reply]] = {
    "error_null": lambda: json_reply({"error": None}, 400),
    "status_400": lambda: Refusal("The request was refused on purpose.").reply(),
    "status_401": lambda: Refusal("Authentication failed", status=401, reason="NA").reply(),
    "status_404": lambda: Refusal(
        "The requested URL was not found on the server.", status=404, reason="NA"
    ).reply(),
    "status_409": lambda: Refusal(
        "Another request with the same idempotency key is still in progress.",
        status=409,
        reason="NA",
    ).reply(),
    "status_429": lambda: Refusal("Too many requests", status=429, reason="NA").reply(),
    "status_500": lambda: Refusal(
        "We are facing some trouble completing your request at the moment.",
        status=500,
        code="SERVER_ERROR",
        reason="NA",
    ).reply(),
    "low_balance": lambda: Refusal(
        "Your account does not have enough balance to carry out the refund operation."
    ).reply(),
    "status_502": lambda: Reply(502, _PROXY_PAGE % (502, b"Bad Gateway"), "text/html"),
    "status_503": lambda: Reply(503, _PROXY_PAGE % (503, b"Service Unavailable"), "text/html"),
}


def reply_for(fault: Fault) -> Reply | None:
    """The reply a fault gives instead of the true one; None if it is not of that kind."""
    make = _STATUS_REPLIES.get(fault.kind)
    return make() if make else None
