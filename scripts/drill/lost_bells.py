"""F16: the web process dies between commit and bell, and the broker is down at the commit.

The small ones of the tests: `tests/accounts/test_outbox.py`, `tests/orders/test_webhooks.py` (a
broker that is down, a bell that was lost).
"""

import json
import time
from collections.abc import Iterator

import requests
from django.conf import settings
from django.urls import reverse
from uuid_utils.compat import uuid7

from accounts.models import Message
from orders.models import Order, Payment
from orders.sandbox.webhooks import sign
from scripts.bench.figures import Figure
from scripts.drill import failpoints
from scripts.drill.ground import Ground
from scripts.drill.owed import is_message_owed
from scripts.drill.purchases import start_order
from scripts.grounds import is_answering, wait_until
from tests.factories import gateway as edge
from tests.factories import make_variant

QUESTION = "does anything stay undone when nobody rings?"
MOST_SECONDS = 30
MOST_WAIT_SECONDS = 4  # two rings of two seconds each, where one publish is tried again once


def run(ground: Ground) -> Iterator[Figure]:
    times = ground.pick(50, 4)
    ground.start_gateway()
    ground.start_web(application="scripts.drill.web")
    ground.start_beat()
    ground.start_worker()
    variant = make_variant(stock=1000)
    died = [start_order(variant)[1] for _ in range(times)]
    down = [start_order(variant)[1] for _ in range(times)]
    at = {payment.pk: _die_at_the_bell(ground, n, payment) for n, payment in enumerate(died)}
    yield from _effects("web killed", at)
    kills = sum(map(len, failpoints.struck().values()))
    yield Figure("web killed: kills", kills, "", most=times, least=times)
    ground.redis.kill()
    answers = [_tell(ground, n, payment) for n, payment in enumerate(down)]
    ground.redis.start()
    returned = time.time()
    refused = sum(status >= 400 for status, _ in answers)
    slowest = max(seconds for _, seconds in answers)
    yield Figure("broker down: requests not answered well", refused, "", 0)
    yield Figure("broker down: slowest answer", slowest, "s", MOST_WAIT_SECONDS)
    yield from _effects("broker down", dict.fromkeys((p.pk for p in down), returned))


def _die_at_the_bell(ground: Ground, n: int, payment: Payment) -> float:
    """The process that answers this one dies after its commit; when that was."""
    wait_until(lambda: is_answering(ground.web_port, "/robots.txt"), 60, "the web server")
    failpoints.arm("before_bell", "worker")
    status, _ = _tell(ground, n, payment)
    if status:
        raise RuntimeError(f"answered {status}, though its process was to die")
    return time.time()


def _tell(ground: Ground, n: int, payment: Payment) -> tuple[int, float]:
    """That it was captured: by a webhook, or by the pay page; the status, 0 for none."""
    paid = ground.gateway.pay(str(payment.gateway_order_id))["id"]
    send = _webhook if n % 2 == 0 else _come_back
    began = time.perf_counter()
    try:
        status = send(ground, payment, paid)
    except requests.RequestException:
        status = 0
    return status, time.perf_counter() - began


def _webhook(ground: Ground, _payment: Payment, paid: str) -> int:
    payload = {"payment": {"entity": {"id": paid}}}
    body = json.dumps({"event": "payment.captured", "payload": payload}).encode()
    headers = {
        "X-Razorpay-Signature": sign(body, settings.RAZORPAY_WEBHOOK_SECRET),
        "X-Razorpay-Event-Id": uuid7().hex,
    }
    address = ground.web_url + reverse("orders:webhook")
    return requests.post(address, body, headers=headers, timeout=30).status_code


def _come_back(ground: Ground, payment: Payment, paid: str) -> int:
    fields = {
        "razorpay_payment_id": paid,
        "razorpay_signature": edge.sign(str(payment.gateway_order_id), paid),
    }
    address = ground.web_url + reverse("orders:payment_return", args=[payment.pk])
    return requests.post(address, fields, timeout=30, allow_redirects=False).status_code


def _effects(name: str, since: dict[object, float]) -> Iterator[Figure]:
    """Each is confirmed and its customer written to, how long after the bell was lost."""
    orders = Order.objects.filter(payments__in=list(since))
    mails = Message.objects.filter(template="orders/emails/confirmed.html", channel="email")

    def are_sent() -> bool:
        is_done = orders.filter(status="confirmed").count() == len(since)
        return is_done and not is_message_owed()

    wait_until(are_sent, 300, "every effect")
    sent = {mail.context["number"]: mail.sent_at.timestamp() for mail in mails}
    waits = [sent[orders.get(payments=pk).number] - lost_at for pk, lost_at in since.items()]
    yield Figure(f"{name}: effects", len(waits), "", most=len(since), least=len(since))
    yield Figure(f"{name}: slowest effect", max(waits), "s", MOST_SECONDS)
