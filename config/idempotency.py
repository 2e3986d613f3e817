"""Calls sent again: one effect, and the first answer once more (INV-9).

A row is claimed before the call is run and answered after it. Operations are transactions of their
own, so the answer cannot be part of theirs: a process that dies between the two leaves a claim
whose lease ends, and the call runs again under the same effect key, by which the operation finds
what it did.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.problems import Trouble
from config.models import KeptAnswer

LEASE = timedelta(seconds=60)
KEPT_FOR = timedelta(hours=48)
REPLAYED = "Idempotency-Replayed"
WAIT_SECONDS = 1


def answer_once(
    request: HttpRequest, *, caller: str, key: str, run: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer of the first call under this key, or of this one if it is the first.

    Raises Trouble (409) when the key was used for something else, or is at work just now.
    """
    asked = _fingerprint(request)
    row, is_ours = _claim(_hash_of(caller), key, asked)
    if row.asked != asked:
        raise Trouble(
            409,
            "This key was used for another call. Make a new key for each thing you mean to do.",
            name="idempotency-key-reused",
        )
    if row.answered_with:
        return _replay(row)
    if not is_ours:
        raise Trouble(
            409,
            "A call under this key is at work. Ask again in a moment.",
            name="idempotency-key-at-work",
            headers={"Retry-After": str(WAIT_SECONDS)},
        )
    try:
        response = run()
    except BaseException:
        _let_go(row)
        raise
    if 200 <= response.status_code < 300:
        KeptAnswer.objects.filter(pk=row.pk).update(
            answered_with=response.status_code, content=response.content.decode()
        )
    else:
        _let_go(row)
    return response


def answers_to(caller: str) -> "QuerySet[KeptAnswer]":
    """What this caller was answered in the last two days."""
    return KeptAnswer.objects.filter(caller=_hash_of(caller))


def _hash_of(caller: str) -> str:
    return hashlib.sha256(caller.encode()).hexdigest()


def _fingerprint(request: HttpRequest) -> str:
    parts = (str(request.method), request.path, str(request.content_type))
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()


def _claim(caller: str, key: str, asked: str) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether it is ours to answer; the unique key decides between two."""
    for _ in range(3):
        now = timezone.now()
        rows = KeptAnswer.objects.filter(caller=caller, key=key)
        rows.filter(expires_at__lte=now).delete()
        row = rows.first()
        if row is None:
            try:
                return _begin(caller, key, asked), True
            except IntegrityError:
                continue  # the same call, twice at once: the other one is at work
        over = rows.filter(answered_with=0, asked=asked, lease_until__lte=now)
        return row, bool(over.update(lease_until=now + LEASE))
    raise Trouble(409, "Ask again in a moment.", name="idempotency-key-at-work")


def _begin(caller: str, key: str, asked: str) -> KeptAnswer:
    now = timezone.now()
    return KeptAnswer.objects.create(
        caller=caller, key=key, asked=asked, lease_until=now + LEASE, expires_at=now + KEPT_FOR
    )


def _let_go(row: KeptAnswer) -> None:
    """Nothing was changed, so the key is free for the same thing or another."""
    KeptAnswer.objects.filter(pk=row.pk, answered_with=0).delete()


def _replay(row: KeptAnswer) -> HttpResponse:
    response = HttpResponse(row.content, status=row.answered_with, content_type="application/json")
    response.headers[REPLAYED] = "true"
    return response


def forget_old_answers() -> int:
    """Remove what was kept long enough; returns how many."""
    return KeptAnswer.objects.filter(expires_at__lte=timezone.now()).delete()[0]
