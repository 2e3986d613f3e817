"""F6: ten thousand webhooks that Razorpay never sent, or not like this.

The small one of the tests, with the same forger: `tests/orders/test_webhooks.py`.
"""

import http.client
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from statistics import quantiles

from django.conf import settings
from django.urls import reverse

from orders.models import WebhookEvent
from orders.sandbox.webhooks import sign, to_bytes
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from tests.factories.forgeries import Forgery, forgeries

QUESTION = "is anything believed that Razorpay did not sign?"
CONTROL_EVERY = 5
MOST_MS = 50


def run(ground: Ground) -> Iterator[Figure]:
    count = ground.pick(10_000, 500)
    ground.start_web()
    secret = settings.RAZORPAY_WEBHOOK_SECRET
    entity = {"id": "pay_ofNobody", "status": "captured", "notes": []}
    event = {"event": "payment.captured", "payload": {"payment": {"entity": entity}}, "by": "₹/é"}
    body = to_bytes(event)
    for _ in range(20):  # each thread of each process opens its eyes
        _ask(ground.web_port)
    statuses, accepted, wall, bare = Counter[int](), Counter[str](), list[float](), list[float]()
    for n, forgery in enumerate(islice(forgeries(body, secret, seed=ground.seed), count)):
        status, ms = _send(ground.web_port, forgery)
        statuses[status] += 1
        wall.append(ms)
        accepted[forgery.kind] += 200 <= status < 400
        if n % CONTROL_EVERY == 0:
            bare.append(_ask(ground.web_port))
    yield Figure("forged webhooks", count, "", note=f"answers: {dict(statuses)}")
    yield Figure("accepted", accepted.total(), "", 0, note=", ".join(+accepted))
    yield Figure("rows written", WebhookEvent.objects.count(), "", 0)
    yield Figure("answered 5xx", sum(n for s, n in statuses.items() if s >= 500), "", 0)
    yield Figure("not answered", statuses[0], "", 0)
    control, p99 = quantiles(bare, n=100)[98], quantiles(wall, n=100)[98]
    note = f"depends on the machine: {p99 / control:.1f} times robots.txt's {control:.1f} ms"
    yield Figure("p99", p99, "ms", MOST_MS, note=note)
    true, _ = _send(ground.web_port, Forgery("none", body, sign(body, secret)))
    yield Figure("control: the true one is answered", true, "", most=200, least=200)


def _send(port: int, forgery: Forgery) -> tuple[int, float]:
    """Status and milliseconds; 0 for no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", reverse("orders:webhook"))
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(forgery.body)))
    if forgery.signature is not None:
        connection.putheader("X-Razorpay-Signature", forgery.signature.encode())
    began = time.perf_counter()
    try:
        connection.endheaders()
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.send(
                forgery.body
            )  # refused by its length alone, the answer is there all the same
        return connection.getresponse().status, (time.perf_counter() - began) * 1000
    except (OSError, http.client.HTTPException):
        return 0, (time.perf_counter() - began) * 1000
    finally:
        connection.close()


def _ask(port: int) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    began = time.perf_counter()
    connection.request("GET", "/robots.txt")
    connection.getresponse().read()
    connection.close()
    return (time.perf_counter() - began) * 1000
