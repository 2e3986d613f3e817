"""Telling open pages what other programs write: a change stream of MongoDB, read where it was left.

A script or a warehouse system that writes orders rings none of our commit hooks. The stream tells
of everything that was committed, ours as well: a word said twice costs a page an unchanged answer.
Where the relay stands is kept in the database, after the pages were told, so that a restart
repeats a word rather than losing one. The other engines have no such stream, and need it only
where somebody else writes to their tables.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from pymongo.change_stream import ChangeStream
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError

from orders.live import tell_pages
from orders.models import Order, OrderEvent, Parcel, Payment, Refund

log = logging.getLogger(__name__)

ORDER_IN = {  # where a row of each kind names its order
    Order._meta.db_table: "id",
    **{model._meta.db_table: "order_id" for model in (OrderEvent, Parcel, Payment, Refund)},
}
PIPELINE: list[dict[str, Any]] = [
    {
        "$match": {
            "ns.coll": {"$in": list(ORDER_IN)},
            "operationType": {"$in": ["insert", "update", "replace"]},
        }
    },
    {"$project": {"ns": 1, "clusterTime": 1, "fullDocument.id": 1, "fullDocument.order_id": 1}},
]
POSITION = "orders_relay"  # one document: the token of the last change that was told
UNREADABLE = {9, 50811, 260, 280, 286}  # a token that is damaged, or older than the server's log
WAIT_MS = 1000
KEEP_SECONDS = 0.5  # between two writes of the position, however many changes come
PAUSE_SECONDS = 2

Change = dict[str, Any]


def relay_changes(is_over: Callable[[], bool]) -> None:
    """Until `is_over`: tell the pages of each order that changed, from where it was left.

    A channel layer or a database that is away is waited for. Only where the server cannot tell
    any more what happened since, it starts from now, and says so in the log.
    """
    while not is_over():
        try:
            _follow(_database(), is_over)
        except OperationFailure as error:
            if error.code not in UNREADABLE:
                raise
            log.error("What changed since the relay stopped cannot be read any more: %s", error)
            _database()[POSITION].delete_one({"_id": "token"})
        except (PyMongoError, OSError) as error:
            log.warning("The relay waits: %s", error)
            time.sleep(PAUSE_SECONDS)


def _database() -> Database[Any]:
    connection.ensure_connection()
    database: Database[Any] = connection.database  # type: ignore[attr-defined]
    return database


def _follow(database: Database[Any], is_over: Callable[[], bool]) -> None:
    kept = database[POSITION].find_one({"_id": "token"})
    with database.watch(
        PIPELINE,
        full_document="updateLookup",
        resume_after=kept["token"] if kept else None,
        max_await_time_ms=WAIT_MS,
    ) as stream:
        if kept is None:
            _keep(database, stream)
        _tell_until(is_over, database, stream)


def _tell_until(
    is_over: Callable[[], bool], database: Database[Any], stream: ChangeStream[Change]
) -> None:
    told: tuple[Any, set[UUID]] = (None, set())
    kept_at = 0.0
    while stream.alive and not is_over():
        change = stream.try_next()
        if change is not None:
            told = _tell(change, told)
        if change is None or time.monotonic() - kept_at > KEEP_SECONDS:
            _keep(database, stream)
            kept_at = time.monotonic()
    _keep(database, stream)


def _tell(change: Change, told: tuple[Any, set[UUID]]) -> tuple[Any, set[UUID]]:
    """Tell of one change; what one transaction wrote of one order is one word."""
    moment, orders = told
    if change.get("clusterTime") != moment or moment is None:
        moment, orders = change.get("clusterTime"), set()
    order_id = _order_of(change)
    if order_id is not None and order_id not in orders:
        tell_pages(order_id)
        orders.add(order_id)
    return moment, orders


def _order_of(change: Change) -> UUID | None:
    """The order a change is about; None for a row that is gone by now."""
    row = change.get("fullDocument") or {}
    written = row.get(ORDER_IN[change["ns"]["coll"]])
    return UUID(written) if written else None


def _keep(database: Database[Any], stream: ChangeStream[Change]) -> None:
    if stream.resume_token is not None:
        where = {"token": dict(stream.resume_token), "at": timezone.now().astimezone(UTC)}
        database[POSITION].update_one({"_id": "token"}, {"$set": where}, upsert=True)
