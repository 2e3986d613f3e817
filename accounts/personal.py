"""Who keeps what about people: each app says how to copy it for its owner, and how to forget it.

The apps register themselves; a copy holds every part, and an account is erased by all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User


def _nothing_open(user: User) -> str:
    return ""


@dataclass(frozen=True)
class Keeper:
    """One app's part. `copy` is JSON; `erase` is idempotent; `stays` says what the law keeps;
    `still_open` names what has to end before the account can, in words, or is empty.
    """

    name: str
    copy: Callable[[User], Any]
    erase: Callable[[User], None]
    stays: str = ""
    still_open: Callable[[User], str] = _nothing_open


KEEPERS: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    KEEPERS[keeper.name] = keeper


def copy_of(user: User) -> dict[str, Any]:
    """Everything kept about this person, by the app that keeps it."""
    return {name: keeper.copy(user) for name, keeper in KEEPERS.items()}


def still_open(user: User) -> list[str]:
    return list(filter(None, (keeper.still_open(user) for keeper in KEEPERS.values())))


def what_stays() -> list[str]:
    return list(filter(None, (keeper.stays for keeper in KEEPERS.values())))
