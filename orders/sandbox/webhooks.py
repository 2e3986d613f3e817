"""Webhooks: what happened, told to the shop in signed bytes, again and again until it answers."""

import hashlib
import hmac
import http.client
import json
import logging
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from orders.sandbox.agenda import Agenda, Clock
from orders.sandbox.config import SandboxConfig
from orders.sandbox.entities import Entity, new_id
from orders.sandbox.faults import Fault, Faults
from orders.sandbox.store import Store

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5  # a slower answer counts as a failure, as at Razorpay
FIRST_RETRY_SECONDS = 60  # then twice as long each time; Razorpay only says "exponential"
GIVE_UP_AFTER_SECONDS = 24 * 3600
HELD_SECONDS = 30  # one that shall come after the next, when there is no next


def sign(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def to_bytes(event: Entity) -> bytes:
    """JSON no parser would write back the same: a receiver that re-encodes it cannot verify it."""
    return json.dumps(event, separators=(" ,", ": ")).replace("/", "\\/").encode()


def _with_wrong_amount(event: Entity) -> Entity:
    payload = {
        name: {"entity": part["entity"] | {"amount": part["entity"]["amount"] + 100}}
        for name, part in event["payload"].items()
    }
    return event | {"payload": payload}


def _of_a_stranger(event: Entity) -> Entity:
    """The same happened to somebody else: every id is another one, known to nobody."""
    others = {
        part["entity"]["id"]: new_id(part["entity"]["id"].partition("_")[0])
        for part in event["payload"].values()
    }
    order = event["payload"].get("payment", {}).get("entity", {}).get("order_id")
    others.setdefault(order, new_id("order"))
    payload = {
        name: {"entity": {key: _renamed(value, others) for key, value in part["entity"].items()}}
        for name, part in event["payload"].items()
    }
    return event | {"payload": payload}


def _renamed(value: Any, others: Entity) -> Any:
    return others.get(value, value) if isinstance(value, str) else value


_ALTERED: dict[str, Callable[[Entity], Entity]] = {
    "webhook_wrong_amount": _with_wrong_amount,
    "webhook_unknown_order": _of_a_stranger,
}


class Webhooks:
    """Sends events to one address; a whole (scaled) day without success switches it off."""

    def __init__(
        self, config: SandboxConfig, store: Store, clock: Clock, agenda: Agenda, faults: Faults
    ) -> None:
        self.url = config.webhook_url
        self.is_disabled = False
        self._held: set[int] = set()  # deliveries that wait for the next one
        self._config = config
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._faults = faults
        self._account_id = "acc_" + hashlib.sha256(config.key_id.encode()).hexdigest()[:14]
        agenda.tasks["deliver"] = self._deliver

    def announce(self, event: str, **entities: Entity) -> None:
        """Takes a snapshot of the entities now; it is delivered from another thread."""
        if not self.url or self.is_disabled:
            return
        told = {
            "entity": "event",
            "account_id": self._account_id,
            "event": event,
            "contains": list(entities),
            "payload": {name: {"entity": entity} for name, entity in entities.items()},
            "created_at": int(self._clock.now()),
        }
        self._schedule(told, self._faults.for_webhook(event))

    def _schedule(self, told: Entity, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        if kind == "webhook_drop":
            return
        body = to_bytes(_ALTERED.get(kind, dict)(told))
        signature = sign(body, self._secret(kind))
        if kind == "webhook_mutated":
            body = body.replace(b'"amount": ', b'"amount": 9', 1)
        event_id = new_id("evt").removeprefix("evt_")
        copies = fault.copies if fault and kind == "webhook_duplicate" else 1
        waits = {"webhook_delay": fault.seconds if fault else 0, "webhook_reorder": HELD_SECONDS}
        for _ in range(copies):
            (row,) = self._store.execute(
                "INSERT INTO delivery (event, event_id, body, signature, created_at) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                told["event"], event_id, body, signature, self._clock.now(),
            )  # fmt: skip
            if kind == "webhook_reorder":
                self._held.add(row["id"])
            self._agenda.add("deliver", str(row["id"]), after_seconds=waits.get(kind, 0))

    def _secret(self, kind: str) -> str:
        if kind == "webhook_wrong_secret":
            return secrets.token_hex()
        config = self._config
        is_old = kind == "webhook_old_secret"
        return config.previous_webhook_secret if is_old else config.webhook_secret

    def _let_go_of_held(self, sent: int) -> None:
        """An event was sent: those held back since before it go out now."""
        for held in [one for one in self._held if one < sent]:
            self._held.discard(held)
            self._agenda.hurry("deliver", str(held))

    def _deliver(self, delivery_id: str) -> None:
        rows = self._store.execute("SELECT * FROM delivery WHERE id = ?", delivery_id)
        if not rows:  # the sandbox was reset meanwhile
            return
        delivery = rows[0]
        outcome = self._post(delivery["body"], delivery["signature"], delivery["event_id"])
        attempts = delivery["attempts"] + 1
        self._store.execute(
            "UPDATE delivery SET attempts = ?, outcome = ? WHERE id = ?",
            attempts, outcome, delivery_id,
        )  # fmt: skip
        self._let_go_of_held(delivery["id"])
        if outcome.startswith("2"):
            return
        logger.warning("sandbox: webhook %s not accepted: %s", delivery["event"], outcome)
        age_seconds = (self._clock.now() - delivery["created_at"]) * self._config.time_scale
        wait_seconds = FIRST_RETRY_SECONDS * 2 ** (attempts - 1)
        if age_seconds + wait_seconds > GIVE_UP_AFTER_SECONDS:
            self.is_disabled = True
            logger.error("sandbox: webhooks are switched off; restart or reset the sandbox")
            return
        wait_seconds /= self._config.time_scale
        self._agenda.add("deliver", delivery_id, after_seconds=wait_seconds)

    def _post(self, body: bytes, signature: str, event_id: str) -> str:
        """The status the shop answered with, or the name of what went wrong."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Razorpay-Webhook/v1 (local sandbox)",
            "X-Razorpay-Signature": signature,
            "x-razorpay-event-id": event_id,
        }
        address = urlsplit(self.url)
        connect: Callable[..., http.client.HTTPConnection] = (
            http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        )
        connection = connect(address.netloc, timeout=TIMEOUT_SECONDS)
        path = address.path + (f"?{address.query}" if address.query else "")
        try:
            connection.request("POST", path or "/", body, headers)
            return str(connection.getresponse().status)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        finally:
            connection.close()
