"""What a drill found, on one page of Markdown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.drill.ground import FOLDER


def write_report(runs: list[dict[str, Any]]) -> Path:
    """Write FOLDER/report.md about these runs; its path."""
    file = FOLDER / "report.md"
    FOLDER.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(_lines(runs)) + "\n")
    return file


def _lines(runs: list[dict[str, Any]]) -> Iterator[str]:
    first = next((run for run in runs if "seed" in run), {})
    yield "# What the drill found"
    yield ""
    yield (
        f"{first.get('at', '')}, commit {first.get('commit', '')}, {first.get('machine', '')}, "
        f"Python {first.get('python', '')}, seed {first.get('seed', '')}"
        f"{', small sizes' if first.get('is_small') else ''}."
    )
    bars = [figure for run in runs for figure in run["figures"] if figure.bar]
    missed = sum(figure.is_missed for figure in bars)
    yield f"{len(bars)} bars, {missed} missed." if missed else f"{len(bars)} bars, every one held."
    yield ""
    yield "| experiment | what | result | bar | |"
    yield "| --- | --- | ---: | ---: | --- |"
    for run in runs:
        for n, figure in enumerate(run["figures"]):
            name = f"**{run['part']}** {run['question']}" if n == 0 else ""
            value = f"{figure.value:,.4g} {figure.unit}".strip()
            verdict = f"**{figure.verdict}**" if figure.is_missed else figure.verdict
            said = f"{verdict} {figure.note}".strip()
            yield f"| {name} | {figure.name} | {value} | {figure.bar} | {said} |"
