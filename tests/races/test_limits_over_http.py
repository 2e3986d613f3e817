"""The limits over HTTP: one caller in a hurry, two web processes, one count in a real Redis."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import environment
from scripts.grounds import web_server
from tests.servers import free_port

pytestmark = [
    pytest.mark.race,
    pytest.mark.engines("postgres"),
    pytest.mark.django_db(transaction=True),
]

ASKED = 150
ALLOWED = 100  # accounts/limits.py: API_GUESTS, in ten seconds


@pytest.fixture
def web_port(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[int]:
    port = free_port()
    values = environment(
        "tests.races.limited_settings",
        DATABASE_URL=database_url,
        REDIS_URL=redis_url,
        VAR_DIR=str(tmp_path),
        LOG_LEVEL="ERROR",
    )
    server = web_server(values, port, workers=2, log=tmp_path / "web.log")
    try:
        server.start()
        yield port
    finally:
        server.stop()


def ask(port: int) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/api/v1/categories", headers={"Accept": "application/json"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, dict(response.getheaders())


def test_of_a_hundred_and_fifty_calls_exactly_the_allowed_ones_pass(web_port: int) -> None:
    """RL-5: over two processes together; who was refused is told a wait that is true."""
    _, headers = ask(web_port)
    time.sleep(int(headers["RateLimit-Reset"]))  # a window that has just begun
    answers: list[tuple[int, dict[str, str]]] = []
    start = threading.Barrier(ASKED)

    def run() -> None:
        start.wait()
        answers.append(ask(web_port))

    threads = [threading.Thread(target=run) for _ in range(ASKED)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert Counter(status for status, _ in answers) == {200: ALLOWED, 429: ASKED - ALLOWED}
    waits = [int(headers["Retry-After"]) for status, headers in answers if status == 429]
    assert max(waits) <= 11
    time.sleep(min(waits))
    assert ask(web_port)[0] == 200
