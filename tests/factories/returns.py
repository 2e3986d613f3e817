"""Return cases in every state, each reached by the step before it."""

from uuid import UUID, uuid4

from orders.models import Order
from returns.filing import FiledItem, file_return
from returns.inspection import Finding, inspect_return
from returns.models import ReturnCase, ReturnUnit
from returns.receiving import receive_return
from returns.states import Grade, Refused, ReturnReason, Verdict
from tests.factories.orders import delivered_order

PASSED = Finding(Grade.RESELLABLE, Verdict.PASSED)
UNSOUND = Finding(Grade.SCRAP, Verdict.UNSOUND)
WORN = Finding(Grade.SCRAP, Verdict.REFUSED, Refused.WORN, "The collar is worn.")
MISSING = Finding(Grade.MISSING, Verdict.REFUSED, Refused.MISSING)


def filed_case(
    order: Order | None = None,
    *,
    quantity: int = 1,
    reason: str = ReturnReason.TOO_SMALL,
    key: str = "",
    **how: object,
) -> ReturnCase:
    """So many of the order's first line, on their way back."""
    order = order or delivered_order()
    item = FiledItem(order.lines.all()[0], quantity, reason, **how)  # type: ignore[arg-type]
    return file_return(order, [item], key=key or uuid4().hex, by="Asha Rao")


def received_case(order: Order | None = None, **how: object) -> ReturnCase:
    case = filed_case(order, **how)  # type: ignore[arg-type]
    receive_return(case, by="Store")
    return case


def findings_of(case: ReturnCase, *findings: Finding) -> dict[UUID, Finding]:
    """The units' findings in order; the last one counts for all that follow."""
    units = ReturnUnit.objects.filter(line__case=case).order_by("line_id", "position")
    return {unit.pk: findings[min(n, len(findings) - 1)] for n, unit in enumerate(units)}


def accepted_case(order: Order | None = None, **how: object) -> ReturnCase:
    case = received_case(order, **how)
    inspect_return(case, findings_of(case, PASSED), by="Store")
    return case


def refused_case(order: Order | None = None, **how: object) -> ReturnCase:
    case = received_case(order, **how)
    inspect_return(case, findings_of(case, WORN), by="Store")
    return case
