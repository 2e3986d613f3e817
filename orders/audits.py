"""Checking the books: every night by the clock, whenever staff ask, and after every drill."""

import logging
from dataclasses import asdict
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.bell import ring
from accounts.transactions import durable_transaction
from orders.invariants import Breach, find_breaches
from orders.models import Audit
from orders.tasks import audit_books

log = logging.getLogger(__name__)

NIGHTLY_AT = time(3)  # in India, when few people buy
KEPT_FOR = timedelta(days=90)
GIVEN_UP_AFTER = timedelta(minutes=15)  # whoever began it has died
ROWS_NAMED = 50


def audit_now(*, by: str = "", key: str = "") -> Audit:
    """Check all invariants and keep what was found; a breach is logged, not raised."""
    audit: Audit = Audit.objects.create(key=key or uuid4().hex, by=by)
    run_audit(str(audit.pk))
    audit.refresh_from_db()
    return audit


@durable_transaction
def ask_for_audit(*, by: str) -> Audit:
    """Staff want to know now: the worker checks, its row appears at once."""
    audit: Audit = Audit.objects.create(key=uuid4().hex, by=by)
    ring(audit_books, audit.pk)
    return audit


def audit_if_due() -> None:
    """The check of this night, by whoever comes first; begun again when they died over it."""
    night = _last_night(timezone.localtime())
    key = night.date().isoformat()
    abandoned = Audit.objects.filter(
        key=key, ended_at=None, started_at__lte=timezone.now() - GIVEN_UP_AFTER
    )
    if abandoned.update(started_at=timezone.now()):
        run_audit(str(Audit.objects.get(key=key).pk))
    elif not Audit.objects.filter(key=key).exists():
        try:
            audit_now(key=key)
        except IntegrityError:
            return  # somebody else began at the same moment


def run_audit(audit_id: str) -> None:
    """Look for breaches and write them down; a second run of a finished audit does nothing."""
    unfinished = Audit.objects.filter(pk=audit_id, ended_at=None)
    if not unfinished.exists():
        return
    found = {code: breaches for code, breaches in find_breaches().items() if breaches}
    count = sum(map(len, found.values()))
    if count:
        log.error("The books do not add up: %s rows, of %s", count, ", ".join(found))
    unfinished.update(
        ended_at=timezone.now(),
        breach_count=count,
        findings={code: _written(breaches) for code, breaches in found.items()},
    )
    Audit.objects.filter(started_at__lt=timezone.now() - KEPT_FOR).delete()


def last_audit() -> Audit | None:
    """The latest one that came to its end."""
    audit: Audit | None = Audit.objects.exclude(ended_at=None).order_by("-ended_at").first()
    return audit


def last_breached() -> QuerySet[Audit]:
    """The latest audit, if it found something: one row or none."""
    latest = last_audit()
    if latest is None:
        return Audit.objects.none()
    return Audit.objects.filter(pk=latest.pk, breach_count__gt=0)


def _last_night(now: datetime) -> datetime:
    night = datetime.combine(now.date(), NIGHTLY_AT, tzinfo=now.tzinfo)
    return night if now >= night else night - timedelta(days=1)


def _written(breaches: list[Breach]) -> dict[str, object]:
    return {"count": len(breaches), "rows": [asdict(breach) for breach in breaches[:ROWS_NAMED]]}
