"""What placing an order of two lines costs: as an operation, and over HTTP at ten a second.

The machine is measured beside it: the same number of bare transactions and single reads, and a
page without a query, in turns with the orders.
"""

import argparse
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles

from django.db import transaction

from accounts.models import User
from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from shop.models import Variant
from tests.factories import bag_with, make_customer, make_variant
from tests.factories.coupons import make_coupon
from tests.factories.orders import ready_to_place
from tests.factories.shoppers import Shopper, shoppers_at

QUESTION = "what does placing an order cost?"
LEAST_A_SECOND = 150
ROUNDS, IN_A_ROUND = 10, 20
A_SECOND, SECONDS = 10, 15
MOST_MS = 150


def run(ground: Ground, options: argparse.Namespace) -> Iterator[Figure]:
    make_coupon(is_automatic=True)
    variants = [make_variant(stock=100_000, price_minor=900_00) for _ in range(20)]
    yield from _as_an_operation(variants)
    yield from _over_http(ground, variants)


# --- The operation --------------------------------------------------------------------------------


def _as_an_operation(variants: list[Variant]) -> Iterator[Figure]:
    orders, transactions, reads = Taken(), Taken(), Taken()
    for n in range(ROUNDS + 1):
        works = [_one_to_place(variants, number) for number in range(IN_A_ROUND)]
        into = (orders, transactions, reads) if n else (Taken(), Taken(), Taken())  # warm first
        into[0].measure(works)
        into[1].measure([_empty_transaction] * IN_A_ROUND)
        into[2].measure([partial(Variant.objects.get, pk=variants[0].pk)] * IN_A_ROUND)
    note = f"the median of {ROUNDS} rounds; {orders.cpu_ms:.1f} ms of the processor each"
    yield Figure("orders a second", 1000 / orders.wall_ms, "", least=LEAST_A_SECOND, note=note)
    yield Figure("orders a second of processor", 1000 / orders.cpu_ms, "", least=LEAST_A_SECOND)
    yield Figure("control: an empty transaction", transactions.wall_ms, "ms")
    yield Figure("control: one row read by its key", reads.cpu_ms, "ms")
    yield Figure("an order costs as much as so many such reads", orders.cpu_ms / reads.cpu_ms, "")


class Taken:
    """What a piece of work takes: of the clock and of the processor, in milliseconds."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._cpu: list[float] = []

    def measure(self, works: list[Callable[[], object]]) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        for work in works:
            work()
        self._wall.append((time.perf_counter() - wall) * 1000 / len(works))
        self._cpu.append((time.thread_time() - cpu) * 1000 / len(works))

    @property
    def wall_ms(self) -> float:
        return median(self._wall)

    @property
    def cpu_ms(self) -> float:
        return median(self._cpu)


def _one_to_place(variants: list[Variant], n: int) -> Callable[[], Order]:
    user: User = make_customer()
    pair = variants[n % len(variants)], variants[(n + 7) % len(variants)]
    return ready_to_place(bag_with(*pair, user=user))


def _empty_transaction() -> None:
    with transaction.atomic():
        pass


# --- Over HTTP ------------------------------------------------------------------------------------


def _over_http(ground: Ground, variants: list[Variant]) -> Iterator[Figure]:
    ground.start_gateway()
    ground.start_web(workers=2)
    with shoppers_at(ground.web_port, A_SECOND * SECONDS) as shoppers:
        idle = _p95([shopper.get("/robots.txt").seconds for shopper in shoppers])
        buyers = [(shopper, _page_of(shopper, variants, n)) for n, shopper in enumerate(shoppers)]
        taken = _press_in_turn(buyers)
    yield Figure("placed over HTTP", len(taken), "", least=A_SECOND * SECONDS)
    note = f"with its payment made known to the gateway; p50 {median(taken) * 1000:.0f} ms"
    yield Figure(f"p95 at {A_SECOND} a second", _p95(taken), "ms", MOST_MS, note=note)
    yield Figure("control: p95 of a page without a query", idle, "ms")


def _page_of(shopper: Shopper, variants: list[Variant], n: int) -> dict[str, str]:
    bag_with(variants[n % 20], variants[(n + 7) % 20], user=shopper.user)
    return shopper.open_checkout()


def _press_in_turn(buyers: list[tuple[Shopper, dict[str, str]]]) -> list[float]:
    """Each presses at its own moment, however long the one before is kept waiting."""
    taken: list[float] = []
    begin = time.perf_counter() + 0.5

    def press(n: int, shopper: Shopper, form: dict[str, str]) -> None:
        time.sleep(max(0, begin + n / A_SECOND - time.perf_counter()))
        answer = shopper.place(form)
        if answer.status == 302:
            taken.append(answer.seconds)

    threads = [threading.Thread(target=press, args=(n, *buyer)) for n, buyer in enumerate(buyers)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return taken


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000
