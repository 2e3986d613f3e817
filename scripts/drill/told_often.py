"""F4: every capture is told ten times by each event, by the pay page and by the reconcile job.

The small ones of the tests: `tests/races/test_one_effect.py`, `tests/orders/test_payments.py`.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import requests
from django.db import connection
from django.urls import reverse

from accounts.models import Message
from orders import payments
from orders.models import LedgerEntry, Order, OrderEvent, Payment, Refund, WebhookEvent
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_message_owed
from scripts.drill.purchases import start_order
from scripts.grounds import wait_until
from tests.factories import make_variant
from tests.factories.gateway import sign

QUESTION = "does a capture told a dozen times count once?"
COPIES = 10
EVENTS = ("payment.authorized", "payment.captured", "order.paid")
PATIENCE_SECONDS = 600


def run(ground: Ground) -> Iterator[Figure]:
    count = ground.pick(200, 10)
    ground.start_gateway(webhooks=True)
    ground.start_web()
    ground.start_worker(concurrency=4)
    ground.start_beat()
    ground.gateway.fault("webhook_duplicate", count=-1, copies=COPIES)
    variant = make_variant(stock=1000)
    waiting = [start_order(variant)[1] for _ in range(count)]
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(partial(_pay_and_tell, ground), waiting))
    wait_until(partial(_is_settled, ground, count), PATIENCE_SECONDS, "every event to be applied")
    yield from _figures(ground, count)


def _pay_and_tell(ground: Ground, payment: Payment) -> None:
    """Captured at the gateway, whose events are on their way; the page and the job tell it too."""
    paid = ground.gateway.pay(str(payment.gateway_order_id))
    tellers = [
        threading.Thread(target=_come_back, args=(ground, payment, paid["id"])),
        threading.Thread(target=_reconcile, args=(payment,)),
    ]
    [teller.start() for teller in tellers]
    [teller.join() for teller in tellers]


def _come_back(ground: Ground, payment: Payment, payment_id: str) -> None:
    fields = {
        "razorpay_payment_id": payment_id,
        "razorpay_order_id": str(payment.gateway_order_id),
        "razorpay_signature": sign(str(payment.gateway_order_id), payment_id),
    }
    address = ground.web_url + reverse("orders:payment_return", args=[payment.pk])
    requests.post(address, fields, timeout=30, allow_redirects=False).raise_for_status()


def _reconcile(payment: Payment) -> None:
    try:
        payments.refresh_payment(payment)
    finally:
        connection.close()


def _is_settled(ground: Ground, count: int) -> bool:
    applied = WebhookEvent.objects.filter(status="applied").count()
    if applied < count * len(EVENTS) or is_message_owed():
        return False
    return all(sent["outcome"] == "200" for sent in ground.gateway.ledger()["deliveries"])


def _figures(ground: Ground, count: int) -> Iterator[Figure]:
    deliveries = ground.gateway.ledger()["deliveries"]
    told = count * len(EVENTS) * COPIES
    confirmed = OrderEvent.objects.filter(status="confirmed").count()
    written = Message.objects.filter(template="orders/emails/confirmed.html", channel="email")
    sent = Counter(str(message.pk) for message in written)
    mails = Counter(pk for mail in ground.mails() for pk in sent if f"<{pk}@" in mail)
    yield Figure("events delivered", len(deliveries), "", least=told)
    yield Figure("events kept", WebhookEvent.objects.count(), "", most=told // COPIES)
    captures = LedgerEntry.objects.filter(kind="capture").count()
    yield Figure("captures booked", captures, "", most=count, least=count)
    yield Figure("orders confirmed", confirmed, "", most=count, least=count)
    yield Figure("orders not confirmed", Order.objects.exclude(status="confirmed").count(), "", 0)
    yield Figure("e-mails sent", mails.total(), "", most=count, least=count)
    yield Figure("refunds", Refund.objects.count(), "", 0)
