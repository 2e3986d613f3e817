"""What Lighthouse says of a running shop on a phone: median of three, and every audit that fails.

`URL=…` says where the shop runs; `make run` is enough. Lighthouse itself comes from npm, pinned,
into var/bench. The bag is looked at with one style in it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from scripts.bench.figures import FOLDER, Figure

QUESTION = "what does Lighthouse say, on a phone?"
VERSION = "12.8.2"  # the last that runs on Node 20
RUNS = 3
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --no-first-run"
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PRIVATE = {"bag"}
EXCUSED = {"bag": {"is-crawlable"}, "search": {"is-crawlable"}}  # not for search engines
MOST = {"LCP": 1.8, "TBT": 50, "CLS": 0.02}
MOST_OF_LISTING = {"bytes": 240, "requests": 20}


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    program, shop = _installed(), options.url.rstrip("/")
    visitor, cookies = CookieJar(), ""
    opener = build_opener(HTTPCookieProcessor(visitor))
    pages = _pages(opener, shop)
    _fill_bag(opener, shop, pages["product"], visitor)
    for name, path in pages.items():
        cookies = "; ".join(f"{c.name}={c.value}" for c in visitor) if name in PRIVATE else ""
        reports = [_report(program, f"{shop}{path}", cookies) for _ in range(RUNS)]
        yield from _figures(name, reports)


def _installed() -> Path:
    folder = FOLDER / "lighthouse"
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        words = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
        subprocess.run([*words, f"lighthouse@{VERSION}"], check=True)
    return program


def _pages(opener: OpenerDirector, shop: str) -> dict[str, str]:
    """One address of each kind, found as a visitor finds them."""
    listing = _first(r'href="(/c/[^"]+/)"', _get(opener, f"{shop}/"))
    product = _first(r'href="(/p/[^"?]+/)', _get(opener, f"{shop}{listing}"))
    return {
        "home": "/",
        "listing": listing,
        "product": product,
        "search": "/search/?q=kurta",
        "bag": "/bag/",
    }


def _fill_bag(opener: OpenerDirector, shop: str, product: str, visitor: CookieJar) -> None:
    """With the first size that is not sold out."""
    page = _get(opener, f"{shop}{product}")
    _get(opener, f"{shop}/personal/")
    token = next(cookie.value for cookie in visitor if cookie.name == "csrftoken")
    for variant in re.findall(r'name="variant" value="([^"]+)"', page):
        fields = {"variant": variant, "csrfmiddlewaretoken": token}
        try:
            opener.open(f"{shop}/bag/add/", urlencode(fields).encode()).close()
        except HTTPError:
            continue
        return
    raise RuntimeError(f"nothing of {product} could be put into the bag")


def _get(opener: OpenerDirector, url: str) -> str:
    with opener.open(url) as answer:
        return str(answer.read().decode())


def _first(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"no {pattern} on the page")
    return found[1]


def _report(program: Path, url: str, cookies: str) -> dict[str, Any]:
    words = [
        str(program), url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    if cookies:
        words.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
    chrome = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    values = {**os.environ, "CHROME_PATH": chrome}
    done = subprocess.run(words, env=values, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _figures(page: str, reports: list[dict[str, Any]]) -> Iterator[Figure]:
    for category in CATEGORIES:
        failing = _failing(reports, category)
        excused = EXCUSED.get(page, set())
        least = None if excused & set(failing) else 100
        note = ", ".join(failing)
        yield Figure(f"{page}: {category}", _score(reports, category), "", least=least, note=note)
    for name, audit, divisor, unit in (
        ("LCP", "largest-contentful-paint", 1000, "s"),
        ("TBT", "total-blocking-time", 1, "ms"),
        ("CLS", "cumulative-layout-shift", 1, ""),
        ("bytes", "total-byte-weight", 1000, "kB"),
    ):
        value = median(r["audits"][audit]["numericValue"] for r in reports) / divisor
        most = MOST.get(name) or (MOST_OF_LISTING.get(name) if page == "listing" else None)
        yield Figure(f"{page}: {name}", value, unit, most)
    requests = median(len(r["audits"]["network-requests"]["details"]["items"]) for r in reports)
    most = MOST_OF_LISTING["requests"] if page == "listing" else None
    yield Figure(f"{page}: requests", requests, "", most)


def _score(reports: list[dict[str, Any]], category: str) -> float:
    return float(median(round(r["categories"][category]["score"] * 100) for r in reports))


def _failing(reports: list[dict[str, Any]], category: str) -> list[str]:
    """Audits that count and were not passed in any run, or fell short of full marks."""
    counted = [a["id"] for a in reports[0]["categories"][category]["auditRefs"] if a["weight"]]
    scores = {name: [r["audits"][name]["score"] for r in reports] for name in counted}
    return [name for name, seen in scores.items() if None not in seen and median(seen) < 0.995]
