"""Whether ten thousand odd addresses are all answered, soon, with nothing of them repeated raw."""

import argparse
from collections import Counter
from collections.abc import Iterator

from demo.catalogue import PRODUCTS
from scripts.bench.figures import Figure
from scripts.bench.running import running_site
from tests.odd_addresses import MARKS, odd_requests

QUESTION = "what do odd addresses get?"
COUNT = 10_000
PATHS = ["/c/kurtas/", "/search/", "/search/suggest/", f"/p/{PRODUCTS[0].slug}/"]
RIGHT = {200, 301, 302, 404, 414}  # the server itself refuses a line of over 4 kB


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    with running_site("sqlite", options.size or 1000) as site:
        statuses, raw, slowest, slowest_address = Counter[int](), 0, 0.0, ""
        for address, headers in odd_requests(PATHS, COUNT):
            answer = site.window.ask("GET", address, Accept_Encoding="identity", **headers)
            statuses[answer.status] += 1
            sent = answer.body.decode()
            raw += any(mark in sent for mark in MARKS)
            if answer.wall_ms > slowest:
                slowest, slowest_address = answer.wall_ms, address
    for status, times in sorted(statuses.items()):
        yield Figure(f"answered {status}", times, "", most=None if status in RIGHT else 0)
    yield Figure("repeat something raw", raw, "", most=0)
    yield Figure("slowest", slowest, "ms", most=1000, note=slowest_address[:60])
