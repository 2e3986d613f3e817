"""A unit that was called missing, and was not: it comes back in a case of its own."""

from django.db import IntegrityError

from accounts.transactions import durable_transaction
from orders.messages import write
from orders.numbers import new_number
from returns.errors import NotMissing
from returns.history import move_case, record
from returns.models import ReturnCase, ReturnLine, ReturnUnit
from returns.states import Refused, ReturnStatus


def undo_missing(unit: ReturnUnit, *, by: str) -> ReturnCase:
    """Open a case for a unit that a settled case refused as missing; whenever that was.

    The settled case stays as it is. The claim on the unit goes over to the new case, which is
    approved already and `follows` the old one: staff receive the unit in it, or the customer
    sends it, or keeps it and withdraws. Idempotent: a second press finds the first one's case.
    Raises NotMissing for a unit that was not refused as missing.
    """
    try:
        return _undo(unit, by)
    except IntegrityError:  # pressed twice at once
        return ReturnCase.objects.get(key=_key(unit))


@durable_transaction
def _undo(unit: ReturnUnit, by: str) -> ReturnCase:
    opened: ReturnCase | None = ReturnCase.objects.filter(key=_key(unit)).first()
    if opened is not None:
        return opened
    unit = ReturnUnit.objects.select_related("line__case", "line__order_line__order").get(
        pk=unit.pk
    )
    line, old = unit.line, unit.line.case
    if not unit.is_missing or unit.refused_for != Refused.MISSING:
        raise NotMissing(line.order_line.name)
    case = ReturnCase.objects.create(
        number=new_number("RT"), key=_key(unit), order=old.order, follows=old
    )
    again = ReturnLine.objects.create(
        case=case,
        order_line=line.order_line,
        quantity=1,
        reason=line.reason,
        comment=line.comment,
    )
    ReturnUnit.objects.create(line=again)
    record(case, f"Opened again: it was missing in {old}", by=by, status=ReturnStatus.FILED)
    move_case(case, ReturnStatus.APPROVED, "Approved", by=by)
    record(old, f"{line.order_line.name} was not missing: {case} is open for it", by=by)
    write(case.order, "returns/emails/approved.html", key=case.number, case=case.number)
    return case


def _key(unit: ReturnUnit) -> str:
    return f"missing:{unit.pk.hex}"
