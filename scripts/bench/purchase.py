"""How many whole purchases a second: bag, address, place, pay at the local Razorpay, captured.

Eight clients over HTTP, two web processes with four threads each, all on this machine. The control
is the same clients asking for a page without a query, before and after.
"""

import argparse
import threading
import time
from collections.abc import Callable, Iterator
from statistics import mean, quantiles

from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from shop.models import Variant
from tests.factories import make_variant
from tests.factories.coupons import make_coupon
from tests.factories.shoppers import Forms, Shopper, send_form, shoppers_at

QUESTION = "how many whole purchases a second?"
CLIENTS = 8
SECONDS, CONTROL_SECONDS = 20, 3
LEAST_A_SECOND = 25


def run(ground: Ground, options: argparse.Namespace) -> Iterator[Figure]:
    make_coupon(is_automatic=True)
    variants = [make_variant(stock=100_000, price_minor=900_00) for _ in range(40)]
    ground.start_gateway()
    ground.start_web(workers=2)
    with shoppers_at(ground.web_port, CLIENTS) as shoppers:
        yield from _figures(shoppers, variants)


def _figures(shoppers: list[Shopper], variants: list[Variant]) -> Iterator[Figure]:
    for n, shopper in enumerate(shoppers):  # each page once, unmeasured
        buy(shopper, variants[n])
    before = _rate(shoppers, _look, CONTROL_SECONDS)[0]
    placed = Order.objects.count()
    rate, taken = _rate(shoppers, lambda s, n: buy(s, variants[n % 40]), SECONDS)
    after = _rate(shoppers, _look, CONTROL_SECONDS)[0]
    captured = Order.objects.filter(status="confirmed").count()
    note = f"p50 {quantiles(taken, n=2)[0]:.2f} s, p95 {quantiles(taken, n=20)[-1]:.2f} s each"
    yield Figure("purchases a second", rate, "", least=LEAST_A_SECOND, note=note)
    yield Figure("of which not captured", Order.objects.count() - captured, "", 0)
    yield Figure("purchases", Order.objects.count() - placed, "")
    idle = mean([before, after])
    yield Figure("control: pages without a query a second", idle, "")
    yield Figure(
        "a purchase of seven requests costs as much as so many such pages", idle / rate, ""
    )


def _rate(
    shoppers: list[Shopper], work: Callable[[Shopper, int], object], seconds: float
) -> tuple[float, list[float]]:
    """How often a second all of them together do it, and how long each time took."""
    taken: list[float] = []
    until = time.perf_counter() + seconds

    def keep_on(first: int, shopper: Shopper) -> None:
        n = first
        while (began := time.perf_counter()) < until:
            work(shopper, n)
            taken.append(time.perf_counter() - began)
            n += CLIENTS

    began = time.perf_counter()
    threads = [threading.Thread(target=keep_on, args=pair) for pair in enumerate(shoppers)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return len(taken) / (time.perf_counter() - began), taken


def _look(shopper: Shopper, _: int) -> None:
    shopper.get("/robots.txt")


def buy(shopper: Shopper, variant: Variant) -> None:
    """As a browser does it without JavaScript; RuntimeError where a step leads elsewhere."""
    _expect(302, shopper.bag(variant).status, "bag")
    placed = shopper.place(shopper.open_checkout())
    _expect(302, placed.status, "place")
    page = shopper.get(placed.headers["Location"])
    url, fields = Forms(page.text).with_field("key_id")
    site = url.removesuffix("/v1/checkout/embedded")
    choice = {**fields, "method": "upi", "vpa": "success@razorpay", "choice": "pay"}
    back_url, back = Forms(send_form(f"{site}/v1/checkout/choice", choice).text).with_field(
        "razorpay_payment_id"
    )
    returned = send_form(back_url, back)
    _expect(302, returned.status, "return")
    if "payment=" in returned.headers["Location"]:
        raise RuntimeError("the payment was not confirmed on return")


def _expect(wanted: int, got: int, step: str) -> None:
    if got != wanted:
        raise RuntimeError(f"{step} answered {got}, not {wanted}")
