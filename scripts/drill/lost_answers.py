"""F8: refunds of returns whose answers are dropped, hang or are cut in half after the gateway did
them.

Two calls in five are struck until all refunds are through. The small ones of the tests:
`tests/orders/test_refunds.py` (dropped, forgotten key, two workers).
"""

from collections import Counter
from collections.abc import Iterator

from orders.models import Refund
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.purchases import buy_and_send_back, pass_check
from scripts.grounds import wait_until
from tests.factories import make_variant

QUESTION = "is a refund whose answer is lost made once?"
KINDS = ("drop_after", "truncated", "hang")
SHARE_OF_EACH = 0.13
HANG_SECONDS = 13  # the shop stops listening after 12
PATIENCE_SECONDS = 1200


def run(ground: Ground) -> Iterator[Figure]:
    count = ground.pick(300, 12)
    ground.start_gateway()
    variant = make_variant(stock=1000)
    cases = [buy_and_send_back(ground.gateway, variant) for _ in range(count)]
    for n, kind in enumerate(KINDS):
        ground.gateway.fault(
            kind, path="/v1/payments/", method="POST", count=-1, probability=SHARE_OF_EACH,
            seed=ground.seed + n, seconds=HANG_SECONDS, after=True,
        )  # fmt: skip
    ground.start_beat()
    ground.start_worker(concurrency=8)
    refunds = [pass_check(case) for case in cases]
    took = wait_until(_all_done, PATIENCE_SECONDS, "every refund to end")
    yield from _figures(ground, refunds, took)


def _all_done() -> bool:
    return not Refund.objects.exclude(status="processed").exists()


def _figures(ground: Ground, refunds: list[Refund], took: float) -> Iterator[Figure]:
    books = ground.gateway.ledger()
    struck = Counter(call["fault"] for call in books["calls"] if call["fault"])
    made = Counter(refund["payment_id"] for refund in books["refunds"])
    sent = sum(refund.amount_minor for refund in refunds)
    for kind in KINDS:
        yield Figure(f"answers lost: {kind}", struck[kind], "", least=1)
    yield Figure("refunds at the gateway", len(books["refunds"]), "", len(refunds), len(refunds))
    yield Figure("payments refunded twice", sum(n > 1 for n in made.values()), "", 0)
    yield Figure("paise refunded", books["sums"]["refunded_minor"], "", sent, sent)
    yield Figure("all through after", took, "s")
