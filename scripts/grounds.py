"""Real processes to measure and to break: started in groups of their own, watched, stopped."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from config.env import BASE_DIR

PATIENCE_SECONDS = 60


class Program:
    """One process with its children: it can be killed, frozen and started again as it was."""

    def __init__(
        self,
        name: str,
        words: Sequence[str],
        values: Mapping[str, str],
        *,
        log: Path | None = None,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name = name
        self.starts = 0
        self._words, self._values, self._log, self._is_open = list(words), values, log, is_open
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, *, wait: bool = True) -> "Program":
        """Start it; returns once it answers, unless nobody wants to wait."""
        out = self._log.open("ab") if self._log else None
        self._process = subprocess.Popen(
            self._words,
            env=dict(self._values),
            cwd=BASE_DIR,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        if out:
            out.close()
        self.starts += 1
        if wait:
            wait_until(self._is_open_or_over, PATIENCE_SECONDS, f"{self.name} to open")
        return self

    def _is_open_or_over(self) -> bool:
        if not self.is_running:
            raise RuntimeError(f"{self.name} ended at its start; see {self._log or 'above'}")
        return self._is_open()

    def kill(self) -> None:
        """SIGKILL, children included: nobody gets to say good-bye."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL for what is still there after ten seconds."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self.kill()


@contextmanager
def kept_running(programs: Sequence[Program]) -> Iterator[None]:
    """Start again whichever of them dies, as a supervisor does."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            for program in programs:
                if not program.is_running:
                    program.start(wait=False)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def web_server(
    values: Mapping[str, str],
    port: int,
    *,
    workers: int,
    application: str = "config.wsgi",
    log: Path | None = None,
) -> Program:
    """gunicorn with four threads to a worker, as in production."""
    words = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
        "--workers", str(workers), "-k", "gthread", "--threads", "4", "--keep-alive", "60",
        "--graceful-timeout", "2", "--log-level", "warning",
    ]  # fmt: skip
    return Program("web", words, values, log=log, is_open=lambda: is_answering(port))


def is_answering(port: int, path: str = "/") -> bool:
    """Whether a GET is answered at all, and not by a fault."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until(is_so: Callable[[], object], seconds: float, what: str) -> float:
    """Ask until it is so; the seconds it took. TimeoutError after `seconds`."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)
    return time.monotonic() - began
