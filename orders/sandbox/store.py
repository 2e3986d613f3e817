"""The sandbox's own SQLite file: entities, remembered refund keys, appointments, deliveries."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from orders.sandbox.entities import Entity

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entity (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    parent TEXT, receipt TEXT, created_at INTEGER NOT NULL, body TEXT NOT NULL,
    hidden TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS entity_parent ON entity (parent);
CREATE INDEX IF NOT EXISTS entity_receipt ON entity (receipt);
CREATE TABLE IF NOT EXISTS remembered (
    key TEXT PRIMARY KEY, request TEXT NOT NULL, reply TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS appointment (
    id INTEGER PRIMARY KEY, due_at REAL NOT NULL, task TEXT NOT NULL, subject TEXT NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, event_id TEXT NOT NULL, body BLOB NOT NULL,
    signature TEXT NOT NULL, created_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT 'waiting');
"""
_EMPTY = """
DELETE FROM entity; DELETE FROM remembered; DELETE FROM appointment; DELETE FROM delivery;
"""


class Appointment(NamedTuple):
    id: int
    task: str
    subject: str


class Store:
    """One connection behind one lock: every operation of the sandbox is serial, so it is true."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.executescript(_SCHEMA)
        # What a stopped process had begun is begun again.
        self._connection.execute("UPDATE appointment SET taken = 0")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def execute(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def empty(self) -> None:
        with self._lock:
            self._connection.executescript(_EMPTY)

    # --- Entities -------------------------------------------------------------------------

    def add(
        self,
        entity: Entity,
        *,
        parent: str | None = None,
        hidden: Entity | None = None,
    ) -> None:
        """Stores a new entity; `hidden` are facts Razorpay keeps but never shows."""
        self.execute(
            "INSERT INTO entity (id, kind, parent, receipt, created_at, body, hidden) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            entity["id"], entity["entity"], parent, entity.get("receipt"),
            entity["created_at"], json.dumps(entity), json.dumps(hidden or {}),
        )  # fmt: skip

    def save(self, entity: Entity) -> None:
        self.execute("UPDATE entity SET body = ? WHERE id = ?", json.dumps(entity), entity["id"])

    def find(self, kind: str, entity_id: str) -> Entity | None:
        rows = self.execute("SELECT body FROM entity WHERE id = ? AND kind = ?", entity_id, kind)
        return json.loads(rows[0]["body"]) if rows else None

    def get(self, kind: str, entity_id: str) -> Entity:
        """An entity known to exist. LookupError if it does not."""
        entity = self.find(kind, entity_id)
        if entity is None:
            raise LookupError(entity_id)
        return entity

    def hidden(self, entity_id: str) -> Entity:
        rows = self.execute("SELECT hidden FROM entity WHERE id = ?", entity_id)
        hidden: Entity = json.loads(rows[0]["hidden"])
        return hidden

    def listing(
        self,
        kind: str,
        *,
        parent: str | None = None,
        receipt: str | None = None,
        since: int = 0,
        until: int = 2**62,
        count: int = -1,
        skip: int = 0,
    ) -> list[Entity]:
        """Entities of one kind, newest first; a count of -1 is all of them."""
        rows = self.execute(
            "SELECT body FROM entity WHERE kind = ? AND (? IS NULL OR parent = ?) "
            "AND (? IS NULL OR receipt = ?) AND created_at BETWEEN ? AND ? "
            "ORDER BY position DESC LIMIT ? OFFSET ?",
            kind, parent, parent, receipt, receipt, since, until, count, skip,
        )  # fmt: skip
        return [json.loads(row["body"]) for row in rows]

    # --- Appointments ---------------------------------------------------------------------

    def next_due_at(self) -> float | None:
        due_at: float | None = self.execute(
            "SELECT min(due_at) AS due_at FROM appointment WHERE taken = 0"
        )[0]["due_at"]
        return due_at

    def take_due(self, now: float) -> list[Appointment]:
        with self.transaction():
            rows = self.execute(
                "SELECT id, task, subject FROM appointment WHERE taken = 0 AND due_at <= ?", now
            )
            self.execute("UPDATE appointment SET taken = 1 WHERE due_at <= ?", now)
        return [Appointment(*row) for row in rows]
