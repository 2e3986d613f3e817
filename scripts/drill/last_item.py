"""F1: a hundred buyers want the last one, again and again; a control without the guard oversells.

The small one of the tests: `tests/races/test_last_unit.py`.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from uuid import UUID

import requests
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse

from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.crowd import Crowd, Outcome, gathered_crowd, kinds, others
from scripts.drill.ground import Ground
from scripts.drill.traffic import buyer_of
from shop.models import Cart, Variant
from tests.factories import bag_with, make_variant
from tests.factories.orders import order_bag
from tests.journeys.browser import form_of
from tests.races.crowd import at_once

QUESTION = "how many get the last one?"
RUNS = {"postgres": 50, "sqlite": 50, "mongodb": 10}
BUYERS = {"postgres": 100, "sqlite": 100, "mongodb": 20}  # its stand-in is slow
MOST_SECONDS = {"postgres": 2, "sqlite": 5, "mongodb": None}
CONTROLS = 5


def run(ground: Ground) -> Iterator[Figure]:
    runs = ground.pick(RUNS[ground.engine], 2)
    sold: list[int] = []
    outcomes: list[Outcome] = []
    bare: list[float] = []
    with gathered_crowd() as crowd:
        for n in range(runs):
            variant = make_variant(stock=1)
            carts = [bag_with(variant).pk for _ in range(BUYERS[ground.engine])]
            outcomes += crowd.at_once(buy, carts)
            sold.append(Order.objects.filter(lines__variant=variant).count())
            if n < CONTROLS:
                bare.append(_slowest_bare(crowd, carts))
    wrong = others(outcomes, "Order", "OutOfStock")
    slowest = max(outcome.seconds for outcome in outcomes)
    yield Figure("runs that sold anything but exactly one", sum(n != 1 for n in sold), "", 0)
    yield Figure("orders", kinds(outcomes)["Order"], "", most=runs, least=runs)
    yield Figure("refused in words", kinds(outcomes)["OutOfStock"], "", least=_losers(ground, runs))
    yield Figure("any other error", len(wrong), "", 0, note=str(kinds(wrong) or "")[:100])
    control = max(bare)
    note = (
        f"depends on the machine: {slowest / control:.1f} times the bare update's {control:.2f} s"
    )
    yield Figure("slowest", slowest, "s", MOST_SECONDS[ground.engine], note=note)
    if ground.engine == "postgres":
        yield from _over_http(ground)
    if ground.engine != "mongodb":
        yield Figure("control: unguarded runs that oversold", _oversold(), "", least=1)


def _losers(ground: Ground, runs: int) -> int:
    return runs * (BUYERS[ground.engine] - 1)


def _over_http(ground: Ground) -> Iterator[Figure]:
    """The same through pages and forms, each buyer with a session and a rendered form."""
    runs, buyers = ground.pick(10, 1), BUYERS[ground.engine]
    ground.start_web()
    sold, answers = [], []
    with gathered_crowd() as crowd:
        for _ in range(runs):
            variant = make_variant(stock=1)
            shoppers = [_at_the_checkout(ground, variant) for _ in range(buyers)]
            answers += crowd.at_once(press_place, shoppers)
            sold.append(Order.objects.filter(lines__variant=variant).count())
    said = Counter(answer.words for answer in answers)
    yield Figure("HTTP: runs that sold anything but one", sum(n != 1 for n in sold), "", 0)
    yield Figure("HTTP: orders", said["302"], "", most=runs, least=runs, note=str(dict(said)))
    losers = runs * (buyers - 1)
    yield Figure("HTTP: refused in words", said["422 just bought"], "", most=losers, least=losers)
    yield Figure("HTTP: slowest", max(answer.seconds for answer in answers), "s")


def _at_the_checkout(ground: Ground, variant: Variant) -> tuple[str, str, dict[str, str]]:
    """Address, session and filled-in form of one more buyer."""
    address = ground.web_url + reverse("orders:checkout")
    session = buyer_of(variant).session
    page = requests.get(address, cookies={settings.SESSION_COOKIE_NAME: session}, timeout=60)
    token = page.cookies[settings.CSRF_COOKIE_NAME]
    return address, f"{session} {token}", {**form_of(page).fields, "pay": "upi"}


def press_place(shopper: tuple[str, str, dict[str, str]]) -> str:
    """The status, and whether the page says why not."""
    address, (session, token), fields = shopper[0], shopper[1].split(), shopper[2]
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
    answer = requests.post(address, fields, cookies=cookies, timeout=120, allow_redirects=False)
    is_told = "was just bought" in answer.text
    return f"{answer.status_code} {'just bought' if is_told else ''}".strip()


def buy(cart_pk: UUID) -> Order:
    return order_bag(Cart.objects.get(pk=cart_pk))


def _slowest_bare(crowd: Crowd, carts: list[UUID]) -> float:
    """The same crowd at one bare guarded update each: what the database itself takes for it."""
    variant = make_variant(stock=len(carts))
    outcomes = crowd.at_once(partial(hold_one, variant.pk), carts)
    Variant.objects.filter(pk=variant.pk).update(held=0)
    return max(outcome.seconds for outcome in outcomes)


def hold_one(variant_pk: UUID, _cart: UUID) -> int:
    free = Variant.objects.filter(pk=variant_pk, on_hand__gte=F("held") + 1)
    return free.update(held=F("held") + 1)


def _oversold() -> int:
    """How many of five unguarded races sold the last one more than once."""
    oversold = 0
    for _ in range(CONTROLS):
        variant = make_variant(stock=1)
        look = threading.Barrier(4, timeout=10)
        outcomes = at_once([partial(_sell_unguarded, variant.pk, look)] * 4)
        oversold += outcomes.count(True) > 1
        Variant.objects.filter(pk=variant.pk).update(held=0)
    return oversold


def _sell_unguarded(pk: UUID, everyone_has_looked: threading.Barrier) -> bool:
    # SQLite's IMMEDIATE transactions would hide the race: there the control runs without one.
    with nullcontext() if connection.vendor == "sqlite" else transaction.atomic():
        variant = Variant.objects.get(pk=pk)
        everyone_has_looked.wait()
        if variant.available < 1:
            return False
        variant.held += 1
        variant.save(update_fields=["held"])
        return True
