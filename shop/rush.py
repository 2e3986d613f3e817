"""When many want the same thing at once: they queue, and what is sold out is refused unasked.

Redis knows which variants are sold out, and how many tried to buy each in the last seconds. None
of it is needed: without Redis everybody goes to the database, whose guarded UPDATE decides.

A mark says "sold out as of this version of its stock", and holds while the version is the same.
The version changes whenever stock returned (after that commit), and a marker reads it before it
looks into the database. So a mark written late, about stock that has returned since, is void.
"""

import json
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.redis import ask_redis
from shop import locks
from shop.errors import OutOfStock

MARK_SECONDS = (10, 20)  # were a change of version ever lost, it would be unbuyable no longer
VERSION_SECONDS = 600  # longer than anybody takes from looking to marking
TRIED_SECONDS = 3600
# Hot: this many tried to buy it in the last 5 to 10 seconds.
HOT_FROM, BUCKET_SECONDS = 5, 5


@dataclass
class Look:
    """What Redis said of some variants before the database was asked."""

    versions: dict[UUID, str] = field(default_factory=dict)
    marks: dict[UUID, str] = field(default_factory=dict)
    hot: list[UUID] = field(default_factory=list)
    is_first_try: bool = False


@contextmanager
def queueing(variants: Iterable[UUID], *, key: str) -> Iterator[None]:
    """Claim these variants within: at once, or after a short queue while they are hot.

    Raises OutOfStock for what is known to be sold out, without asking the database; what the block
    finds sold out is known from then on. `key` names the form: the refusal of one that was never
    sent before says so. Make no call to the outside within.
    """
    pks = sorted(set(variants))
    look = _look(pks, key)
    _refuse_marked(look)

    def look_again() -> None:
        seen = _read(pks)
        look.versions, look.marks = seen.versions, seen.marks
        _refuse_marked(look)

    with _remembering(look), locks.queue(map(_lock_of, look.hot), meanwhile=look_again):
        yield


@contextmanager
def knowing(*variants: UUID) -> Iterator[None]:
    """The same for what claims nothing, such as putting something into a bag: nobody queues."""
    look = _read(sorted(variants))
    _refuse_marked(look)
    with _remembering(look):
        yield


def returned(variant: UUID) -> None:
    """Some of it is for sale again, once the open transaction is committed: marks are void."""

    def after_commit() -> None:
        version = uuid4().hex
        ask_redis(lambda store: store.set(_version_of(variant), version, ex=VERSION_SECONDS), None)

    transaction.on_commit(after_commit, robust=True)


@contextmanager
def _remembering(look: Look) -> Iterator[None]:
    try:
        yield
    except OutOfStock as refusal:
        if refusal.sold_out is not None and refusal.sold_out in look.versions:
            _mark(refusal.sold_out, refusal, look.versions[refusal.sold_out])
        raise


def _mark(variant: UUID, refusal: OutOfStock, version: str) -> None:
    words = json.dumps({"version": version, "name": refusal.name, "size": refusal.size})
    seconds = random.randint(*MARK_SECONDS)
    ask_redis(lambda store: store.set(_mark_of(variant), words, ex=seconds), None)


def _refuse_marked(look: Look) -> None:
    for variant, words in look.marks.items():
        mark = json.loads(words)
        if mark["version"] == look.versions[variant]:
            raise OutOfStock(mark["name"], mark["size"], 0, is_first_try=look.is_first_try)


def _look(pks: list[UUID], key: str) -> Look:
    """Marks and versions, and that one more tries to buy these; one trip."""

    def ask(store: Any) -> Look:
        pipe = store.pipeline(transaction=False)
        pipe.mget(_keys(pks))
        pipe.set(f"tried:{key}", 1, nx=True, ex=TRIED_SECONDS)
        for pk in pks:
            this, before = _heats_of(pk)
            pipe.incr(this)
            pipe.expire(this, 2 * BUCKET_SECONDS)
            pipe.get(before)
        values, is_first_try, *heats = pipe.execute()
        look = _as_look(pks, values)
        look.is_first_try = bool(is_first_try)
        counts = zip(pks, heats[::3], heats[2::3], strict=True)
        look.hot = [pk for pk, now, before in counts if now + int(before or 0) >= HOT_FROM]
        return look

    return ask_redis(ask, Look())


def _read(pks: list[UUID]) -> Look:
    def ask(store: Any) -> Look:
        return _as_look(pks, store.mget(_keys(pks)))

    return ask_redis(ask, Look())


def _keys(pks: list[UUID]) -> list[str]:
    return [key for pk in pks for key in (_version_of(pk), _mark_of(pk))]


def _as_look(pks: list[UUID], values: list[str | None]) -> Look:
    versions = {pk: value or "" for pk, value in zip(pks, values[::2], strict=True)}
    marks = {pk: value for pk, value in zip(pks, values[1::2], strict=True) if value}
    return Look(versions, marks)


def _version_of(pk: UUID) -> str:
    return f"stock:{pk.hex}:version"


def _mark_of(pk: UUID) -> str:
    return f"stock:{pk.hex}:sold-out"


def _lock_of(pk: UUID) -> str:
    return f"stock:{pk.hex}:lock"


def _heats_of(pk: UUID) -> tuple[str, str]:
    bucket = int(time.time() // BUCKET_SECONDS)
    return f"stock:{pk.hex}:tried:{bucket}", f"stock:{pk.hex}:tried:{bucket - 1}"
