"""Whether the shop really answers: its pages, its sockets, the local Razorpay and a worker."""

import http.client
import socket
import time
from collections.abc import Callable

from celery import Celery
from django.conf import settings

from demo.programs import Ports

PATIENCE_SECONDS = 120


def wait_until_ready(ports: Ports, redis_url: str, *, is_over: Callable[[], bool]) -> str:
    """Wait for every part; what is still silent in the end, or nothing."""
    checks: dict[str, Callable[[], bool]] = {
        "the web server": lambda: _status(ports.web, "/") == 200,
        "the live server": lambda: _status(ports.live, "/personal/") == 200,
        "the local Razorpay": lambda: _is_open(ports.sandbox),
        "the worker": lambda: _is_worker_listening(redis_url),
    }
    deadline = time.monotonic() + PATIENCE_SECONDS
    while checks and time.monotonic() < deadline and not is_over():
        checks = {name: answers for name, answers in checks.items() if not answers()}
        time.sleep(0.2 if checks else 0)
    return " and ".join(checks)


def _status(port: int, path: str) -> int:
    """What a GET is answered with; 0 for no answer at all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _is_worker_listening(redis_url: str) -> bool:
    app = Celery(broker=redis_url)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    try:
        return bool(app.control.ping(timeout=0.5))
    except OSError:
        return False
    finally:
        app.close()
