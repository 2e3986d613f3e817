"""The whole shop from one command: made ready once, then run, watched and stopped as one."""

import hashlib
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from honcho.manager import Manager

from config.env import BASE_DIR, environment
from demo.preflight import (
    CannotStart,
    Lock,
    only_run,
    parse_port,
    refuse_taken_ports,
    refuse_unwritable,
)
from demo.programs import PYTHON, Ports, commands
from demo.readiness import wait_until_ready
from demo.redis import Redis, running_redis
from demo.welcome import welcome

SETTINGS = "config.settings.demo"
STOPPED_ON_REQUEST = {130, 143}  # what honcho notes for Ctrl-C and for SIGTERM


def run(*, port: str, seed_options: Mapping[str, int]) -> int:
    """Start the shop and stay until it is stopped; the exit code. Raises CannotStart."""
    folder, ports = Path(settings.VAR_DIR), Ports(parse_port(port))
    refuse_unwritable(folder)
    with only_run(folder, address=ports.address) as lock:
        refuse_taken_ports(ports.web)
        with _stops_tidily(), running_redis(folder / "valkey") as redis:
            values = _environment(folder, ports, redis.url)
            _make_ready(folder, values, seed_options)
            household = Household(ports, redis, lock)
            for name, command in commands(ports).items():
                household.add_process(name, command, env=values, cwd=str(BASE_DIR))
            household.loop()
            return household.farewell()


class Household(Manager):
    """honcho's manager, which also says when the shop is open and who fell over first."""

    def __init__(self, ports: Ports, redis: Redis, lock: Lock) -> None:
        super().__init__()
        self._ports, self._redis, self._lock = ports, redis, lock
        self._fallen: dict[str, int] = {}

    def _start(self) -> None:
        super()._start()
        # Only now: a process that has threads should not fork.
        threading.Thread(target=self._greet, daemon=True).start()
        threading.Thread(target=self._watch_redis, daemon=True).start()

    def _greet(self) -> None:
        silent = wait_until_ready(self._ports, self._redis.url, is_over=lambda: self._terminating)
        if self._terminating:
            return
        groups = [process["pid"] for process in self._processes.values()]
        self._lock.write(self._ports.address, groups=[*groups, *self._redis.groups])
        words = f"\n  {silent} did not answer; the log above says why.\n"
        sys.stdout.write(words if silent else welcome(self._ports))
        sys.stdout.flush()

    def _watch_redis(self) -> None:
        code = self._redis.wait()
        if not self._terminating:
            self._fallen["valkey"] = code
            self.terminate()

    def terminate(self) -> None:
        if not self._all_started():  # a signal came so early that some have no number yet
            threading.Timer(0.1, self.terminate).start()
            return
        if not self._terminating and self.returncode not in STOPPED_ON_REQUEST:
            self._fallen |= {
                name: process["returncode"]
                for name, process in self._processes.items()
                if "returncode" in process
            }
        super().terminate()

    def farewell(self) -> int:
        """Sweep up after a process that died before its children; the exit code.

        Stopping on request is no failure.
        """
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process["pid"], signal.SIGKILL)
        if not self._fallen:
            sys.stdout.write("Vastra is closed; nothing is left running.\n")
            return 0
        name, code = next(iter(self._fallen.items()))
        sys.stderr.write(
            f"\n{name} stopped by itself (exit code {code}), so everything was stopped.\n"
            "Its last lines in the log above say why.\n"
        )
        return 1


@contextmanager
def _stops_tidily() -> Iterator[None]:
    """A closed window or a `kill` ends the way Ctrl-C does, also while the shop is made ready."""

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    def hang_up(number: int, frame: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, stop), signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGHUP, before[1])


def _environment(folder: Path, ports: Ports, redis_url: str) -> dict[str, str]:
    """What the processes are told, all of it by variables declared in config/env.py."""
    return environment(
        SETTINGS,
        SECRET_KEY=_secret_key(folder),
        ALLOWED_HOSTS="127.0.0.1,localhost",
        SITE_URL=ports.address,
        LIVE_URL=f"ws://{{host}}:{ports.live}",
        REDIS_URL=redis_url,
        RAZORPAY_BASE_URL=f"http://127.0.0.1:{ports.sandbox}",
        VAR_DIR=str(folder.resolve()),
        PORT=str(ports.web),
    ) | {"PYTHONUNBUFFERED": "1"}


def _secret_key(folder: Path) -> str:
    """Drawn once per folder, so that nobody's demo signs with a key others know."""
    file = folder / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def _make_ready(folder: Path, values: Mapping[str, str], seed_options: Mapping[str, int]) -> None:
    """Tables, static files and the seed; on a second start each finds nothing to do."""
    _manage("migrate", "--verbosity", "0", values=values)
    _collect_static(folder, values)
    _manage("seed", *(f"--{name}={n}" for name, n in seed_options.items()), values=values)


def _collect_static(folder: Path, values: Mapping[str, str]) -> None:
    """Collect again only when a file of ours, or a package, changed."""
    ours = sorted(path for path in (BASE_DIR / "static").rglob("*") if path.is_file())
    packages = BASE_DIR / "requirements.txt"
    facts = [f"{path} {path.stat().st_mtime_ns}" for path in [*ours, packages]]
    stamp = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    file = folder / "static.stamp"
    if file.exists() and file.read_text() == stamp:
        return
    _manage("collectstatic", "--no-input", "--verbosity", "0", values=values)
    file.write_text(stamp)


def _manage(*words: str, values: Mapping[str, str]) -> None:
    # In a session of its own, so that Ctrl-C is answered here and not by a traceback there.
    done = subprocess.run(  # noqa: S603
        [PYTHON, "manage.py", *words],
        env=values,
        cwd=BASE_DIR,
        start_new_session=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(f"`manage.py {words[0]}` failed; its words above say why.")
