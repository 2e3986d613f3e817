"""F10: the gateway hangs ten seconds on every call, for minutes, while visitors come and buy.

The small ones of the tests: `tests/accounts/test_breakers.py`, `tests/orders/test_outage.py`.
"""

import time
from collections.abc import Iterator
from statistics import median

from accounts import breakers
from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_anything_owed
from scripts.drill.traffic import Traffic, Visit, complaints, flowing, p95, share_ok
from scripts.grounds import wait_until
from tests.races.crowd import at_once

QUESTION = "what does a shopper notice of a gateway that hangs?"
PER_SECOND, BUYS_EVERY = 10, 20
HANG_SECONDS = 10
PAGES = {"home", "listing", "product", "search", "personal", "bag"}
STARTING = "razorpay-order"
MOST_GROWTH, MOST_FIRST_SECONDS, MOST_OPEN_SECONDS = 1.2, 12, 0.2
RESET_SECONDS = breakers.SERVICES[STARTING].rest_seconds
MOST_LATENCY_GROWTH, THREADS, NAP_SECONDS = 1.5, 8, 0.3


def run(ground: Ground) -> Iterator[Figure]:
    calm, away = ground.pick(60, 20), ground.pick(180, 45)
    ground.start_gateway(webhooks=True)
    ground.start_web()
    ground.start_worker()
    ground.start_beat()
    seconds = 2 * calm + away + 180
    with flowing(ground, per_second=PER_SECOND, seconds=seconds, buys_every=BUYS_EVERY) as traffic:
        time.sleep(5)
        calm_at = time.time()
        time.sleep(calm)
        hung_at = time.time()
        ground.gateway.fault("hang", path="/v1/", count=-1, seconds=HANG_SECONDS)
        wait_until(lambda: breakers.is_left_alone(STARTING), away, "the breaker to open")
        opened_at = time.time()
        failures = breakers.breaker(STARTING).storage.read().failures
        time.sleep(max(0, hung_at + away - time.time()))
        ground.gateway.heal()
        healed_at = time.time()
        closed_after = wait_until(_is_closed, 120, "the breaker to close")
        time.sleep(calm)
    yield Figure("failures until it opened", failures, "", breakers.FAILURES_IN_A_ROW)
    most = RESET_SECONDS + 5
    yield Figure("closed after it healed", closed_after, "s", most, note="asked by each purchase")
    yield from _pages(traffic, (calm_at, hung_at), (hung_at, healed_at))
    yield from _placing(traffic, hung_at, opened_at, healed_at)
    yield from _through_a_breaker()
    yield from _effects(ground)


def _is_closed() -> bool:
    return breakers.condition_of(STARTING).state == "closed"


def _pages(
    traffic: Traffic, calm: tuple[float, float], away: tuple[float, float]
) -> Iterator[Figure]:
    before = [visit for visit in traffic.between(*calm) if visit.kind in PAGES]
    during = [visit for visit in traffic.between(*away) if visit.kind in PAGES]
    growth = p95(during) / p95(before)
    note = f"depends on the machine: {p95(before) * 1000:.0f} ms before"
    yield Figure("other pages: p95 against before", growth, "times", MOST_GROWTH, note=note)
    yield Figure("other pages: answered well", share_ok(during), "%", least=100)


def _placing(
    traffic: Traffic, hung_at: float, opened_at: float, healed_at: float
) -> Iterator[Figure]:
    """What placing an order took; while it is open one call at a time tries, and may hang."""
    orders = [v for v in traffic.between(hung_at, healed_at) if v.kind == "place order"]
    first = [visit.seconds for visit in orders if visit.at < opened_at]
    later = [visit.seconds for visit in orders if visit.at >= opened_at]
    tries = [seconds for seconds in later if seconds > 1]
    refused = [seconds for seconds in later if seconds <= 1]
    bad = complaints(orders, _is_not_placed)
    yield Figure("placing an order: not taken", sum(map(_is_not_placed, orders)), "", 0, note=bad)
    yield Figure("before it opened: slowest", max(first, default=0), "s", MOST_FIRST_SECONDS)
    note = f"{len(refused)} of {len(later)}; the other {len(tries)} were tries"
    yield Figure("once open: median", median(refused), "s", MOST_OPEN_SECONDS, note=note)


def _is_not_placed(visit: Visit) -> bool:
    return visit.status != 302


def _through_a_breaker() -> Iterator[Figure]:
    """A breaker must not let calls through one by one."""
    began = time.perf_counter()
    _nap()
    alone = time.perf_counter() - began
    began = time.perf_counter()
    at_once([_nap] * THREADS)
    together = (time.perf_counter() - began) / alone
    yield Figure(f"{THREADS} threads through a breaker", together, "times", MOST_LATENCY_GROWTH)


def _nap() -> None:
    breakers.call("cloudinary", lambda: time.sleep(NAP_SECONDS))


def _effects(ground: Ground) -> Iterator[Figure]:
    """Who paid meanwhile is told in the end: by the gateway again, or by reconcile."""
    ids = {payment["order_id"] for payment in ground.gateway.ledger()["payments"]}
    paid = Order.objects.filter(payments__gateway_order_id__in=ids)

    def is_settled() -> bool:
        return not is_anything_owed() and not paid.exclude(status="confirmed").exists()

    took = wait_until(is_settled, 400, "every paid order to be confirmed")
    yield Figure(
        "paid orders, all confirmed", paid.count(), "", least=1, note=f"{took:.0f} s later"
    )
