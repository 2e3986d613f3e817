"""What live pages cost: how soon they change after a commit, and what a thousand sockets weigh.

Pages here are clients that keep to the rules of `static/js/live.js` (`tests/live_pages.py`): a word
makes them fetch their part over HTTP as their own user. The control is that fetch alone, in the
same run: what it takes is the machine's and the page's, the rest is the way of the word.
"""

import argparse
import asyncio
import os
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from scripts.bench.figures import Figure
from scripts.drill.ground import Ground, standing_ground
from scripts.grounds import Program, wait_until
from tests.servers import free_port

QUESTION = "how soon do open pages change, and what do a thousand sockets weigh?"
USERS, PAGES, SOCKETS = 50, 200, 1000
AT_ONCE = 50  # sockets that open in the same moment
CHANGES_A_SECOND = 5
MOST_MS, MOST_MB = 300, 300


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
    for engine in options.engine:
        with standing_ground("live", engine, seed=1, is_small=False) as ground:
            ground.start_web(workers=2)
            with _live(ground) as (address, pid):
                yield from _measure(engine, ground, address, pid)


@contextmanager
def _live(ground: Ground) -> Iterator[tuple[str, int]]:
    """One live process, as in production; where it listens, and which process holds the sockets."""
    port = free_port()
    words = [
        sys.executable, "-m", "gunicorn", "config.asgi", "-k", "asgi", "--workers", "1",
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--graceful-timeout", "1",
        "--worker-connections", "2000", "--pid", str(ground.folder / "live.pid"),
    ]  # fmt: skip
    program = Program("live", words, ground.values, log=ground.logs / "live.log")
    ground.programs.append(program.start())
    wait_until(lambda: _children(ground), 30, "the live process")
    time.sleep(2)  # its first import of everything
    yield f"ws://127.0.0.1:{port}", _children(ground)[0]


def _children(ground: Ground) -> list[int]:
    file = ground.folder / "live.pid"
    if not file.exists() or not file.read_text().strip():
        return []
    master = int(file.read_text())
    found = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return list(map(int, found))


def _measure(engine: str, ground: Ground, address: str, pid: int) -> Iterator[Figure]:
    from tests.factories import make_customer, paid_order
    from tests.live_pages import LivePage, session_of

    users = [make_customer() for _ in range(USERS)]
    sessions = [session_of(user) for user in users]
    orders = [paid_order(user=users[n % USERS]) for n in range(PAGES)]
    pages = [
        LivePage(ground.web_url, address, order.number, sessions[n % USERS])
        for n, order in enumerate(orders)
    ]
    empty = _resident_mb(pid)
    alone, waits, unheard = asyncio.run(_watch(pages, orders))
    yield Figure(f"{engine}: control, a part fetched alone, p95", _p95(alone), "ms")
    yield Figure(f"{engine}: commit to changed page, median", _median(waits), "ms")
    yield Figure(f"{engine}: commit to changed page, p95", _p95(waits), "ms", most=MOST_MS)
    yield Figure(f"{engine}: pages that did not change", unheard, "", most=0)
    yield Figure(f"{engine}: words to other pages", sum(p.words for p in pages) - PAGES, "", most=0)
    yield Figure(f"{engine}: the live process with no socket", empty, "MB")
    opened, mb, told, heard = asyncio.run(_crowd(pages, orders[0], pid))
    yield Figure(f"{engine}: sockets open", opened, "", least=SOCKETS)
    yield Figure(f"{engine}: the live process with them", mb, "MB", most=MOST_MB)
    yield Figure(
        f"{engine}: one word to all that watch one order", told, "ms", note=f"{heard} heard"
    )


async def _watch(
    pages: Sequence[Any], orders: Sequence[Any]
) -> tuple[list[float], list[float], int]:
    """Open all pages, then pack one order after the other; how long each page took."""
    from orders import fulfilment

    tasks = [asyncio.create_task(page.stay_open()) for page in pages]
    await _until(lambda: all(page.is_connected for page in pages), 120)
    alone = [await _timed(_fetch_anew(page)) for page in pages[:50]]
    waits, unheard = [], 0
    for page, order in zip(pages, orders, strict=True):
        began = time.perf_counter()
        await asyncio.to_thread(_alone, partial(fulfilment.pack_order, order, by="Store"))
        committed = time.perf_counter()
        try:
            await _until(lambda page=page: page.state == "packed", 10)  # type: ignore[misc]
            waits.append((page.seen[-1][1] - committed) * 1000)
        except TimeoutError:
            unheard += 1
        await asyncio.sleep(max(0, 1 / CHANGES_A_SECOND - (time.perf_counter() - began)))
    await _cancel(tasks)
    return alone, waits, unheard


async def _fetch_anew(page: Any) -> None:
    page.tag = ""  # so that the whole part comes
    await page.fetch()


async def _crowd(pages: Sequence[Any], order: Any, pid: int) -> tuple[int, float, float, int]:
    """A thousand sockets on one process; what it weighs, and one word to those of one order."""
    from websockets.asyncio.client import connect

    from orders import live

    sockets: list[Any] = []
    for start in range(0, SOCKETS, AT_ONCE):
        batch = [pages[n % len(pages)] for n in range(start, start + AT_ONCE)]
        sockets += await asyncio.gather(
            *(
                connect(
                    f"{page.live_url}/ws/orders/{page.number}/",
                    origin=page.url,
                    additional_headers={"Cookie": page.cookie},
                    open_timeout=60,
                    ping_interval=None,
                    compression=None,
                )
                for page in batch
            )
        )
    await asyncio.sleep(3)
    is_open = [socket for socket in sockets if socket.state.name == "OPEN"]
    mb = _resident_mb(pid)
    watching = sockets[:: len(pages)]
    began = time.perf_counter()
    await asyncio.to_thread(live.tell_pages, order.pk)
    heard = await asyncio.gather(*(asyncio.wait_for(s.recv(), 10) for s in watching))
    told = (time.perf_counter() - began) * 1000
    await asyncio.gather(*(socket.close() for socket in sockets))
    return len(is_open), mb, told, len(heard)


def _alone(operation: Callable[[], Any]) -> None:
    from django.db import connection

    try:
        operation()
    finally:
        connection.close()


async def _until(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.perf_counter() + seconds
    while not is_so():
        if time.perf_counter() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.002)


async def _timed(work: Awaitable[None]) -> float:
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


async def _cancel(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])  # Linux only
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0
