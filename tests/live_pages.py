"""Open pages without a browser: sockets and fetches by the rules of static/js/live.js.

Each page belongs to one session and one order. It fetches its part when its socket opens and on
each word, comes back with growing pauses, and polls while it has no socket.
"""

import asyncio
import contextlib
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

LONGEST_PAUSE_SECONDS = 15


def session_of(user: Any) -> str:
    """A session of somebody signed in, as a cookie names it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "accounts.backends.RightsBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


@dataclass
class LivePage:
    """One open page of an order; `seen` are the states it showed, each with the time it came."""

    url: str  # of the pages, which may be another process than the sockets
    live_url: str
    number: str
    session: str
    pace: float = 1.0  # pauses are multiplied by it
    tag: str = ""
    words: int = 0
    seen: list[tuple[str, float]] = field(default_factory=list)
    is_connected: bool = False
    closed: int | None = None

    @property
    def state(self) -> str:
        return self.seen[-1][0] if self.seen else ""

    @property
    def cookie(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}"

    async def stay_open(self) -> None:
        """Until cancelled, or told that there is nothing to come back to."""
        tries = 0
        while self.closed not in {4401, 4404}:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                await self._listen()
            self.is_connected = False
            pause = min(LONGEST_PAUSE_SECONDS, 2**tries) * random.uniform(0.5, 1)
            tries += 1
            await asyncio.sleep(pause * self.pace)
            if tries % 4 == 0:  # about every 20 seconds
                await self.fetch()

    async def _listen(self) -> None:
        origin = f"http://{urlsplit(self.url).netloc}"
        address = f"{self.live_url}/ws/orders/{self.number}/"
        async with connect(
            address, origin=origin, additional_headers={"Cookie": self.cookie}, open_timeout=30,
            ping_interval=None, compression=None,
        ) as socket:  # fmt: skip
            await self.fetch()
            self.is_connected = True
            async for _ in socket:
                self.words += 1
                await self.fetch()
            self.closed = socket.close_code

    async def fetch(self) -> None:
        """Ask for the part; what it cannot get now it asks for with the next word."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            answer = await self._get(f"/orders/{self.number}/part/?seen={self.tag}")
            found = re.search(rb"seen=([\w.]+)", answer)
            if found:
                self.tag = found[1].decode()
                self.seen.append((self.tag.split(".")[0], time.perf_counter()))

    async def _get(self, path: str) -> bytes:
        where = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n"
            f"HX-Request: true\r\nCookie: {self.cookie}\r\n\r\n".encode()
        )
        try:
            return await reader.read(-1)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


@contextmanager
def live_process(environment: dict[str, str], port: int, log: Any = None) -> Iterator[int]:
    """A real gunicorn that serves the sockets as in production; its process id."""
    words = [
        sys.executable, "-m", "gunicorn", "config.asgi", "-k", "asgi",
        "--bind", f"127.0.0.1:{port}", "--workers", "1", "--graceful-timeout", "1",
        "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(
        words, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
    )
    try:
        _wait_until_open(process, port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_open(process: "subprocess.Popen[bytes]", port: int) -> None:
    import socket

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the live process did not open; its words are above")
