"""How fast money goes back after a return has passed its check, with the gateway at 50 ms.

One worker as the settings have it, on its own database, Redis and local Razorpay. First it idles
and one return passes after the other; then many have passed while it was away.
"""

import argparse
import time
from collections.abc import Iterator
from statistics import median, quantiles

from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Message, MessageStatus
from orders import refunds
from orders.models import Refund
from returns.models import ReturnCase
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_message_owed
from scripts.drill.purchases import buy_and_send_back, pass_check
from scripts.grounds import wait_until
from tests.factories import make_variant

QUESTION = "how soon is the money of a return that passed at the gateway?"
GATEWAY_SECONDS = 0.05
ONE_BY_ONE, AT_ONCE = 40, 500
MOST_IDLE_SECONDS, MOST_DRAIN_SECONDS = 5, 60
PATIENCE_SECONDS = 600
DONE = "processed"


def run(ground: Ground, options: argparse.Namespace) -> Iterator[Figure]:
    many = options.size or AT_ONCE
    ground.start_gateway()
    variant = make_variant(stock=10_000)
    cases = [buy_and_send_back(ground.gateway, variant) for _ in range(ONE_BY_ONE + many + 1)]
    ground.gateway.fault(
        "latency", path="/v1/payments/", method="POST", count=-1, seconds=GATEWAY_SECONDS
    )
    yield Figure("queries to send one and book it", _queries(cases.pop()), "")
    ground.start_beat()
    yield from _idle(ground, cases[:ONE_BY_ONE])
    yield from _drained(ground, cases[ONE_BY_ONE:])


def _queries(case: ReturnCase) -> int:
    refund = pass_check(case)
    with CaptureQueriesContext(connection) as queries:
        refunds.submit_refund(str(refund.pk))
    return len(queries)


def _idle(ground: Ground, cases: list[ReturnCase]) -> Iterator[Figure]:
    """From the press that passes the check to the outcome in the books, one after the other."""
    worker = ground.start_worker("idle")
    wait_until(lambda: not is_message_owed(), PATIENCE_SECONDS, "an idle worker")
    taken = [_seconds_of(case) for case in cases]
    worker.stop()
    note = f"p50 {median(taken):.2f} s, slowest {max(taken):.2f} s"
    p95 = quantiles(taken, n=20)[-1]
    yield Figure("p95 with an idle worker", p95, "s", MOST_IDLE_SECONDS, note=note)


def _seconds_of(case: ReturnCase) -> float:
    pressed = timezone.now()
    refund = pass_check(case)
    wait_until(lambda: _is_done(refund), PATIENCE_SECONDS, "one refund")
    refund.refresh_from_db()
    assert refund.processed_at is not None  # noqa: S101  for mypy
    return (refund.processed_at - pressed).total_seconds()


def _is_done(refund: Refund) -> bool:
    return Refund.objects.filter(pk=refund.pk, status=DONE).exists()


def _drained(ground: Ground, cases: list[ReturnCase]) -> Iterator[Figure]:
    """All passed while no worker ran, so that their bells wait in the queue."""
    owed = [pass_check(case).pk for case in cases]
    time.sleep(1)  # the last bells leave by a thread
    began = timezone.now()
    ground.start_worker("draining")
    opened = (timezone.now() - began).total_seconds()
    rows = Refund.objects.filter(pk__in=owed)
    wait_until(lambda: not rows.exclude(status=DONE).exists(), PATIENCE_SECONDS, "all refunds")
    last = rows.aggregate(last=Max("processed_at"))["last"]
    took = (last - began).total_seconds()
    note = f"{len(owed) / took:.1f} a second, {opened:.1f} s of it to start"
    yield Figure(f"{len(owed)} refunds drained", took, "s", MOST_DRAIN_SECONDS, note=note)
    made = len(ground.gateway.ledger()["refunds"])
    yield Figure("refunds at the gateway", made, "", ONE_BY_ONE + len(owed) + 1, made)
    unsent = Message.objects.filter(
        status=MessageStatus.UNSENT, next_attempt_at__lte=timezone.now()
    ).count()
    yield Figure("messages still to send by then", unsent, "")
