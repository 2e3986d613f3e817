"""F7: the worker is killed at six points of a refund, alone or with all of its program.

Refunds are killed side by side, on six workers of one process each; a supervisor starts again what
died. The gateway answers "processed" at once and sends no webhooks, so that the shop can only be
saved by itself. The small one of the tests: `tests/orders/test_faults.py`.
"""

from collections import Counter
from collections.abc import Iterator
from statistics import median

from orders.models import Order, Refund
from scripts.bench.figures import Figure
from scripts.drill import failpoints
from scripts.drill.failpoints import CHILD, WORKER
from scripts.drill.ground import Ground
from scripts.drill.purchases import buy, request_refund
from scripts.grounds import kept_running, wait_until
from tests.factories import make_variant

QUESTION = "is a refund whose worker dies on the way made once?"
POINTS = (
    "before_claim", "after_claim", "before_post", "after_post", "after_reply", "after_commit",
)  # fmt: skip
WORKERS = 6
MOST_SECONDS = 120
PATIENCE_SECONDS = 900


def run(ground: Ground) -> Iterator[Figure]:
    times = ground.pick(20, 1)
    ground.start_gateway()
    variant = make_variant(stock=1000)
    plan = [(point, how) for point in POINTS for how in (CHILD, WORKER)] * times
    ground.chance.shuffle(plan)
    orders = [buy(ground.gateway, variant) for _ in range(len(plan) + times)]
    ground.start_beat()
    count = ground.pick(WORKERS, 2)
    workers = [
        ground.start_worker(f"worker-{n}", concurrency=1, application="scripts.drill.worker")
        for n in range(count)
    ]
    with kept_running(workers):
        refunds = []
        for order, (point, how) in zip(orders, plan, strict=False):
            refunds.append(_armed_refund(order, point, how))
        unharmed = [request_refund(order) for order in orders[len(plan) :]]
        wait_until(_all_done, PATIENCE_SECONDS, "every refund to end")
    yield from _figures(ground, dict(zip(refunds, plan, strict=True)), unharmed)


def _armed_refund(order: Order, point: str, how: str) -> str:
    """Armed before the commit, at which the bell rings."""
    refund = request_refund(order, before_commit=lambda row: failpoints.arm(point, row.pk, how))
    return str(refund.pk)


def _all_done() -> bool:
    return not Refund.objects.exclude(status="processed").exists()


def _figures(
    ground: Ground, plan: dict[str, tuple[str, str]], unharmed: list[Refund]
) -> Iterator[Figure]:
    struck = {name.partition(".")[2]: at[0] for name, at in failpoints.struck().items()}
    made = Counter(r["payment_id"] for r in ground.gateway.ledger()["refunds"])
    rows = {str(refund.pk): refund for refund in Refund.objects.select_related("payment")}
    once = sum(made[rows[pk].payment.gateway_payment_id] == 1 for pk in plan)
    yield Figure("kills", len(struck), "", most=len(plan), least=len(plan))
    yield Figure("refunds made exactly once", once, "", most=len(plan), least=len(plan))
    waits = {pk: rows[pk].processed_at.timestamp() - struck[pk] for pk in plan if pk in struck}
    for how in (CHILD, WORKER):
        for point in POINTS:
            those = [waits[pk] for pk in waits if plan[pk] == (point, how)]
            note = f"median {median(those):.1f} s" if those else ""
            name = f"{how} killed {point.replace('_', ' ')}: slowest to end"
            yield Figure(name, max(those, default=0), "s", MOST_SECONDS, note=note)
    calm = [rows[str(refund.pk)] for refund in unharmed]
    slowest = max((row.processed_at - row.requested_at).total_seconds() for row in calm)
    yield Figure("control: slowest refund nobody touched", slowest, "s")
