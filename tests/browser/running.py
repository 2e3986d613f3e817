"""The whole shop, started as `make run` starts it, with ports and a folder of its own."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.env import BASE_DIR, environment
from demo.preflight import LOCK, CannotStart, refuse_taken_ports

# Few pictures to cut, yet one product in several colours and one with two pieces left of a size.
SEED = ("--products", "4", "--orders", "30")
PATIENCE_SECONDS = 120
GOODBYE_SECONDS = 20
GRACE_SECONDS = 3
FROM_THE_TESTS = {"DATABASE_URL", "REDIS_URL"}  # the demo brings its own


@dataclass(frozen=True)
class RunningShop:
    """Where the shop answers, and the process groups it consists of."""

    url: str
    groups: frozenset[int]


@contextmanager
def running_shop(folder: Path) -> Iterator[RunningShop]:
    """A shop that answers; stopped as by Ctrl-C, and nothing of it may be left then."""
    first, log = _three_free_ports(), folder / "log"
    chosen = environment("config.settings.demo", VAR_DIR=str(folder / "var"), PORT=str(first))
    chosen = {name: value for name, value in chosen.items() if name not in FROM_THE_TESTS}
    words = [sys.executable, "manage.py", "demo", *SEED]
    with log.open("w") as file:
        demo = subprocess.Popen(
            words, cwd=BASE_DIR, env=chosen, stdout=file, stderr=file, start_new_session=True
        )
    try:
        _wait_until_open(demo, log)
        lock = json.loads((folder / "var" / LOCK).read_text())
        shop = RunningShop(lock["address"], frozenset({demo.pid, *lock["groups"]}))
        yield shop
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=GOODBYE_SECONDS) == 0, log.read_text()
        assert _left_of(shop.groups) == []
    finally:
        demo.kill()
        demo.wait()


def _three_free_ports() -> int:
    for first in random.sample(range(20000, 30000, 3), 50):
        try:
            refuse_taken_ports(first)
        except CannotStart:
            continue
        return first
    raise AssertionError("no three free ports in a row")


def _wait_until_open(demo: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "Vastra is open." not in log.read_text():
        assert demo.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def _left_of(groups: frozenset[int]) -> list[int]:
    """The groups that still have a process; the last ones get a moment to be gone."""
    deadline = time.monotonic() + GRACE_SECONDS
    while (left := [group for group in groups if _is_alive(group)]) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.1)
    return left


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
