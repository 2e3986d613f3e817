"""What follows from a passed inspection: the refund, to the paisa, and the units back on sale."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from orders.models import OrderLine
from orders.refunds import request_refund
from returns.models import ReturnCase, ReturnUnit
from returns.states import ACCEPTED_VERDICTS, Verdict
from shop import stock
from shop.money import Money


def resolve(case: ReturnCase, accepted: Sequence[ReturnUnit], *, by: str) -> None:
    """Refund the accepted units and restock the resellable ones, inside the inspection's
    transaction.

    The worker carries the refund out. Raises NotRefundable rather than pay back more than was
    paid.
    """
    restocked = stock.summed(
        (unit.line.order_line.variant_id, 1) for unit in accepted if unit.verdict == Verdict.PASSED
    )
    stock.restock(restocked, reference=case.number)
    request_refund(
        case.order,
        amount_of(case, accepted),
        key=case.refund_key,
        reason=f"Return {case.number}",
        by=by,
    )


def amount_of(case: ReturnCase, units: Sequence[ReturnUnit]) -> Money:
    """What was paid for these units of the case, to the paisa; delivery is not paid back.

    Units of the same order line that were accepted before, in other cases, count: whoever sends
    back the last one gets the remainder, so that all of them together are what the line cost.
    """
    counted = Counter(unit.line.order_line for unit in units)
    before = _accepted_before(case, [line.pk for line in counted])
    return sum(
        (line.paid_for(count, after=before[line.pk]) for line, count in counted.items()), Money(0)
    )


def _accepted_before(case: ReturnCase, lines: list[UUID]) -> Counter[UUID]:
    """How many units of these order lines other cases have paid back.

    The lines are locked where the engine can, so that two inspections at once do not both miss
    the other's units; where it cannot, the payment's guarded update makes one of them wait.
    """
    list(OrderLine.objects.select_for_update().filter(pk__in=lines).order_by("pk"))
    accepted = ReturnUnit.objects.filter(
        line__order_line__in=lines, verdict__in=ACCEPTED_VERDICTS
    ).exclude(line__case=case)
    return Counter(accepted.values_list("line__order_line_id", flat=True))
