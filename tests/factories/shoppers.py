"""Shoppers who come over HTTP to a shop that runs in processes of its own, and share its database.

Each has one connection, is signed in, and sends the forms of the pages it was shown.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils.crypto import get_random_string

from shop.models import CartLine, Variant
from tests.factories.catalogue import bag_with
from tests.factories.people import make_address, make_customer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float


class Forms(HTMLParser):
    """What a browser would send for each form of a page, in the order of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append((given.get("action") or "", {}))
        elif tag == "input" and self.found and given.get("name"):
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given:
                self.found[-1][1][given["name"]] = given.get("value") or ""

    def with_field(self, name: str) -> tuple[str, dict[str, str]]:
        return next(form for form in self.found if name in form[1])


@dataclass
class Shopper:
    """A customer with an address, signed in at the shop on this port."""

    port: int
    cookies: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.user = make_customer()
        self.address = make_address(self.user)
        browser = Client()
        browser.force_login(self.user)
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        token = get_random_string(32)
        self.cookies = {settings.SESSION_COOKIE_NAME: session, "csrftoken": token}
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields: Any) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        return self._ask("POST", path, body)

    def bag(self, variant: Variant, quantity: int = 1) -> Answer:
        return self.post("/bag/add/", variant=variant.pk, quantity=quantity)

    def open_checkout(self) -> dict[str, str]:
        """The fields of the form as the page shows it now, and UPI chosen."""
        return {**Forms(self.get("/checkout/").text).with_field("shown_total")[1], "pay": "upi"}

    def place(self, form: dict[str, str]) -> Answer:
        return self.post("/checkout/", **form)

    def leave(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        seconds = time.perf_counter() - began
        return Answer(response.status, dict(response.getheaders()), text, seconds)


@contextmanager
def shoppers_at(port: int, count: int) -> Iterator[list[Shopper]]:
    """So many of them, until the block ends."""
    shoppers = [Shopper(port) for _ in range(count)]
    try:
        yield shoppers
    finally:
        [shopper.leave() for shopper in shoppers]


def rush(variant: Variant, shoppers: list[Shopper]) -> list[Answer]:
    """All have it in their bags and the page before them, and press at the same moment."""
    CartLine.objects.filter(cart__user__in=[shopper.user.pk for shopper in shoppers]).delete()
    for shopper in shoppers:
        bag_with(variant, user=shopper.user)
    page = shoppers[0].open_checkout()
    forms = {id(shopper): _as_seen_by(shopper, page) for shopper in shoppers}
    return together(shoppers, lambda shopper: shopper.place(forms[id(shopper)]))


def _as_seen_by(shopper: Shopper, page: dict[str, str]) -> dict[str, str]:
    return {**page, "key": str(uuid4()), "address": str(shopper.address.pk)}


def together(shoppers: list[Shopper], work: Callable[[Shopper], Answer]) -> list[Answer]:
    """What each is answered when all do it at the same moment."""
    answers: list[Answer] = []
    start = threading.Barrier(len(shoppers))

    def run(shopper: Shopper) -> None:
        start.wait()
        answers.append(work(shopper))

    threads = [threading.Thread(target=run, args=[shopper]) for shopper in shoppers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def outcome_of(answer: Answer) -> str:
    """Ordered, refused in words, or the status of anything else."""
    if answer.status == 302 and "/orders/" in answer.headers["Location"]:
        return "ordered"
    is_refused = answer.status == 422 and "was just bought" in answer.text
    return "refused" if is_refused else str(answer.status)


def send_form(url: str, fields: dict[str, str]) -> Answer:
    """Post a form to another site, over a connection of its own, without cookies."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.netloc, timeout=60)
    began = time.perf_counter()
    connection.request(
        "POST",
        where.path,
        urlencode(fields),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    seconds = time.perf_counter() - began
    return Answer(response.status, dict(response.getheaders()), text, seconds)
