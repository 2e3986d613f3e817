"""The quality check: every unit gets a grade and a verdict, and the case is settled by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.errors import IllegalTransition
from accounts.models import User
from accounts.transactions import durable_transaction
from orders.messages import write
from returns.dispositions import open_disposition
from returns.errors import (
    InspectionIncomplete,
    NotReceived,
    RefusalNeedsNote,
    UnitsChanged,
    VerdictDoesNotFit,
)
from returns.history import move_case
from returns.models import InspectionPhoto, ReturnCase, ReturnUnit
from returns.receiving import units_of
from returns.resolution import resolve
from returns.states import (
    ACCEPTED_VERDICTS,
    CANNED_NOTES,
    VERDICTS_OF,
    Grade,
    Refused,
    ReturnStatus,
    Verdict,
)


@dataclass(frozen=True)
class Finding:
    """What inspection found of one unit: what it is good for, and whether we take it back.

    A refusal says why, for the shopper to read: the canned words of its reason, or better ones.
    Photos are already re-encoded by `media.fresh_jpeg`.
    """

    grade: Grade
    verdict: Verdict
    refused_for: str = ""
    note: str = ""
    photos: "Sequence[ContentFile[bytes]]" = field(default_factory=tuple)

    @property
    def words(self) -> str:
        """What the shopper reads; empty for what was accepted without a note."""
        if self.verdict == Verdict.REFUSED and not self.note.strip():
            return CANNED_NOTES.get(Refused(self.refused_for), "") if self.refused_for else ""
        return self.note.strip()


@durable_transaction
def inspect_return(
    case: ReturnCase,
    findings: Mapping[UUID, Finding],
    *,
    by: str = "",
    by_user: User | None = None,
) -> None:
    """Write every unit's grade and verdict and settle the case in the same transaction.

    Units that are accepted are refunded, the resellable ones restocked; the others are refused
    with their words, and a case with no unit accepted is refused. Nothing is changed when it
    raises: InspectionIncomplete when a unit has no verdict, NotReceived for a verdict on a unit
    that is not here, VerdictDoesNotFit, RefusalNeedsNote when a refusal does not say why,
    IllegalTransition unless received, RequesterUnknown for a large refund without `by_user`.
    """
    by = by or str(by_user)
    if case.status != ReturnStatus.RECEIVED:
        raise IllegalTransition(case, old=case.status, new=ReturnStatus.ACCEPTED)
    units = units_of(case)
    for unit in units:
        check_finding(unit, findings.get(unit.pk))
    accepted = [unit for unit in units if findings[unit.pk].verdict in ACCEPTED_VERDICTS]
    new = ReturnStatus.ACCEPTED if accepted else ReturnStatus.REFUSED
    text = (
        f"{len(accepted)} of {len(units)} passed our check"
        if accepted
        else f"Not accepted: {findings[units[0].pk].words}"[:300]
    )
    move_case(case, new, text, by=by, inspected_at=timezone.now())
    for unit in units:
        _write_finding(unit, findings[unit.pk], by)
    open_disposition(case, units)
    if accepted:
        resolve(case, accepted, by=by, by_user=by_user)
    _tell(case, units, accepted)


def check_finding(unit: ReturnUnit, finding: Finding | None) -> None:
    """Whether this may be said of the unit; raises the refusal that says why not."""
    if finding is None or not finding.grade or not finding.verdict:
        raise InspectionIncomplete
    if unit.is_here == (finding.grade == Grade.MISSING):
        raise NotReceived(unit.line.order_line.name, is_here=unit.is_here)
    if finding.verdict not in VERDICTS_OF[finding.grade]:
        raise VerdictDoesNotFit(finding.grade.label, finding.verdict.label)
    if finding.verdict == Verdict.REFUSED and (not finding.refused_for or not finding.words):
        raise RefusalNeedsNote


def _write_finding(unit: ReturnUnit, finding: Finding, by: str) -> None:
    """Guarded by what was checked: that nobody received or judged the unit meanwhile."""
    is_refused = finding.verdict == Verdict.REFUSED
    unit.grade, unit.verdict, unit.note = finding.grade, finding.verdict, finding.words
    unit.refused_for = finding.refused_for if is_refused else ""
    seen = ReturnUnit.objects.filter(
        pk=unit.pk, verdict=Verdict.AWAITED, received_at__isnull=not unit.is_here
    )
    columns = ("grade", "verdict", "refused_for", "note")
    if not seen.update(**{name: getattr(unit, name) for name in columns}):
        raise UnitsChanged
    for photo in finding.photos:
        InspectionPhoto.objects.create(unit=unit, file=photo, by=by)


def _tell(case: ReturnCase, units: Sequence[ReturnUnit], accepted: Sequence[ReturnUnit]) -> None:
    """Write to the customer what came of it: all of it, a part with the reasons, or nothing."""
    refused = [{"item": _name(unit), "note": unit.note} for unit in units if unit.is_refused]
    name = "refused" if not accepted else "partly" if refused else "accepted"
    write(
        case.order,
        f"returns/emails/{name}.html",
        key=case.number,
        case=case.number,
        note=refused[0]["note"] if refused else "",
        count=len(accepted),
        total=len(units),
        refused=refused,
    )


def _name(unit: ReturnUnit) -> str:
    line = unit.line.order_line
    return f"{line.name}, {line.size}"
