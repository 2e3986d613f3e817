"""The quality check: the parcel is received, every unit gets a verdict, the case is settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.transactions import durable_transaction
from orders.messages import write
from returns.errors import InspectionIncomplete, RefusalNeedsNote
from returns.history import move_case
from returns.models import ReturnCase, ReturnUnit
from returns.resolution import resolve
from returns.states import ACCEPTED_VERDICTS, ReturnStatus, Verdict


@dataclass(frozen=True)
class Finding:
    """What inspection found of one unit; a refusal says why, for the shopper to read."""

    verdict: Verdict
    note: str = ""


@durable_transaction
def receive_return(case: ReturnCase, *, by: str) -> None:
    """Approved → received. Raises IllegalTransition otherwise."""
    move_case(
        case,
        ReturnStatus.RECEIVED,
        "Your parcel reached our warehouse",
        by=by,
        received_at=timezone.now(),
    )


@durable_transaction
def inspect_return(case: ReturnCase, findings: Mapping[UUID, Finding], *, by: str) -> None:
    """Write every unit's verdict and settle the case in the same transaction.

    Units that are accepted are refunded, the resellable ones restocked; the others are refused
    with their notes, and a case with no unit accepted is refused. Raises InspectionIncomplete
    when a unit has no verdict, RefusalNeedsNote when a refusal does not say why,
    IllegalTransition unless received.
    """
    units = list(ReturnUnit.objects.filter(line__case=case).select_related("line__order_line"))
    for unit in units:
        _write_finding(unit, findings.get(unit.pk))
    accepted = [unit for unit in units if unit.verdict in ACCEPTED_VERDICTS]
    if accepted:
        text = f"{len(accepted)} of {len(units)} passed our check"
        move_case(case, ReturnStatus.ACCEPTED, text, by=by, inspected_at=timezone.now())
        resolve(case, accepted, by=by)
        return
    note = next(unit.note for unit in units)
    move_case(
        case,
        ReturnStatus.REFUSED,
        f"Not accepted: {note}"[:300],
        by=by,
        inspected_at=timezone.now(),
    )
    write(case.order, "returns/emails/refused.html", key=case.number, case=case.number, note=note)


def _write_finding(unit: ReturnUnit, finding: Finding | None) -> None:
    if finding is None or finding.verdict == Verdict.AWAITED:
        raise InspectionIncomplete
    if finding.verdict not in ACCEPTED_VERDICTS and not finding.note.strip():
        raise RefusalNeedsNote
    unit.verdict, unit.note = finding.verdict, finding.note.strip()
    unit.save(update_fields=["verdict", "note"])
