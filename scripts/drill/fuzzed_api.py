"""F20: the API asked all that its own schema allows, and much that it forbids.

schemathesis makes the calls up, follows one answer into the next call, and holds every answer to
the schema: as nobody, as two customers and as staff.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accounts.models import User
from orders import fulfilment
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from tests.factories import bag_with, cash_order, make_address, make_customer, make_variant
from tests.factories.calls import access_token
from tests.factories.orders import ship

QUESTION = "does the API answer anything its schema does not say, or break?"
PHASES = "examples,coverage,fuzzing,stateful"
SIGN_OUT = "/api/v1/auth/session"
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
SETTINGS = Path(__file__).with_name("schemathesis.toml")


def run(ground: Ground) -> Iterator[Figure]:
    ground.start_gateway()
    ground.start_web(workers=2, application="scripts.drill.unhurried")
    seconds = ground.pick(900, 60)
    for seed in ground.pick((ground.seed, ground.seed + 1), (ground.seed,)):
        for name, token in _callers().items():
            yield from _asked(ground, f"{name}, seed {seed}", token, seed, seconds)


def _callers() -> dict[str, str]:
    """Each with something of their own, so that there is something to find."""
    tokens = {"nobody": ""}
    for name in ("a customer", "another customer"):
        user = make_customer()
        make_address(user)
        _receive_something(user)
        bag_with(make_variant(stock=50), user=user)
        tokens[name] = access_token(user)
    staff = make_customer(full_name="Store", is_staff=True, is_superuser=True)
    return {**tokens, "staff": access_token(staff)}


def _receive_something(user: User) -> None:
    """In cash: the gateway's books know of no payment that it did not take."""
    order = cash_order(make_variant(stock=50), user=user)
    fulfilment.pack_order(order, by="Store")
    ship(order)
    fulfilment.deliver_order(order, by="Store")


def _asked(ground: Ground, who: str, token: str, seed: int, seconds: int) -> Iterator[Figure]:
    report = ground.folder / "report.json"
    words = [str(SCHEMATHESIS), "--config-file", str(SETTINGS), "run"]
    words += [f"{ground.web_url}/api/v1/openapi.json", "--checks", "all", "--phases", PHASES]
    words += ["--max-time", str(seconds), "--seed", str(seed), "--no-color"]
    words += ["--report-json-path", str(report), "--request-timeout", "30"]
    if token:  # who signs out has no more to ask
        words += ["-H", f"Authorization: Bearer {token}", "--exclude-path", SIGN_OUT]
    said = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ground.folder)
    log = ground.logs / f"schemathesis {who}.log"
    log.write_text(said.stdout + said.stderr)
    yield Figure(f"failures, as {who}", _failures(report, said.returncode), "", 0, note=str(log))


def _failures(report: Path, code: int) -> int:
    """As the report counts them; one where there is no report."""
    if not report.exists():
        return 1
    found: Any = json.loads(report.read_text())
    count = len(found.get("failures", [])) if isinstance(found, dict) else 0
    return count or int(code != 0)
