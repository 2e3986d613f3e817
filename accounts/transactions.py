"""The outermost transaction of an operation, run again when the database asks for it."""

import random
import sqlite3
import time
from collections.abc import Callable
from functools import wraps
from threading import Event
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

# Counting tries would not do: on MongoDB the losers of a race lose again for as long as the winner
# takes, which on a busy machine is longer than a few pauses. A conflict is reported in
# milliseconds, except SQLite's, which comes after its own 20 seconds and is not waited for twice.
PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.1  # doubled with each try
LONGEST_PAUSE_SECONDS = 0.8

POSTGRESQL_CONFLICTS = {"40001", "40P01"}  # serialization failure, deadlock
SQLITE_CONFLICTS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def durable_transaction(operation: Callable[P, R]) -> Callable[P, R]:
    """Run `operation` in a transaction of its own, the whole of it again after a conflict.

    Tries again after short random pauses while PATIENCE_SECONDS last, then raises the conflict's
    OperationalError. What the
    operation does besides writing rows must bear repeating; effects belong in `on_commit`.
    Inside a test's transaction there is one try, since the conflict cost that one as well;
    inside anyone else's, Django raises RuntimeError.
    """

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic(durable=True):
                return operation(*args, **kwargs)
        return _run_until_committed(lambda: operation(*args, **kwargs))

    return run


def _run_until_committed(operation: Callable[[], R]) -> R:
    deadline = time.monotonic() + PATIENCE_SECONDS
    tries = 0
    while True:
        tries += 1
        committed = Event()
        try:
            with transaction.atomic(durable=True):
                # The first hook to run: a later one that fails must not repeat the operation.
                transaction.on_commit(committed.set)
                return operation()
        except OperationalError as error:
            if committed.is_set() or time.monotonic() > deadline or not is_conflict(error):
                raise
        time.sleep(
            random.uniform(0, min(LONGEST_PAUSE_SECONDS, PAUSE_SECONDS * 2 ** min(tries, 8)))
        )


def is_conflict(error: OperationalError) -> bool:
    """Whether two transactions met and this one may succeed when it is run again."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode & 0xFF in SQLITE_CONFLICTS
    if has_error_label := getattr(cause, "has_error_label", None):  # PyMongo
        return bool(has_error_label("TransientTransactionError"))
    return getattr(cause, "sqlstate", None) in POSTGRESQL_CONFLICTS  # psycopg
