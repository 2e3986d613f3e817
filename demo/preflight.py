"""What can keep the demo from starting, found before anything is started and said in words."""

import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

OLDEST_PYTHON = (3, 11)
LOCK = "demo.lock"

# What `reset` takes away; the folder may hold things that are not ours.
OURS = (
    "vastra.sqlite3*", "razorpay.sqlite3*", "beat-schedule*", "inbox", "media", "private",
    "static", "static.stamp", "secret_key", "valkey", LOCK,
)  # fmt: skip


class CannotStart(Exception):
    """Why the demo does not start, and how to mend it."""


def refuse_old_python(version: tuple[int, ...]) -> None:
    if version < OLDEST_PYTHON:
        running, needed = (".".join(map(str, v[:2])) for v in (version, OLDEST_PYTHON))
        raise CannotStart(
            f"This is Python {running}; Vastra needs {needed} or newer.\n"
            f"Install it, remove the folder .venv and run `make run` again."
        )


def parse_port(written: str) -> int:
    """The first of the three ports in a row."""
    port = int(written) if written.isdecimal() else 0
    if not 1024 <= port <= 65533:
        raise CannotStart(
            f"PORT={written} cannot be used: choose a number from 1024 to 65533, "
            "as in PORT=9000 make run."
        )
    return port


def refuse_taken_ports(first: int) -> None:
    """All three ports must be free on this machine."""
    for port in range(first, first + 3):
        with socket.socket() as probe:
            # As the servers do: a port of a shop that just stopped is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise CannotStart(
                    f"Port {port} is taken by another program (the demo uses {first} to "
                    f"{first + 2}).\nStop that program, or choose other ports: "
                    f"PORT={_elsewhere(first)} make run"
                ) from None


def refuse_unwritable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"room for a little")
    except OSError as error:
        raise CannotStart(
            f"The shop cannot write into {folder}: {error.strerror}.\n"
            "Mend that, or give it another folder: VAR_DIR=/path/to/folder make run"
        ) from None


@contextmanager
def only_run(folder: Path, *, address: str) -> Iterator["Lock"]:
    """Hold the folder's lock; raises CannotStart, with the address of the run that has it."""
    with (folder / LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise CannotStart(_already_running(file.read())) from None
        lock = Lock(file)
        lock.write(address)
        try:
            yield lock
        finally:
            file.truncate(0)


class Lock:
    """The lock file of this run: who runs, where, and the process groups it started."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, address: str, *, groups: Sequence[int] = ()) -> None:
        self._file.seek(0)
        self._file.truncate()
        json.dump({"address": address, "pid": os.getpid(), "groups": groups}, self._file)
        self._file.flush()


def reset(folder: Path) -> None:
    """Take away everything a demo wrote; raises CannotStart while one is running."""
    if not folder.exists():
        return
    refuse_unwritable(folder)
    with only_run(folder, address=""):
        for pattern in OURS:
            for path in folder.glob(pattern):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def _already_running(notes: str) -> str:
    known: dict[str, Any] = {}
    with suppress(ValueError):
        known = json.loads(notes)
    address, pid = known.get("address"), known.get("pid")
    if not address:
        return "The shop is being started or reset in another window. Wait for it, or stop it."
    if _is_alive(pid):
        stop = f"kill {pid}"
    else:  # its supervisor was killed hard, the processes it looked after live on
        stop = "kill -- " + " ".join(f"-{group}" for group in known.get("groups", ()))
    return (
        f"The shop is already running at {address}\n"
        f"Open it there. To stop it, press Ctrl-C in its window, or: {stop}"
    )


def _is_alive(pid: int | None) -> bool:
    with suppress(OSError):
        os.kill(pid or 0, 0)
        return bool(pid)
    return False


def _elsewhere(first: int) -> int:
    return 9000 if not 8998 <= first <= 9002 else 8000
