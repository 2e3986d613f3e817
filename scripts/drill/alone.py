"""One experiment on one database, in a process of its own."""

import argparse
import importlib
import time
from pathlib import Path

from scripts.bench.figures import keep, print_table
from scripts.drill import EXPERIMENTS
from scripts.drill.ground import FOLDER, standing_ground


def main() -> None:
    options = _options()
    began = time.monotonic()
    with standing_ground(
        options.part, options.engine, seed=options.seed, is_small=options.small
    ) as ground:
        from scripts.drill import books

        experiment = importlib.import_module(f"scripts.drill.{EXPERIMENTS[options.part].module}")
        figures = [*experiment.run(ground), *books.figures(ground)]
    took = round(time.monotonic() - began)
    title = f"{options.part} on {options.engine}: {experiment.QUESTION}"
    print_table(f"{title} (seed {options.seed}, {took} s)", figures)
    file = keep(
        f"{options.part}-{options.engine}",
        figures,
        folder=FOLDER,
        question=experiment.QUESTION,
        engine=options.engine,
        seed=options.seed,
        is_small=options.small,
        seconds=took,
    )
    print(f"  kept in {file}", flush=True)
    if options.note:
        options.note.write_text(str(file))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=list(EXPERIMENTS))
    parser.add_argument("engine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--note", type=Path, help="where to write which file the figures are in")
    return parser.parse_args()


if __name__ == "__main__":
    main()
