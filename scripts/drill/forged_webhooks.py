"""F6: ten thousand webhooks that Razorpay never sent, or not like this.

The small ones of the tests: `tests/orders/test_webhooks.py`.
"""

import http.client
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from statistics import quantiles

from django.conf import settings
from django.urls import reverse

from orders.models import WebhookEvent
from orders.sandbox.webhooks import sign, to_bytes
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground

QUESTION = "is anything believed that Razorpay did not sign?"
CONTROL_EVERY = 5
MOST_MS = 50
Forged = tuple[bytes, str | None]  # body and signature


def run(ground: Ground) -> Iterator[Figure]:
    count = ground.pick(10_000, 500)
    ground.start_web()
    statuses, wall, bare = Counter[int](), list[float](), list[float]()
    accepted: Counter[str] = Counter()
    for _ in range(20):  # each thread of each process opens its eyes
        _ask(ground.web_port)
    for n in range(count):
        name = ground.chance.choice(list(FORGERIES))
        status, ms = _send(ground.web_port, *FORGERIES[name](ground.chance))
        statuses[status] += 1
        wall.append(ms)
        accepted[name] += 200 <= status < 400
        if n % CONTROL_EVERY == 0:
            bare.append(_ask(ground.web_port))
    control = quantiles(bare, n=100)[98]
    p99 = quantiles(wall, n=100)[98]
    note = f"depends on the machine: {p99 / control:.1f} times robots.txt's {control:.1f} ms"
    yield Figure("forged webhooks", count, "", note=f"{len(FORGERIES)} kinds, answers {statuses}")
    names = ", ".join(+accepted)
    yield Figure("accepted", accepted.total(), "", 0, note=names)
    yield Figure("rows written", WebhookEvent.objects.count(), "", 0)
    yield Figure("answered 5xx", sum(n for s, n in statuses.items() if s >= 500), "", 0)
    yield Figure("not answered", statuses[0], "", 0)
    yield Figure("p99", p99, "ms", MOST_MS, note=note)
    true, _ = _send(ground.web_port, *_true(ground.chance))
    yield Figure("control: a true one is answered", true, "", most=200, least=200)


def _send(port: int, body: bytes, signature: str | None) -> tuple[int, float]:
    """Status and milliseconds; 0 for no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", reverse("orders:webhook"))
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(body)))
    if signature is not None:
        connection.putheader("X-Razorpay-Signature", signature.encode("utf-8", "surrogateescape"))
    began = time.perf_counter()
    try:
        connection.endheaders()
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.send(body)  # refused by its length alone, the answer is there all the same
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


# --- The forgeries: each a true event and its signature, with one thing wrong -----------------


def _true(chance: random.Random) -> Forged:
    entity = {"id": f"pay_{chance.randbytes(7).hex()}", "status": "captured", "notes": []}
    event = {"event": "payment.captured", "payload": {"payment": {"entity": entity}}}
    body = to_bytes(event | {"note": "₹" * chance.randint(0, 40)})
    return body, sign(body, settings.RAZORPAY_WEBHOOK_SECRET)


def _bit_of_body(chance: random.Random) -> Forged:
    body, signature = _true(chance)
    changed = bytearray(body)
    changed[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return bytes(changed), signature


def _digit_of_signature(chance: random.Random) -> Forged:
    body, signature = _true(chance)
    at = chance.randrange(len(signature))
    other = chance.choice([digit for digit in "0123456789abcdef" if digit != signature[at]])
    return body, signature[:at] + other + signature[at + 1 :]


def _changed(change: Callable[[str], str | None]) -> Callable[[random.Random], Forged]:
    def forge(chance: random.Random) -> Forged:
        body, signature = _true(chance)
        return body, change(signature)

    return forge


def _rewritten(change: Callable[[bytes], bytes]) -> Callable[[random.Random], Forged]:
    def forge(chance: random.Random) -> Forged:
        body, signature = _true(chance)
        return change(body), signature

    return forge


def _signed_with(secret: Callable[[], str]) -> Callable[[random.Random], Forged]:
    def forge(chance: random.Random) -> Forged:
        body, _ = _true(chance)
        return body, sign(body, secret())

    return forge


def _megabyte(chance: random.Random) -> Forged:
    body = b'{"event":"payment.captured","pad":"' + b"x" * 1_000_000 + b'"}'
    return body, sign(body, chance.choice(["guess", settings.RAZORPAY_WEBHOOK_SECRET]))


def _of_another(chance: random.Random) -> Forged:
    return _true(chance)[0], _true(chance)[1]


FORGERIES: dict[str, Callable[[random.Random], Forged]] = {
    "a bit of the body": _bit_of_body,
    "a digit of the signature": _digit_of_signature,
    "another event's signature": _of_another,
    "capital letters": _changed(str.upper),
    "no signature": _changed(lambda _: None),
    "an empty signature": _changed(lambda _: ""),
    "the word None": _changed(lambda _: "None"),
    "letters that are not ASCII": _changed(lambda said: "é₹" + said[2:]),
    "bytes that are no text": _changed(lambda said: "\udcff\udcfe" + said[2:]),
    "half a signature": _changed(lambda said: said[:32]),
    "a signature and more": _changed(lambda said: f"{said}00"),
    "written anew": _rewritten(lambda body: json.dumps(json.loads(body)).encode()),
    "in UTF-16": _rewritten(lambda body: body.decode().encode("utf-16")),
    "cut short": _rewritten(lambda body: body[:-1]),
    "a byte longer": _rewritten(lambda body: body + b" "),
    "nothing": _rewritten(lambda _: b""),
    "a secret of long ago": _signed_with(lambda: "an-old-webhook-secret"),
    "the secret of the pay page": _signed_with(lambda: settings.RAZORPAY_KEY_SECRET),
    "an empty secret": _signed_with(lambda: ""),
    "a megabyte": _megabyte,
}
