"""F7: the worker is killed at six points of a return's refund, alone or with all of its program.

Each return passes its check and its refund follows by itself. They are killed side by side, a few
at a time, on six workers of one process each; a supervisor starts again what died. The gateway
answers "processed" at once and sends no webhooks, so that the shop can only be saved by itself.
The small one of the tests: `tests/orders/test_faults.py`.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from statistics import median

from orders.models import Refund
from returns.models import ReturnCase
from scripts.bench.figures import Figure
from scripts.drill import failpoints
from scripts.drill.failpoints import CHILD, WORKER
from scripts.drill.ground import Ground
from scripts.drill.purchases import buy_and_send_back, pass_check
from scripts.grounds import kept_running, wait_until
from tests.factories import make_variant

QUESTION = "is a refund whose worker dies on the way made once?"
POINTS = (
    "before_claim", "after_claim", "before_post", "after_post", "after_reply", "after_commit",
)  # fmt: skip
WORKERS = 6
AT_ONCE = 24  # as many more are passed once these were struck: else they would wait for each other
MOST_SECONDS = 120
PATIENCE_SECONDS = 900


def run(ground: Ground) -> Iterator[Figure]:
    times = ground.pick(20, 1)
    ground.start_gateway()
    variant = make_variant(stock=1000)
    plan = [(point, how) for point in POINTS for how in (CHILD, WORKER)] * times
    ground.chance.shuffle(plan)
    cases = [buy_and_send_back(ground.gateway, variant) for _ in range(len(plan) + times)]
    ground.start_beat()
    count = ground.pick(WORKERS, 2)
    workers = [
        ground.start_worker(f"worker-{n}", concurrency=1, application="scripts.drill.worker")
        for n in range(count)
    ]
    with kept_running(workers):
        refunds: list[str] = []
        for case, (point, how) in zip(cases, plan, strict=False):
            refunds.append(_armed_refund(case, point, how))
            if len(refunds) % AT_ONCE == 0:
                count_due = partial(_have_struck, len(refunds))
                wait_until(count_due, PATIENCE_SECONDS, "every failpoint to strike")
        unharmed = [pass_check(case) for case in cases[len(plan) :]]
        wait_until(_all_done, PATIENCE_SECONDS, "every refund to end")
    yield from _figures(ground, dict(zip(refunds, plan, strict=True)), unharmed)


def _armed_refund(case: ReturnCase, point: str, how: str) -> str:
    """Armed before the commit, at which the bell rings."""
    refund = pass_check(case, before_commit=lambda row: failpoints.arm(point, row.pk, how))
    return str(refund.pk)


def _have_struck(count: int) -> bool:
    return len(failpoints.struck()) >= count


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
