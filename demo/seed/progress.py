"""One look for every progress bar of the seed."""

from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def progress(steps: Iterable[T], what: str, *, unit: str, total: int | None = None) -> Iterable[T]:
    """A bar on a terminal, nothing at all in a log."""
    look = "{desc:<12}{bar:30} {n_fmt}/{total_fmt} {unit} {elapsed}"
    return tqdm(steps, what, unit=unit, total=total, bar_format=look, disable=None)
