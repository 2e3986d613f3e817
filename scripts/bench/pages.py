"""What each page of the storefront costs: cold, warm, and against a bare view of the same bytes.

Through real HTTP on one gunicorn worker. Cold: the cache is emptied before each request; warm: the
page is kept; bare: a view that returns the same bytes through the same middleware in the same
process. They take turns, as do the sizes, so that a busy moment of the machine hits all alike.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from demo.catalogue import PRODUCTS
from scripts.bench.figures import Figure
from scripts.bench.running import Answer, Site, running_site

QUESTION = "what does a page cost, cold and warm?"
USUAL_SIZE = 1000
MOST_QUERIES = 6
MOST_HTML_KB = 16
MOST_OF_BARE, MOST_OF_COLD = 1.6, 1 / 8
LINKED = (
    ("CSS", r'<link rel="stylesheet" href="([^"]+)"', 12, 1),
    ("JS", r'<script[^>]* src="([^"]+)"', 22, 2),
    ("our JS", r'<script[^>]* src="([^"]*/js/vastra[^"]+)"', 5, 1),
)


@dataclass(frozen=True)
class Page:
    """An address to measure; how long it may take cold, and how much longer in a large shop."""

    name: str
    path: str
    most_ms: float | None = None
    most_growth: float = 2
    most_queries: int | None = None
    is_kept: bool = True


PAGES = (
    Page("home", "/"),
    Page("listing", "/c/kurtas/", 12, most_queries=MOST_QUERIES),
    Page("listing, 3 filters", "/c/kurtas/?size=M&colour=blue&material=cotton", 12,
         most_queries=MOST_QUERIES),
    Page("search with facets", "/search/?q=cotton+kurta&size=M", 15, 3),
    Page("product", f"/p/{PRODUCTS[0].slug}/", 8, most_queries=MOST_QUERIES),
    Page("while typing", "/search/suggest/?q=kur", None, 3, is_kept=False),
)  # fmt: skip


@dataclass
class Times:
    """What was seen of one page at one size, in the order of the rounds."""

    cold: list[Answer] = field(default_factory=list)
    warm: list[Answer] = field(default_factory=list)
    bare: list[Answer] = field(default_factory=list)


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    sizes = [USUAL_SIZE, *([options.size] if options.size > USUAL_SIZE else [])]
    for engine in options.engine:
        with ExitStack() as stack:
            sites = [stack.enter_context(running_site(engine, size)) for size in sizes]
            for page in PAGES:
                seen = _take_turns(sites, page, options.rounds)
                for site, times in zip(sites, seen, strict=True):
                    yield from _figures(site, page, times)
                if len(sites) > 1:
                    yield _growth(engine, page, *seen)
            for site in sites:
                yield from _index(site)
            yield from _first_visit(sites[0])


def _take_turns(sites: list[Site], page: Page, rounds: int) -> list[Times]:
    seen = [Times() for _ in sites]
    for site in sites:  # the process has met the page before
        answer = site.window.get(page.path)
        encoding = answer.headers.get("content-encoding", "")
        site.window.ask("POST", "/bench/bare/", answer.body, X_Encoding=encoding)
    for _ in range(rounds):
        for site, times in zip(sites, seen, strict=True):
            site.empty_cache()
            times.cold.append(site.window.get(page.path))
            times.warm.append(site.window.get(page.path))
            times.bare.append(site.window.get("/bench/bare/"))
    return seen


def _wall(answers: list[Answer]) -> float:
    return median(answer.wall_ms for answer in answers)


def _cpu(answers: list[Answer]) -> float:
    return median(answer.cpu_ms for answer in answers)


def _figures(site: Site, page: Page, times: Times) -> Iterator[Figure]:
    name = f"{site.engine} {site.size:,} {page.name}"
    cold, warm, bare = (_wall(answers) for answers in (times.cold, times.warm, times.bare))
    at_usual = page.most_ms if site.size == USUAL_SIZE else None
    yield Figure(f"{name}: cold", cold, "ms", at_usual, note=f"cpu {_cpu(times.cold):.1f} ms")
    queries = max(answer.queries for answer in times.cold)
    yield Figure(f"{name}: queries cold", queries, "", page.most_queries)
    if page.is_kept:
        yield Figure(f"{name}: warm", warm, "ms", note=f"cpu {_cpu(times.warm):.2f} ms")
        ratio = f"cpu {_cpu(times.warm) / _cpu(times.bare):.2f}, bare {bare:.2f} ms"
        yield Figure(f"{name}: warm / bare", warm / bare, "×", MOST_OF_BARE, note=ratio)
        yield Figure(f"{name}: warm / cold", warm / cold, "×", MOST_OF_COLD)
    answer = times.warm[-1]
    is_gzipped = answer.headers.get("content-encoding") == "gzip"
    size = len(answer.body if is_gzipped else gzip.compress(answer.body, 6))
    note = "" if is_gzipped else "sent as it is; this is what gzip would make of it"
    yield Figure(f"{name}: HTML", size / 1000, "kB", MOST_HTML_KB, note=note)


def _growth(engine: str, page: Page, usual: Times, large: Times) -> Figure:
    growth = _wall(large.cold) / _wall(usual.cold)
    note = f"cpu {_cpu(large.cold) / _cpu(usual.cold):.2f}"
    return Figure(f"{engine} {page.name}: growth, cold", growth, "×", page.most_growth, note=note)


def _index(site: Site) -> Iterator[Figure]:
    name = f"{site.engine} {site.size:,}"
    facts = json.loads(site.window.ask("POST", "/bench/index/").body)
    yield Figure(f"{name}: index built in", facts["seconds"], "s")
    yield Figure(f"{name}: memory of a web process", facts["mb"], "MB")


def _first_visit(site: Site) -> Iterator[Figure]:
    """The style and scripts a page links, as they come over the wire."""
    html = site.window.get("/", Accept_Encoding="identity").body.decode()
    for what, pattern, most, most_files in LINKED:
        bodies = [site.window.get(path).body for path in re.findall(pattern, html)]
        yield Figure(f"{what}, compressed", sum(map(len, bodies)) / 1000, "kB", most)
        yield Figure(f"{what}, files", len(bodies), "", most_files)
