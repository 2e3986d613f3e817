"""A shop to measure: seeded once, on a chosen database, behind gunicorn, with a real Redis."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import redis

from config.env import BASE_DIR, environment
from scripts.bench.figures import FOLDER
from scripts.grounds import web_server
from tests.servers import free_port, postgres, valkey

SEED_ORDERS = 100


@dataclass(frozen=True)
class Answer:
    """One answer as it came over the wire: what it said, what it took, what it cost the server."""

    status: int
    headers: dict[str, str]
    body: bytes
    wall_ms: float

    @property
    def cpu_ms(self) -> float:
        return float(self._timing("cpu"))

    @property
    def queries(self) -> int:
        return int(self._timing("db"))

    def _timing(self, name: str) -> str:
        found = re.search(rf"\b{name};dur=([\d.]+)", self.headers.get("server-timing", ""))
        return found[1] if found else "0"


class Window:
    """One visitor with one connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        given = {"Accept-Encoding": "gzip", **{k.replace("_", "-"): v for k, v in headers.items()}}
        began = time.perf_counter()
        self._connection.request(method, path, body or None, given)
        response = self._connection.getresponse()
        content = response.read()
        wall = (time.perf_counter() - began) * 1000
        said = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, said, content, wall)

    def get(self, path: str, **headers: str) -> Answer:
        answer = self.ask("GET", path, **headers)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer


@dataclass
class Site:
    """A running shop of `size` products."""

    engine: str
    size: int
    port: int
    redis_url: str
    window: Window = field(init=False)

    def __post_init__(self) -> None:
        self.window = Window(self.port)
        self._redis = redis.Redis.from_url(self.redis_url)

    def empty_cache(self) -> None:
        """Of pages: what was touched when is still known, as it is when a page is forgotten."""
        for name in self._redis.scan_iter("*page:*"):
            self._redis.delete(name)


@contextmanager
def running_site(engine: str, size: int, *, workers: int = 1) -> Iterator[Site]:
    """The shop with `size` products, seeded where it is not yet; gone when the block ends.

    SQLite's file stays in var/bench for the next run; PostgreSQL is filled anew each time.
    """
    with _database(engine, size) as database_url, valkey() as redis_url:
        values = environment(
            "scripts.bench.settings",
            DATABASE_URL=database_url,
            REDIS_URL=redis_url,
            VAR_DIR=str(FOLDER / "shop"),
            LOG_LEVEL="WARNING",
        )
        _make_ready(values, size)
        port = free_port()
        with _web(values, port, workers):
            yield Site(engine, size, port, redis_url)


@contextmanager
def _database(engine: str, size: int) -> Iterator[str]:
    (FOLDER / "shop").mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield f"sqlite:///{FOLDER / 'shop' / f'{size}.sqlite3'}"
        return
    with postgres() as url:
        yield url


def _make_ready(values: dict[str, str], size: int) -> None:
    seed = ["seed", "--products", str(size), "--orders", str(SEED_ORDERS)]
    for words in (["migrate", "-v", "0"], ["collectstatic", "--no-input", "-v", "0"], seed):
        subprocess.run([sys.executable, "manage.py", *words], cwd=BASE_DIR, env=values, check=True)


@contextmanager
def _web(values: dict[str, str], port: int, workers: int) -> Iterator[None]:
    server = web_server(values, port, workers=workers)
    try:
        server.start()
        yield
    finally:
        server.stop()
