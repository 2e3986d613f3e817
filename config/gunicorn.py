"""How the web server runs in production; what its command line says (`--bind`) wins."""

import shutil
from pathlib import Path
from typing import Any

from config.env import env

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108  workers only touch a file of their own there

wsgi_app = "config.wsgi"
worker_class = "gthread"
workers = env("WEB_WORKERS")
threads = env("WEB_THREADS")
preload_app = True  # the catalogue's index is read once, and shared by all workers
timeout = 60  # longer than the longest wait for the gateway
graceful_timeout = 25  # shorter than stop_grace_period in docker-compose.yml
keepalive = 130  # longer than the proxy keeps a connection, so that it is the one to close it
max_requests = 20_000  # a worker that grew is replaced; not all at once
max_requests_jitter = 2_000
worker_tmp_dir = str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else None
accesslog = None  # the proxy writes it
errorlog = "-"
control_socket_disable = True

_figures: Path | None = env("PROMETHEUS_MULTIPROC_DIR")
if _figures:  # here and not in a hook: the application is loaded before the first of them
    shutil.rmtree(_figures, ignore_errors=True)
    _figures.mkdir(mode=0o700, parents=True)


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays counted; what it measured of itself goes with it."""
    if _figures:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
