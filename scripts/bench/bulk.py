"""How soon 500 styles whose price changed in bulk are right everywhere, while pages are warm.

Everywhere: on their own pages, in their category, in a search, on the home page. Two web processes
are asked, of which only one made the change.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.bench.figures import Figure
from scripts.bench.running import Site, Window, running_site

QUESTION = "how soon are 500 changed prices right everywhere?"
COUNT = 500
LISTS = ("/", "/c/kurtas/", "/search/?q=kurta&sort=new")  # all begin with what is newest
SAMPLED = 5  # of the styles' own pages, asked with the lists until all are right
TIMES = 4  # each is asked, over new connections, so that both processes answer
MOST_SECONDS = 1.0


@dataclass(frozen=True)
class Change:
    """One price for all of them, as it is written; nothing else in the shop costs that."""

    price_minor: int
    written: str


BEFORE, AFTER = Change(7_771_00, "₹7,771"), Change(7_772_00, "₹7,772")


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    for engine in options.engine:
        with running_site(engine, options.size or 1000, workers=2) as site:
            products = _reprice(site, BEFORE)
            for path in [*LISTS, *products]:
                _page(site, path)
            sent_at = time.perf_counter()
            _reprice(site, AFTER)
            answered_at = time.perf_counter()
            _wait_until_right(site, [*LISTS, *products[:SAMPLED]])
            lag = time.perf_counter() - answered_at
            wrong = [path for path in products if not _is_right(site, path)]
        yield Figure(f"{engine}: the change itself", answered_at - sent_at, "s")
        yield Figure(f"{engine}: right everywhere after", lag, "s", MOST_SECONDS)
        yield Figure(f"{engine}: wrong pages among all {COUNT}", len(wrong), "", 0)


def _reprice(site: Site, change: Change) -> list[str]:
    query = f"/bench/prices/?count={COUNT}&price_minor={change.price_minor}"
    answer = site.window.ask("POST", query)
    return [f"/p/{slug}/" for slug in json.loads(answer.body)["slugs"]]


def _wait_until_right(site: Site, paths: list[str]) -> None:
    while not all(_is_right(site, path) for path in paths for _ in range(TIMES)):
        pass


def _is_right(site: Site, path: str) -> bool:
    page = _page(site, path)
    return AFTER.written in page and BEFORE.written not in page


def _page(site: Site, path: str) -> str:
    window = Window(site.port)
    return window.get(path, Accept_Encoding="identity", Connection="close").body.decode()
