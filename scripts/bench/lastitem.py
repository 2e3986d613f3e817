"""A crowd over HTTP: a hundred for the last one, ten times; then a thousand for a hundred units.

Two web processes with four threads each. The control is what the same crowd takes for a page
without a query.
"""

import argparse
from collections.abc import Iterator

from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from shop.models import Variant
from tests.factories import make_variant
from tests.factories.shoppers import Answer, Shopper, outcome_of, rush, shoppers_at, together

QUESTION = "what happens to a crowd that wants the same thing?"
RUNS, BUYERS = 10, 100
CROWD, UNITS = 1000, 100
MOST_SECONDS = 2


def run(ground: Ground, options: argparse.Namespace) -> Iterator[Figure]:
    ground.start_gateway()
    ground.start_web(workers=2)
    with shoppers_at(ground.web_port, BUYERS) as shoppers:
        yield from _last_ones(shoppers)
    with shoppers_at(ground.web_port, CROWD) as shoppers:
        yield from _thousand(shoppers)


def _last_ones(shoppers: list[Shopper]) -> Iterator[Figure]:
    idle = max(answer.seconds for answer in together(shoppers, lambda s: s.get("/robots.txt")))
    sold, slowest, others = [], 0.0, 0
    for _ in range(RUNS):
        variant = make_variant(stock=1)
        answers = rush(variant, shoppers)
        sold.append(_orders_of(variant))
        slowest = max(slowest, *(answer.seconds for answer in answers))
        others += _others(answers)
    yield Figure("runs that sold anything but exactly one", sum(n != 1 for n in sold), "", 0)
    yield Figure("answers that are neither an order nor a refusal in words", others, "", 0)
    note = f"{slowest / idle:.1f} times what the crowd takes for a page without a query"
    yield Figure("the last was answered after", slowest, "s", MOST_SECONDS, note=note)
    yield Figure("control: the same for a page without a query", idle, "s")


def _thousand(shoppers: list[Shopper]) -> Iterator[Figure]:
    variant = make_variant(stock=UNITS)
    answers = rush(variant, shoppers)
    yield Figure(f"orders of {CROWD} buyers for {UNITS}", _orders_of(variant), "", UNITS, UNITS)
    yield Figure("of them neither an order nor a refusal in words", _others(answers), "", 0)
    held = Variant.objects.values_list("held", flat=True).get(pk=variant.pk)
    yield Figure("units held", held, "", UNITS, UNITS)
    yield Figure("the last of them was answered after", max(a.seconds for a in answers), "s")


def _orders_of(variant: Variant) -> int:
    return Order.objects.filter(lines__variant=variant).count()


def _others(answers: list[Answer]) -> int:
    return sum(outcome_of(answer) not in {"ordered", "refused"} for answer in answers)
