"""How many renders a crowd costs that comes right after a page was forgotten.

Fifty visitors at once, two web processes. A render is told by its queries: who waits for another's
makes none.
"""

import argparse
import threading
from collections.abc import Iterator

from scripts.bench.figures import Figure
from scripts.bench.running import Answer, Site, Window, running_site

QUESTION = "what does a crowd cost after an invalidation?"
CROWD = 50
ROUNDS = 5
PATH = "/c/kurtas/"


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    for engine in options.engine:
        with running_site(engine, options.size or 1000, workers=2) as site:
            for n in range(ROUNDS):
                site.window.get(PATH)
                site.window.ask("POST", f"/bench/prices/?count=1&price_minor={5000_00 + n}")
                answers = _crowd(site)
                renders = sum(answer.queries > 0 for answer in answers)
                slowest = max(answer.wall_ms for answer in answers)
                name = f"{engine}, crowd {n + 1}"
                yield Figure(f"{name}: renders for {len(answers)}", renders, "", 1)
                yield Figure(f"{name}: different pages", len({a.body for a in answers}), "", 1)
                yield Figure(f"{name}: the last was answered after", slowest, "ms")


def _crowd(site: Site) -> list[Answer]:
    answers: list[Answer] = []
    start = threading.Barrier(CROWD)

    def visit() -> None:
        window = Window(site.port)
        start.wait()
        answers.append(window.get(PATH, Connection="close"))

    visitors = [threading.Thread(target=visit) for _ in range(CROWD)]
    [visitor.start() for visitor in visitors]
    [visitor.join() for visitor in visitors]
    return answers
