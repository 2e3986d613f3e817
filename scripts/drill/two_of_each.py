"""F18: two beats and two workers, and nobody rings: whatever happens, both sweeps find.

The small ones of the tests: `tests/orders/test_periodic.py` (two sweeps),
`tests/orders/test_refunds.py` (two workers).
"""

import json
import time
from collections.abc import Iterator

from celery.app.task import Task

from orders import webhooks
from orders.models import LedgerEntry, Order, OrderEvent, Refund, WebhookEvent
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_anything_owed, mails_by_id, wrong_mails
from scripts.drill.purchases import request_refund, start_order
from scripts.grounds import wait_until
from tests.factories import make_variant

QUESTION = "does a second clock do anything a second time?"
PAUSE_SECONDS = 0.5


def run(ground: Ground) -> Iterator[Figure]:
    seconds = ground.pick(600, 60)
    ground.start_gateway()
    beats = [ground.start_beat(name) for name in ("beat-1", "beat-2")]
    workers = [ground.start_worker(name) for name in ("worker-1", "worker-2")]
    _lose_every_bell()
    orders = list(_busy(ground, seconds))
    took = wait_until(lambda: _is_done(orders), 300, "the sweeps to find everything")
    still_up = sum(program.is_running for program in [*beats, *workers])
    yield from _figures(ground, orders)
    yield Figure("all done after the last", took, "s")
    yield Figure("programs still running", still_up, "", most=4, least=4)


def _lose_every_bell() -> None:
    """In this process, in which everything happens: the sweeps have all of it to do."""
    Task.delay = lambda task, *words, **named: None


def _busy(ground: Ground, seconds: float) -> Iterator[Order]:
    """Twice a second an order is paid, which an event tells; each second a paid one is refunded."""
    variant = make_variant(stock=10_000)
    until = time.monotonic() + seconds
    n = 0
    while time.monotonic() < until:
        order, payment = start_order(variant)
        paid = ground.gateway.pay(str(payment.gateway_order_id))["id"]
        entity = {"payment": {"entity": {"id": paid}}}
        body = json.dumps({"event": "payment.captured", "payload": entity}).encode()
        webhooks.keep_event(event_id=f"event-{n}", body=body)
        yield order
        ready = Order.objects.filter(status="confirmed", refunds=None).first()
        if n % 2 == 0 and ready is not None:
            request_refund(ready)
        n += 1
        time.sleep(PAUSE_SECONDS)


def _is_done(orders: list[Order]) -> bool:
    waiting = Order.objects.filter(pk__in=[order.pk for order in orders], status="placed")
    refunds = Refund.objects.exclude(status="processed")
    return not (waiting.exists() or refunds.exists() or is_anything_owed())


def _figures(ground: Ground, orders: list[Order]) -> Iterator[Figure]:
    count = len(orders)
    refunds = Refund.objects.count()
    made = ground.gateway.ledger()["refunds"]
    confirmed = OrderEvent.objects.filter(status="confirmed").count()
    captures = LedgerEntry.objects.filter(kind="capture").count()
    attempts = WebhookEvent.objects.filter(attempts__gt=1).count()
    yield Figure("captures booked", captures, "", most=count, least=count)
    yield Figure("orders confirmed", confirmed, "", most=count, least=count)
    yield Figure("refunds at the gateway", len(made), "", most=refunds, least=refunds)
    yield Figure("e-mails sent", mails_by_id(ground).total(), "", least=count)
    yield Figure("e-mails lost or twice", wrong_mails(ground), "", 0)
    yield Figure("events applied twice", attempts, "", 0)
