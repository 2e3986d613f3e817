"""F11: Redis dies, freezes, forgets everything and restarts while visitors come and buy.

The small ones of the tests: `tests/shop/test_caching_redis.py`, `tests/accounts/test_outbox.py`.
"""

import time
from collections.abc import Callable, Iterator

import redis

from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_anything_owed, wrong_mails
from scripts.drill.traffic import Traffic, complaints, flowing, p95, share_ok
from scripts.grounds import wait_until

QUESTION = "what does a shopper notice of a dead, frozen, emptied Redis?"
PER_SECOND = 10
LEAST_OK, MOST_P95_SECONDS, MOST_CATCH_UP_SECONDS = 99.5, 1.5, 60


def run(ground: Ground) -> Iterator[Figure]:
    away, calm = ground.pick(60, 12), ground.pick(20, 8)
    ground.start_gateway(webhooks=True)
    ground.start_web()
    ground.start_worker()
    ground.start_beat()
    troubles: dict[str, Callable[[], None]] = {
        "nothing": lambda: time.sleep(calm),
        "killed": lambda: _away(ground, ground.redis.kill, ground.redis.start, away),
        "frozen": lambda: _away(ground, ground.redis.freeze, ground.redis.thaw, away),
        "emptied": lambda: _emptied(ground, calm),
        "restarted": lambda: _away(ground, ground.redis.stop, ground.redis.start, 0),
    }
    seconds = 2 * away + 4 * calm + 4 * MOST_CATCH_UP_SECONDS
    with flowing(ground, per_second=PER_SECOND, seconds=seconds) as traffic:
        time.sleep(3)  # the first visitors find nothing cached
        for name, trouble in troubles.items():
            yield from _during(ground, traffic, name, trouble, calm)
    yield from _effects(ground)


def _away(
    ground: Ground, go: Callable[[], object], back: Callable[[], object], seconds: float
) -> None:
    go()
    time.sleep(seconds)
    back()


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
