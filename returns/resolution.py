"""What follows from a passed inspection: the refund, to the paisa, and the units back on sale."""

from collections.abc import Sequence

from orders.refunds import request_refund
from returns.models import ReturnCase, ReturnUnit
from returns.states import Verdict
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
        amount_of(accepted),
        key=case.refund_key,
        reason=f"Return {case.number}",
        by=by,
    )


def amount_of(units: Sequence[ReturnUnit]) -> Money:
    """What was paid for these units. Delivery is not paid back."""
    return sum((unit.line.order_line.unit_price for unit in units), Money(0))
