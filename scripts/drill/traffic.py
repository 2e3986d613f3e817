"""Visitors at a steady pace, whatever the shop's state: most look around, some buy.

Each visit has its moment in advance, and its time counts from that moment: a shop that stalls is
charged for all who waited meanwhile. Buyers are customers with a saved address and a full bag, who
follow the forms they are shown, as a browser without JavaScript does.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urljoin

import requests
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from scripts.drill.ground import Ground
from shop.models import Variant
from tests.factories import bag_with, make_address, make_customer, make_variant
from tests.factories.gateway import sign
from tests.journeys.browser import form_of

VISITORS_AT_ONCE = 60
PATIENCE_SECONDS = 40
BUYS_EVERY = 40  # a purchase is some four requests


@dataclass(frozen=True)
class Visit:
    """One request: what for, when it was to begin, how long it took, and its status (0: none)."""

    kind: str
    at: float
    seconds: float
    status: int

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 400


@dataclass(frozen=True)
class Buyer:
    """A customer signed in, whose bag is full."""

    session: str


class Traffic:
    """Runs between `start` and `stop`; `visits` is all that was seen."""

    def __init__(
        self, ground: Ground, *, per_second: float, seconds: float, buys_every: int
    ) -> None:
        self.visits: list[Visit] = []
        self._ground, self._pause = ground, 1 / per_second
        variants = [make_variant(stock=10_000) for _ in range(8)]
        self._paths = _paths(variants)
        self._buys_every = buys_every
        purchases = int(per_second * seconds / buys_every) + 2
        self._buyers = [buyer_of(variants[n % len(variants)]) for n in range(purchases)]
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(VISITORS_AT_ONCE)
        self._clock = threading.Thread(target=self._keep_pace, daemon=True)

    def start(self) -> None:
        self._clock.start()

    def stop(self) -> None:
        self._over.set()
        self._clock.join()
        self._pool.shutdown(wait=True)

    def between(self, since: float, until: float) -> list[Visit]:
        """Visits whose moment was then."""
        return [visit for visit in self.visits if since <= visit.at < until]

    def _keep_pace(self) -> None:
        n, due = 0, time.time()
        while not self._over.wait(max(0, due - time.time())):
            self._pool.submit(self._visit, n, due)
            n, due = n + 1, due + self._pause

    def _visit(self, n: int, due: float) -> None:
        if n % self._buys_every == 0 and self._buyers:
            self._buy(self._buyers.pop(), due)
            return
        kind, path = self._ground.chance.choice(self._paths)
        self._ask(requests.Session(), kind, "GET", path, at=due)

    def _buy(self, buyer: Buyer, due: float) -> None:
        http = requests.Session()
        http.cookies.set(settings.SESSION_COOKIE_NAME, buyer.session)
        form = self._ask(http, "checkout page", "GET", reverse("orders:checkout"), at=due)
        if form is None or form.status_code != 200:
            return
        fields = {**form_of(form).fields, "pay": "upi"}
        placed = self._ask(http, "place order", "POST", reverse("orders:checkout"), fields)
        if placed is None or placed.status_code != 302:
            return
        page = self._ask(http, "pay page", "GET", placed.headers["Location"])
        if page is not None and page.status_code == 200:
            self._pay(http, page)

    def _pay(self, http: requests.Session, page: requests.Response) -> None:
        """At the gateway, whatever it answers now: shoppers pay in their own time."""
        fields = form_of(page, "/v1/checkout/embedded").fields
        if not fields.get("order_id"):
            return  # the gateway was away, so the page offers to try again
        try:
            paid = self._ground.gateway.pay(fields["order_id"])["id"]
        except requests.RequestException:
            return
        answer = {
            "razorpay_payment_id": paid,
            "razorpay_order_id": fields["order_id"],
            "razorpay_signature": sign(fields["order_id"], paid),
        }
        self._ask(http, "back from paying", "POST", fields["callback_url"], answer)

    def _ask(
        self,
        http: requests.Session,
        kind: str,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        at: float | None = None,
    ) -> requests.Response | None:
        due = at or time.time()
        try:
            answer = http.request(
                method, urljoin(self._ground.web_url, path), data=fields,
                timeout=PATIENCE_SECONDS, allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException:
            answer = None
        self.visits.append(
            Visit(kind, due, time.time() - due, answer.status_code if answer is not None else 0)
        )
        return answer


def _paths(variants: Sequence[Variant]) -> list[tuple[str, str]]:
    products = [variant.colourway.product for variant in variants]
    pages = [("product", product.get_absolute_url()) for product in products]
    pages += [("listing", product.category.get_absolute_url()) for product in products]
    pages += [("home", "/")] * 3 + [("search", "/search/?q=kurta")] * 3
    return pages + [("personal", "/personal/")] * 4 + [("bag", "/bag/")] * 2


def buyer_of(variant: Variant) -> Buyer:
    """A new customer, signed in, with an address, who has it in the bag."""
    user = make_customer()
    make_address(user)
    bag_with(variant, user=user)
    client = Client()
    client.force_login(user)
    return Buyer(client.cookies[settings.SESSION_COOKIE_NAME].value)


@contextmanager
def flowing(
    ground: Ground, *, per_second: float, seconds: float, buys_every: int = BUYS_EVERY
) -> Iterator[Traffic]:
    """Traffic of at least `seconds` around a block; one visit in `buys_every` is a purchase."""
    traffic = Traffic(ground, per_second=per_second, seconds=seconds, buys_every=buys_every)
    connection.close()
    traffic.start()
    try:
        yield traffic
    finally:
        traffic.stop()


def share_ok(visits: Sequence[Visit]) -> float:
    """Per cent answered well."""
    return 100 * sum(visit.is_ok for visit in visits) / len(visits)


def p95(visits: Sequence[Visit]) -> float:
    """Seconds."""
    return quantiles([visit.seconds for visit in visits], n=20)[18]


def complaints(visits: Sequence[Visit], is_bad: Callable[[Visit], bool]) -> str:
    """Which visits were bad, counted by kind and status."""
    bad = Counter(f"{visit.kind} {visit.status}" for visit in visits if is_bad(visit))
    return ", ".join(f"{n}x {what}" for what, n in bad.most_common(6))
