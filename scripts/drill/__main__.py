"""The door: which experiments, on which databases, from which seed; one table in the end."""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from config.env import BASE_DIR
from scripts.bench.figures import Figure
from scripts.drill import EXPERIMENTS
from scripts.drill.ground import FOLDER
from scripts.drill.report import write_report


def main() -> int:
    options = _options()
    print(f"seed {options.seed}; again with SEED={options.seed}", flush=True)
    runs = [
        _run(part, engine, options)
        for part in options.parts or EXPERIMENTS
        for engine in EXPERIMENTS[part].engines
        if not options.engine or engine in options.engine
    ]
    print(f"\nThe drill, seed {options.seed}{', small' if options.small else ''}")
    for run in runs:
        print("\n".join(_rows(run)))
    if options.report:
        print(f"\nreport: {write_report(runs)}")
    missed = sum(figure.is_missed for run in runs for figure in run["figures"])
    print(f"\n{missed} bars missed" if missed else "\nevery bar held")
    return min(missed, 1)


def _run(part: str, engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """One experiment in a process of its own; what it kept, or that it broke."""
    with tempfile.NamedTemporaryFile("r", suffix=".txt") as note:
        words = [sys.executable, "-m", "scripts.drill.alone", part, engine]
        words += ["--seed", str(options.seed), "--note", note.name]
        words += ["--small"] if options.small else []
        code = subprocess.run(words, cwd=BASE_DIR, check=False).returncode
        file = note.read()
    if code or not file:
        broken = Figure(f"the experiment ended with code {code}", 1, "", most=0)
        return {"part": f"{part}-{engine}", "question": "", "figures": [broken]}
    kept = json.loads((BASE_DIR / file).read_text())
    names = {field.name for field in fields(Figure)}
    figures = [
        Figure(**{name: value for name, value in figure.items() if name in names})
        for figure in kept["figures"]
    ]
    return {**kept, "figures": figures}


def _rows(run: dict[str, Any]) -> Iterator[str]:
    for figure in run["figures"]:
        if figure.bar:
            value = f"{figure.value:,.4g} {figure.unit}"
            yield (
                f"  {run['part']:<13}{figure.name[:62]:<63}{value:>14}"
                f"{figure.bar:>10}  {figure.verdict}"
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make drill", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(EXPERIMENTS)}; all when none is named"
    )
    parser.add_argument("--engine", action="append", help="all that the part is for when not said")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 1_000_000))
    parser.add_argument("--small", action="store_true", help="a small size of each, in minutes")
    parser.add_argument("--report", action="store_true", help=f"write {FOLDER}/report.md as well")
    options = parser.parse_args()
    unknown = set(options.parts) - set(EXPERIMENTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
