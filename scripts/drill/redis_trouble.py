"""F11: Redis dies, freezes, forgets everything and restarts while visitors come and buy.

The small ones of the tests: `tests/shop/test_caching_redis.py`, `tests/accounts/test_outbox.py`.
"""

import time
from collections.abc import Callable, Iterator

import redis
import requests
from django.urls import reverse

from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_anything_owed, wrong_mails
from scripts.drill.traffic import Traffic, complaints, flowing, p95, share_ok
from scripts.grounds import wait_until
from tests.journeys.browser import form_of

QUESTION = "what does a shopper notice of a dead, frozen, emptied Redis?"
PER_SECOND = 10
SIGN_INS = 3
LEAST_OK, MOST_P95_SECONDS, MOST_CATCH_UP_SECONDS = 99.5, 1.5, 60


def run(ground: Ground) -> Iterator[Figure]:
    away, calm = ground.pick(60, 12), ground.pick(20, 8)
    ground.start_gateway(webhooks=True)
    ground.start_web()
    ground.start_worker()
    ground.start_beat()
    signed_in: list[int] = []
    troubles: dict[str, Callable[[], None]] = {
        "nothing": lambda: time.sleep(calm),
        "killed": lambda: _away(ground, ground.redis.kill, ground.redis.start, away, signed_in),
        "frozen": lambda: _away(ground, ground.redis.freeze, ground.redis.thaw, away, signed_in),
        "emptied": lambda: _emptied(ground, calm),
        "restarted": lambda: _restarted(ground),
    }
    seconds = 2 * away + 4 * calm + 4 * MOST_CATCH_UP_SECONDS
    with flowing(ground, per_second=PER_SECOND, seconds=seconds) as traffic:
        time.sleep(3)  # the first visitors find nothing cached
        for name, trouble in troubles.items():
            yield from _during(ground, traffic, name, trouble, calm)
    note = f"answers: {signed_in}"
    yield Figure("codes to sign in, asked and sent", signed_in.count(302), "", least=2 * SIGN_INS,
                 note=note)  # fmt: skip
    yield from _effects(ground)


def _away(
    ground: Ground,
    go: Callable[[], object],
    back: Callable[[], object],
    seconds: float,
    signed_in: list[int],
) -> None:
    """For so long; half-way a few people ask for a code to sign in."""
    go()
    time.sleep(seconds / 2)
    signed_in += [_ask_for_a_code(ground, n) for n in range(SIGN_INS)]
    time.sleep(seconds / 2)
    back()


def _restarted(ground: Ground) -> None:
    ground.redis.stop()
    ground.redis.start()


def _ask_for_a_code(ground: Ground, n: int) -> int:
    """Somebody signs in by mail; the status of the answer, 302 when a code is on its way."""
    http = requests.Session()
    address = ground.web_url + reverse("account_login")
    page = http.get(address, timeout=60)
    fields = {**form_of(page).fields, "identifier": f"asha{n}-{time.time():.0f}@example.in"}
    return http.post(address, fields, timeout=60, allow_redirects=False).status_code


def _emptied(ground: Ground, seconds: float) -> None:
    redis.Redis.from_url(ground.redis_url).flushall()
    time.sleep(seconds)


def _during(
    ground: Ground, traffic: Traffic, name: str, trouble: Callable[[], None], calm: float
) -> Iterator[Figure]:
    began = time.time()
    trouble()
    caught_up = wait_until(_is_nothing_owed, 300, "the outbox to be empty")
    time.sleep(max(0, calm - caught_up))
    visits = traffic.between(began, time.time() - 1)
    bad = complaints(visits, lambda visit: not visit.is_ok)
    slow = complaints(visits, lambda visit: visit.seconds > MOST_P95_SECONDS)
    yield Figure(f"{name}: answered well", share_ok(visits), "%", least=LEAST_OK, note=bad)
    yield Figure(f"{name}: p95", p95(visits), "s", MOST_P95_SECONDS, note=f"slow: {slow}")
    if name != "nothing":
        yield Figure(f"{name}: nothing owed after", caught_up, "s", MOST_CATCH_UP_SECONDS)


def _is_nothing_owed() -> bool:
    return not is_anything_owed()


def _effects(ground: Ground) -> Iterator[Figure]:
    wait_until(_is_nothing_owed, 120, "the last effects")
    paid = {payment["order_id"] for payment in ground.gateway.ledger()["payments"]}
    confirmed = Order.objects.filter(status="confirmed", payments__gateway_order_id__in=paid)
    yield Figure("paid orders", len(paid), "", least=1)
    yield Figure("paid orders confirmed", confirmed.count(), "", len(paid), len(paid))
    yield Figure("e-mails lost or twice", wrong_mails(ground), "", 0)
