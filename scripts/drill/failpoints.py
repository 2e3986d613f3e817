"""Places where a process dies on order: files say where, for which row, and how much dies with it.

The programs of a drill install them around named functions; the shop itself carries no switches.
A failpoint strikes once, or each time; whoever takes its file is the one who dies.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from config.env import env

CHILD, WORKER = "child", "worker"  # only the process that runs the task, or all of its program
ALWAYS = "always"


def folder() -> Path:
    return Path(env("VAR_DIR")) / "failpoints"


def arm(point: str, subject: object, how: str = CHILD, *, always: bool = False) -> None:
    """Whoever comes to `point` with this row next dies there."""
    place = folder() / (ALWAYS if always else "once")
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{point}.{subject}").write_text(how)


def struck() -> dict[str, list[float]]:
    """When each failpoint struck, by `point.subject`."""
    files = (folder() / "struck").glob("*")
    found: dict[str, list[float]] = {}
    for file in sorted(files):
        found.setdefault(file.name.rpartition(".")[0], []).append(file.stat().st_ctime)
    return found


def strike(point: str, subject: object) -> None:
    """Die here, if that was ordered."""
    name = f"{point}.{subject}"
    note = folder() / "struck" / f"{name}.{os.getpid()}"
    note.parent.mkdir(parents=True, exist_ok=True)
    lasting = folder() / ALWAYS / name
    if lasting.exists():
        how = lasting.read_text()
        note.touch()
    else:
        try:
            (folder() / "once" / name).rename(note)
        except FileNotFoundError:
            return
        how = note.read_text()
    (os.killpg if how == WORKER else os.kill)(
        os.getpgrp() if how == WORKER else os.getpid(), signal.SIGKILL
    )


def wrap(
    owner: Any,
    name: str,
    subject: Callable[..., object],
    *,
    before: str = "",
    after: str = "",
) -> None:
    """Put failpoints around `owner.name`; `subject` tells the row from what it is called with.

    A claim that was not granted is not a claim: after a result of None nothing strikes.
    """
    original = getattr(owner, name)

    @wraps(original)
    def wrapped(*words: Any, **named: Any) -> Any:
        if before:
            strike(before, subject(*words, **named))
        result = original(*words, **named)
        if after and result is not None:
            strike(after, subject(*words, **named))
        return result

    setattr(owner, name, wrapped)
