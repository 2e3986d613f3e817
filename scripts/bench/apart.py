"""Parts that need the shop itself: each runs in a process of its own, on servers of its own."""

import argparse
import importlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from scripts.bench.figures import Figure
from scripts.drill.ground import standing_ground

# Each on the database its bar speaks of.
PARTS = {
    "placing": "sqlite",
    "purchase": "postgres",
    "lastitem": "postgres",
    "refunds": "postgres",
}


def question_and_figures(part: str, options: argparse.Namespace) -> tuple[str, list[Figure]]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run, part, options).result()


def _run(part: str, options: argparse.Namespace) -> tuple[str, list[Figure]]:
    with standing_ground(f"bench-{part}", PARTS[part], seed=1, is_small=False) as ground:
        module = importlib.import_module(f"scripts.bench.{part}")
        return module.QUESTION, list(module.run(ground, options))
