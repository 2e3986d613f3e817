"""A whole local Razorpay: its parts put together, started, stopped, and driven from tests."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from orders.sandbox.agenda import Agenda, Clock
from orders.sandbox.api import Api
from orders.sandbox.checkout import Checkout
from orders.sandbox.config import SandboxConfig
from orders.sandbox.control import Control
from orders.sandbox.entities import Entity
from orders.sandbox.faults import Faults
from orders.sandbox.idempotency import HEADER, Idempotency
from orders.sandbox.ledger import Ledger
from orders.sandbox.server import Answerer, Server
from orders.sandbox.store import Store
from orders.sandbox.webhooks import Webhooks
from orders.sandbox.wire import Request


class Sandbox:
    """One local Razorpay in this process, answering at `url` between `start` and `stop`."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.clock = Clock()
        self.store = Store(config.database)
        self.faults = Faults()
        self.agenda = Agenda(self.store, self.clock)
        self.webhooks = Webhooks(config, self.store, self.clock, self.agenda, self.faults)
        self.books = Ledger(config, self.store, self.clock, self.agenda, self.webhooks, self.faults)
        self.idempotency = Idempotency(self.store, self.clock, hours=config.idempotency_hours)
        self.api = Api(self.store, self.books, self.idempotency)
        self.checkout = Checkout(config, self.store, self.books)
        self.control = Control(self)
        self._calls: deque[Entity] = deque(maxlen=10_000)
        self._answerer = Answerer(self)
        self._server = Server((config.host, config.port), self._answerer)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        self.agenda.start()
        self._thread.start()

    def stop(self) -> None:
        self._answerer.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self.agenda.stop()
        self.store.close()

    # --- For tests; the same is offered over HTTP under /_fake/ -----------------------------

    def fault(self, kind: str, **options: Any) -> None:
        """Orders a fault; see `faults.Fault` for the kinds and options."""
        self.faults.add(kind=kind, **options)

    def pay(self, order_id: str, state: str = "captured", **options: Any) -> Entity:
        """A payment for an order, made without a browser."""
        return self._ask("make_payment", order_id=order_id, state=state, **options)

    def move_payment(self, payment_id: str, state: str, **options: Any) -> Entity:
        """Moves an existing payment on: a failed one that is authorised late, say."""
        return self._ask("make_payment", payment_id=payment_id, state=state, **options)

    def external_refund(self, payment_id: str, amount: int) -> Entity:
        return self._ask("external_refund", payment_id=payment_id, amount=amount)

    def _ask(self, name: str, **body: Any) -> Entity:
        headers = {"content-type": "application/json"}
        request = Request("POST", "", {}, headers, json.dumps(body).encode())
        answer: Entity = getattr(self.control, name)(request)
        return answer

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.agenda.look_again()

    def wait_until_quiet(self, timeout_seconds: float = 10) -> None:
        """Returns once every refund is settled and every webhook delivered or given up."""
        deadline = time.monotonic() + timeout_seconds
        while not self.agenda.is_quiet():
            if time.monotonic() > deadline:
                raise TimeoutError("the sandbox still has something to do")
            time.sleep(0.01)

    def reset(self) -> None:
        """Forgets everything: money, faults, calls, keys remembered or being worked on."""
        self.faults.clear()
        self.idempotency.release_all()
        self.store.empty()
        self._calls.clear()
        self.webhooks.is_disabled = False

    def ledger(self) -> dict[str, Any]:
        """The truth to compare with: every entity (newest first), sums, calls, deliveries."""
        with self.store.transaction():
            return {
                "orders": self.store.listing("order"),
                "payments": self.store.listing("payment"),
                "refunds": self.store.listing("refund"),
                "sums": self.books.sums(),
                "calls": list(self._calls),
                "deliveries": [
                    dict(row)
                    for row in self.store.execute(
                        "SELECT event, event_id, attempts, outcome FROM delivery ORDER BY id"
                    )
                ],
            }

    def note_call(self, request: Request) -> Entity:
        """Notes a call as it arrives; its status stays 0 until it is answered."""
        call = {
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "status": 0,
            "fault": None,
            "idempotency_key": request.headers.get(HEADER),
        }
        self._calls.append(call)
        return call


@contextmanager
def running_sandbox(**options: Any) -> Iterator[Sandbox]:
    """A sandbox on a free port, in memory, in a hurry; options are those of SandboxConfig."""
    hurried = SandboxConfig(time_scale=6000, refund_seconds=0.05)
    sandbox = Sandbox(replace(hurried, **options))
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
