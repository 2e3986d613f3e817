"""Measured numbers beside their bars: as a table to read, and as JSON to compare runs."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from config.env import BASE_DIR

FOLDER = BASE_DIR / "var" / "bench"


@dataclass(frozen=True)
class Figure:
    """One number; `most` or `least` is the bar it is held to, where there is one."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def is_missed(self) -> bool:
        is_above = self.most is not None and self.value > self.most
        return is_above or (self.least is not None and self.value < self.least)

    @property
    def bar(self) -> str:
        if self.most is not None and self.most == self.least:
            return f"= {_written(self.most)}"
        if self.most is not None:
            return f"≤ {_written(self.most)}"
        return f"≥ {_written(self.least)}" if self.least is not None else ""

    @property
    def verdict(self) -> str:
        return "MISSED" if self.is_missed else "held" if self.bar else ""


def print_table(title: str, figures: Iterable[Figure]) -> list[Figure]:
    """Print each as soon as it is measured: what stops half-way has said the rest. All of them."""
    print(f"\n{title}")
    seen = []
    for figure in figures:
        seen.append(figure)
        _print(figure)
    return seen


def _print(figure: Figure) -> None:
    value = f"{_written(figure.value):>10} {figure.unit:<8}"
    line = f"  {figure.name:<48} {value}{figure.bar:>10} {figure.verdict:<7}{figure.note}"
    print(line.rstrip(), flush=True)


def keep(
    part: str, figures: Sequence[Figure], *, folder: Path = FOLDER, **more: str | int | bool
) -> Path:
    """Write them down with what is needed to compare them with another run's."""
    now = time.gmtime()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{part}-{time.strftime('%Y%m%d-%H%M%S', now)}.json"
    facts = {
        "part": part,
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", now),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} cores, {platform.platform()}",
        "python": platform.python_version(),
        **more,
        "figures": [asdict(f) | {"is_missed": f.is_missed} for f in figures],
    }
    file.write_text(json.dumps(facts, indent=1, ensure_ascii=False))
    return file.relative_to(BASE_DIR)


def _commit() -> str:
    words = ["git", "describe", "--always", "--dirty"]
    said = subprocess.run(words, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    return said.stdout.strip()


def _written(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
