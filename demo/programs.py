"""The five programs that make up the shop on one machine: where they listen, how they start."""

import shlex
import sys
from dataclasses import dataclass

PYTHON = sys.executable


@dataclass(frozen=True)
class Ports:
    """Three in a row, from the one that was chosen."""

    web: int

    @property
    def live(self) -> int:
        return self.web + 1

    @property
    def sandbox(self) -> int:
        return self.web + 2

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web}"


def commands(ports: Ports) -> dict[str, str]:
    """What each process runs, by its name in the log; `exec` leaves no shell in between."""
    gunicorn = [PYTHON, "-m", "gunicorn", "--graceful-timeout", "2", "--log-level", "warning"]
    # In a container the demo runs as root, which Celery tells everyone on eight lines.
    calm = ["-W", "ignore:You're running the worker with superuser"]
    celery = [PYTHON, *calm, "-m", "celery", "--quiet", "-A", "config"]
    manage = [PYTHON, "manage.py"]
    webhook = f"{ports.address}/orders/webhook/razorpay/"
    lines = {
        "web": [
            *gunicorn, "config.wsgi", "--bind", f"127.0.0.1:{ports.web}", "--preload",
            "-k", "gthread", "--workers", "2", "--threads", "4",
        ],
        "live": [*gunicorn, "config.asgi", "--bind", f"127.0.0.1:{ports.live}", "-k", "asgi"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
        "sandbox": [
            *manage, "sandbox", "--port", str(ports.sandbox), "--webhook-url", webhook,
        ],
    }  # fmt: skip
    return {name: f"exec {shlex.join(line)}" for name, line in lines.items()}
