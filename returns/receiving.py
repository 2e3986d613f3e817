"""A parcel comes back: picked up, then received garment by garment."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.errors import IllegalTransition
from accounts.transactions import durable_transaction
from orders.messages import write
from returns.errors import NothingArrived, UnitsChanged
from returns.history import move_case, record
from returns.models import ReturnCase, ReturnUnit
from returns.states import Grade, ReturnStatus, Verdict

HERE = "Your parcel reached our warehouse"


@durable_transaction
def mark_picked_up(case: ReturnCase, *, by: str, at: datetime | None = None) -> None:
    """Approved → picked up: the courier has it, so it cannot be withdrawn any more.

    Raises IllegalTransition otherwise.
    """
    at = at or timezone.now()
    move_case(case, ReturnStatus.PICKED_UP, "Picked up by the courier", by=by, picked_up_at=at)
    write(case.order, "returns/emails/picked_up.html", key=case.number, case=case.number)


@durable_transaction
def receive_return(case: ReturnCase, *, by: str) -> None:
    """The parcel is here with everything in it. Raises IllegalTransition unless it was awaited."""
    _receive(case, {unit.pk for unit in units_of(case)}, frozenset(), by)


@durable_transaction
def receive_units(
    case: ReturnCase, arrived: Collection[UUID], missing: Collection[UUID] = (), *, by: str
) -> None:
    """The parcel is here with the units `arrived`; `missing` were not in it, the rest may come.

    A missing unit stays claimed, so that it is in no second return, until `undo_missing`. Raises
    NothingArrived when neither is named, IllegalTransition unless the parcel was awaited.
    """
    _receive(case, frozenset(arrived), frozenset(missing), by)


@durable_transaction
def correct_receipt(
    case: ReturnCase, arrived: Collection[UUID], missing: Collection[UUID] = (), *, by: str
) -> None:
    """Say anew what of a received case is here: more came, or something was counted wrongly.

    Raises IllegalTransition unless received, UnitsChanged when it is being inspected.
    """
    if case.status != ReturnStatus.RECEIVED:
        raise IllegalTransition(case, old=case.status, new=ReturnStatus.RECEIVED)
    if _write_units(case, frozenset(arrived), frozenset(missing)):
        record(case, _sentence(case), by=by)


def _receive(
    case: ReturnCase, arrived: Collection[UUID], missing: Collection[UUID], by: str
) -> None:
    if not arrived and not missing:
        raise NothingArrived
    now = timezone.now()
    move_case(case, ReturnStatus.RECEIVED, HERE, by=by, received_at=now)
    _write_units(case, arrived, missing)
    if len(arrived) < len(units_of(case)):
        record(case, _sentence(case), by=by)
    write(
        case.order,
        "returns/emails/received.html",
        key=case.number,
        case=case.number,
        note="" if len(arrived) == len(units_of(case)) else _sentence(case),
    )


def units_of(case: ReturnCase) -> list[ReturnUnit]:
    """Every unit of the case, in the order of its sheet."""
    units = ReturnUnit.objects.filter(line__case=case).select_related("line__order_line__order")
    return sorted(units, key=lambda unit: (unit.line_id, unit.position))


def _write_units(case: ReturnCase, arrived: Collection[UUID], missing: Collection[UUID]) -> int:
    """Write what differs from what is so already; how many units that were."""
    changed = 0
    for unit in units_of(case):
        is_here, is_missing = unit.pk in arrived, unit.pk in missing and unit.pk not in arrived
        if (unit.is_here, unit.is_missing) == (is_here, is_missing):
            continue
        free = ReturnUnit.objects.filter(pk=unit.pk, verdict=Verdict.AWAITED)
        written = free.update(
            received_at=timezone.now() if is_here else None,
            grade=Grade.MISSING if is_missing else Grade.UNGRADED,
        )
        if not written:
            raise UnitsChanged
        changed += 1
    return changed


def _sentence(case: ReturnCase) -> str:
    """How much of it is here, for the shopper as well."""
    return count_units(units_of(case))


def count_units(units: Sequence[ReturnUnit]) -> str:
    here = sum(unit.is_here for unit in units)
    missing = sum(unit.is_missing for unit in units)
    to_come = len(units) - here - missing
    said = [f"{here} of {len(units)} arrived"]
    said += [f"{missing} not in the parcel"] if missing else []
    said += [f"{to_come} still to come"] if to_come else []
    return ", ".join(said)
