"""F27: everything is backed up, lost, and restored into a new database of the same kind.

The small one of the tests: `tests/config/test_backups.py`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

from config.backups import count_rows, read_manifest, write_backup
from config.env import BASE_DIR
from orders import fulfilment
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.purchases import buy, request_refund
from tests.factories import make_customer, make_variant
from tests.factories.orders import cash_order
from tests.servers import DATABASES

QUESTION = "is a shop that was backed up, lost and restored the same shop?"
COUNT = """
import json
from config.backups import count_rows
print(json.dumps(count_rows()))
"""


def run(ground: Ground) -> Iterator[Figure]:
    gateway = ground.start_gateway()
    orders = ground.pick(200, 12)
    for n in range(orders // 4):
        variant, user = make_variant(), make_customer()
        request_refund(buy(gateway, variant, user=user))
        fulfilment.pack_order(cash_order(variant, user=user), by=f"Store {n}")
        cash_order(make_variant())
        buy(gateway, variant)
    counted = count_rows()
    began = time.monotonic()
    file = write_backup(ground.folder / "backups")
    yield Figure("backing up", time.monotonic() - began, "s", note=f"{sum(counted.values())} rows")
    manifest = read_manifest(file)
    yield Figure("rows not in the backup", _apart(counted, manifest.rows), "", most=0)
    with DATABASES[ground.engine]() as url:
        values = {**ground.values, "DATABASE_URL": url, "VAR_DIR": str(ground.folder / "restored")}
        (ground.folder / "restored").mkdir()
        _manage(values, "migrate", "--verbosity", "0")
        began = time.monotonic()
        _manage(values, "restore", str(file))
        yield Figure("restoring", time.monotonic() - began, "s")
        restored = json.loads(_manage(values, "shell", "-v", "0", "-c", COUNT).splitlines()[-1])
        yield Figure("rows that did not come back", _apart(counted, restored), "", most=0)
        said = subprocess.run(
            [sys.executable, "manage.py", "check_invariants"], env=values, cwd=BASE_DIR,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        yield Figure("books of the restored shop: breaches", said.returncode, "", most=0,
                     note=said.stderr[-200:])  # fmt: skip


def _apart(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    return sum(abs(one.get(n, 0) - other.get(n, 0)) for n in one.keys() | other.keys())


def _manage(values: Mapping[str, str], *words: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *words], env=dict(values), cwd=BASE_DIR, check=True,
        capture_output=True, text=True,
    ).stdout  # fmt: skip
