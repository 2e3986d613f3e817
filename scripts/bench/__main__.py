"""The door: which parts, of what size, on which databases."""

import argparse
import importlib
import sys

from scripts.bench import apart
from scripts.bench.figures import keep, print_table

PARTS = ("pages", "bulk", "stampede", "addresses", "books", "live", "lighthouse", *apart.PARTS)
ENGINES = ("sqlite", "postgres")


def main() -> int:
    options = _options()
    missed = 0
    for part in options.parts or PARTS:
        if part in apart.PARTS:
            question, measured = apart.question_and_figures(part, options)
        else:
            module = importlib.import_module(f"scripts.bench.{part}")
            question, measured = module.QUESTION, module.measure(options)
        figures = print_table(f"{part}: {question}", measured)
        print(f"  kept in {keep(part, figures)}\n")
        missed += sum(figure.is_missed for figure in figures)
    print(f"{missed} bars missed" if missed else "every bar held")
    return min(missed, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"{', '.join(PARTS)}; all of them when none is named",
    )
    parser.add_argument(
        "--size", type=int, default=0, help="measure a catalogue of this size beside 1,000"
    )
    parser.add_argument("--engine", choices=ENGINES, action="append", help="both when not said")
    parser.add_argument("--rounds", type=int, default=40, help="of which the median is taken")
    parser.add_argument(
        "--url", default="http://127.0.0.1:8000", help="of the running shop (lighthouse)"
    )
    options = parser.parse_args()
    options.engine = options.engine or list(ENGINES)
    return options


if __name__ == "__main__":
    sys.exit(main())
