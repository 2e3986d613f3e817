"""F17: a refund that always kills its worker stands in the queue with a hundred that do not.

The small one of the tests: `tests/orders/test_faults.py`.
"""

from collections.abc import Iterator
from contextlib import suppress

from orders.models import Refund
from scripts.bench.figures import Figure
from scripts.drill import failpoints
from scripts.drill.ground import Ground
from scripts.drill.purchases import buy, request_refund
from scripts.grounds import wait_until
from tests.factories import make_variant

QUESTION = "does one poisoned task keep the others waiting?"
MOST_RUNS = 5
MOST_SECONDS = 60
PATIENCE_SECONDS = 300


def run(ground: Ground) -> Iterator[Figure]:
    count = ground.pick(100, 20)
    ground.start_gateway()
    variant = make_variant(stock=1000)
    orders = [buy(ground.gateway, variant) for _ in range(count + 1)]
    ground.start_beat()
    ground.start_worker(application="scripts.drill.hasty_worker")
    poison = request_refund(
        orders.pop(),
        before_commit=lambda row: failpoints.arm("after_claim", row.pk, always=True),
    )
    normal = [request_refund(order).pk for order in orders]
    processed = Refund.objects.filter(pk__in=normal, status="processed")
    took = wait_until(lambda: processed.count() == count, PATIENCE_SECONDS, "the normal refunds")
    needs_help = Refund.objects.filter(pk=poison.pk, status="needs_attention")
    with suppress(TimeoutError):  # the figures say so
        wait_until(needs_help.exists, PATIENCE_SECONDS, "the poisoned one to be set aside")
    runs = len(failpoints.struck().get(f"after_claim.{poison.pk}", []))
    yield Figure("workers the poisoned one killed", runs, "", most=MOST_RUNS)
    yield Figure("set aside for a person", needs_help.count(), "", most=1, least=1)
    yield Figure("all normal ones done after", took, "s", MOST_SECONDS)
