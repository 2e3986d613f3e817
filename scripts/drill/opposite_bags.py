"""F3: bags with the same two styles in opposite order, all ordered at once.

The small one of the tests: `tests/races/test_last_unit.py`.
"""

from collections.abc import Iterator

from scripts.bench.figures import Figure
from scripts.drill.crowd import Outcome, gathered_crowd, kinds, others
from scripts.drill.ground import Ground
from scripts.drill.last_item import buy
from shop.models import Variant
from tests.factories import bag_with, make_variant

QUESTION = "does anybody wait for somebody who waits for them?"
BAGS = 50


def run(ground: Ground) -> Iterator[Figure]:
    runs = ground.pick(20, 2)
    outcomes: list[Outcome] = []
    wrong_stock = 0
    with gathered_crowd() as crowd:
        for _ in range(runs):
            one, two = make_variant(stock=BAGS), make_variant(stock=BAGS)
            pairs = [(one, two), (two, one)] * (BAGS // 2)
            outcomes += crowd.at_once(buy, [bag_with(*pair).pk for pair in pairs])
            left = Variant.objects.filter(pk__in=[one.pk, two.pk], on_hand=BAGS, held=BAGS)
            wrong_stock += left.count() != 2
    failed = others(outcomes, "Order")
    note = "; ".join(sorted({f"{outcome.kind}: {outcome.words}" for outcome in failed}))[:150]
    yield Figure("orders", kinds(outcomes)["Order"], "", least=runs * BAGS)
    yield Figure("errors shown to anybody", len(failed), "", 0, note=note)
    yield Figure("runs whose stock is not exact", wrong_stock, "", 0)
    yield Figure("slowest", max(outcome.seconds for outcome in outcomes), "s")
