"""What checking the books costs beside many orders; the worker gives a task 45 seconds."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator

from config.env import BASE_DIR, environment
from scripts.bench.figures import Figure
from tests import servers

QUESTION = "how long does check_invariants take beside many orders?"
ORDERS = 100_000
MOST_SECONDS = 30


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    size = options.size or ORDERS
    for engine in options.engine:
        with getattr(servers, engine)() as url:
            seconds = _asked(url, size)
        for name, value in seconds.items():
            yield Figure(f"{engine}, {size:,} orders: {name}", value, "s")
        total = sum(seconds.values()) - seconds["filling"]
        yield Figure(f"{engine}, {size:,} orders: all", total, "s", MOST_SECONDS)


def _asked(url: str, size: int) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.bench.filled_books", str(size)],
        cwd=BASE_DIR,
        env=environment("config.settings.dev", DATABASE_URL=url),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    seconds: dict[str, float] = json.loads(run.stdout)
    return seconds
