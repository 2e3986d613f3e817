"""What becomes of refused garments: the customer chooses, staff do it."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.transactions import durable_transaction
from orders.messages import write
from returns.errors import DispositionDone, NothingRefused, StillChoosing
from returns.history import record
from returns.models import Disposition, ReturnCase, ReturnUnit


def open_disposition(case: ReturnCase, units: Sequence[ReturnUnit]) -> None:
    """Inside the inspection: refused garments that are here wait for the customer's choice."""
    if any(unit.is_refused and unit.is_here for unit in units):
        Disposition.objects.create(case=case)


@durable_transaction
def choose_disposition(case: ReturnCase, choice: str, *, by: str) -> Disposition:
    """The customer says what becomes of what was refused; they may change it until it is done.

    Idempotent. Raises NothingRefused where nothing waits, DispositionDone when it left already.
    """
    disposition = _of(case)
    if disposition.choice == choice and disposition.done_at is None:
        return disposition
    _write(disposition, choice=Disposition.Choice(choice), chosen_at=timezone.now())
    words = "send the refused items back" if choice == "send_back" else "dispose of them"
    record(case, f"You asked us to {words}", by=by)
    return disposition


@durable_transaction
def send_back(disposition: Disposition, *, by: str, carrier: str, tracking_number: str) -> None:
    """The refused items left for the customer, who is told the number.

    Raises StillChoosing while the customer may choose, or chose to dispose; DispositionDone.
    """
    _require(disposition, Disposition.Choice.SEND_BACK)
    case = disposition.case
    _write(
        disposition,
        choice=Disposition.Choice.SEND_BACK,
        done_at=timezone.now(),
        done_by=by,
        carrier=carrier,
        tracking_number=tracking_number,
    )
    record(case, f"Refused items sent back with {carrier}, {tracking_number}", by=by)
    write(
        case.order,
        "returns/emails/sent_back.html",
        key=case.number,
        case=case.number,
        carrier=carrier,
        tracking_number=tracking_number,
    )


@durable_transaction
def dispose(disposition: Disposition, *, by: str) -> None:
    """The refused items are gone, as the customer asked. Raises StillChoosing, DispositionDone."""
    _require(disposition, Disposition.Choice.DISPOSE)
    _write(disposition, done_at=timezone.now(), done_by=by)
    record(disposition.case, "Refused items disposed of, as you asked", by=by)


def _of(case: ReturnCase) -> Disposition:
    found: Disposition | None = Disposition.objects.filter(case=case).first()
    if found is None:
        raise NothingRefused
    return found


def _require(disposition: Disposition, choice: str) -> None:
    disposition.refresh_from_db()
    if disposition.done_at is not None:
        raise DispositionDone
    if disposition.effective_choice != choice:
        raise StillChoosing(disposition)


def _write(disposition: Disposition, **columns: object) -> None:
    """Guarded: nothing is written over what was done, nor over another choice meanwhile."""
    seen = Disposition.objects.filter(
        pk=disposition.pk, done_at__isnull=True, choice=disposition.choice
    )
    if not seen.update(**columns):
        raise DispositionDone
    for name, value in columns.items():
        setattr(disposition, name, value)
