"""F5: five events in every order, and two thousand made-up stories, each told a few times over.

The stories and their one right end are the tests' own (`tests/orders/test_webhooks.py`), which tell
sixty of them in each run; here they are told many more, from this drill's seed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

from config.env import BASE_DIR
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground

QUESTION = "does the order of events change where they end?"
TESTS = "five_events_in_any_order or story_ends_in_one_state"
ORDERS = 120  # of five events


def run(ground: Ground) -> Iterator[Figure]:
    stories = ground.pick(2000, 60)
    own = ("DATABASE_URL", "REDIS_URL", "RAZORPAY_BASE_URL", "VAR_DIR", "DJANGO_SETTINGS_MODULE")
    values = {name: value for name, value in os.environ.items() if name not in own}
    words = [sys.executable, "-m", "pytest", "-q", "tests/orders/test_webhooks.py", "-k", TESTS]
    words += [f"--hypothesis-seed={ground.seed}", "-p", "no:cacheprovider"]
    done = subprocess.run(
        words,
        cwd=BASE_DIR,
        env={**values, "TEST_ENGINE": ground.engine, "STORIES": str(stories)},
        capture_output=True,
        text=True,
        check=False,
    )
    (ground.logs / "tests.log").write_text(done.stdout + done.stderr)
    passed, failed = (_count(word, done.stdout) for word in ("passed", "failed"))
    yield Figure("orders of five events, and stories", ORDERS + stories, "")
    yield Figure("tests passed", passed, "", least=ORDERS + 1, note="all stories are one of them")
    yield Figure("tests failed: an end of its own", failed, "", 0)


def _count(word: str, said: str) -> int:
    found = re.search(rf"(\d+) {word}", said)
    return int(found[1]) if found else 0
