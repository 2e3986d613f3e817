"""Filing a return: the customer chooses what comes back and why; approving and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.transactions import durable_transaction
from orders.errors import PageOutOfDate
from orders.messages import write
from orders.models import Order, OrderLine
from orders.numbers import new_number
from returns import eligibility
from returns.errors import NothingChosen, NotReturnable, PhotoNeeded
from returns.history import move_case, record
from returns.models import ReturnCase, ReturnLine, ReturnPhoto, ReturnUnit
from returns.states import NEEDS_PHOTO, ReturnStatus


@dataclass(frozen=True)
class FiledItem:
    """So many of one order line, why, and photos already re-encoded by `media.fresh_jpeg`."""

    line: OrderLine
    quantity: int
    reason: str
    comment: str = ""
    photos: "Sequence[ContentFile[bytes]]" = field(default_factory=tuple)


def file_return(order: Order, items: Sequence[FiledItem], *, key: str, by: str) -> ReturnCase:
    """Open a case for `items` of the order, approved at once while the window is open.

    Idempotent by `key`. Raises NothingChosen, PhotoNeeded, or NotReturnable with the rule: too
    late, more than was bought, or in another return already. Nothing is changed then.
    """
    try:
        return _file(order, items, key, by)
    except (IntegrityError, NotReturnable):
        # The same form, sent twice at once: the units it asks for are in its own case already.
        filed = _filed_before(order, key)
        if filed is None:
            raise
        return filed


@durable_transaction
def _file(order: Order, items: Sequence[FiledItem], key: str, by: str) -> ReturnCase:
    filed = _filed_before(order, key)
    if filed is not None:
        return filed
    if not items:
        raise NothingChosen
    order = Order.objects.get(pk=order.pk)
    for item in sorted(items, key=lambda item: item.line.pk):
        _claim(order, item)
    case = ReturnCase.objects.create(number=new_number("RT"), key=key, order=order)
    for item in items:
        _write_line(case, item)
    record(case, "Return filed", by=by, status=ReturnStatus.FILED)
    move_case(case, ReturnStatus.APPROVED, "Approved: inside the return window")
    write(order, "returns/emails/approved.html", key=case.number, case=case.number)
    return case


def _filed_before(order: Order, key: str) -> ReturnCase | None:
    """The case this form made already; PageOutOfDate when it was another order's form."""
    case: ReturnCase | None = ReturnCase.objects.filter(key=key).first()
    if case is not None and case.order_id != order.pk:
        raise PageOutOfDate
    return case


def _claim(order: Order, item: FiledItem) -> None:
    """Set the units aside so that no other case can claim them; the UPDATE is the guard."""
    if item.reason in NEEDS_PHOTO and not item.photos:
        raise PhotoNeeded(item.line.name)
    line = OrderLine.objects.get(pk=item.line.pk, order=order)
    verdict = eligibility.check(order, line, now=timezone.now())
    if not verdict:
        raise NotReturnable(verdict.reason)
    if not 1 <= item.quantity <= verdict.returnable:
        raise NotReturnable(
            f"{verdict.returnable} of {line.name} can be sent back, not {item.quantity}."
        )
    free = OrderLine.objects.filter(
        pk=line.pk, claimed_quantity__lte=F("delivered_quantity") - item.quantity
    )
    if not free.update(claimed_quantity=F("claimed_quantity") + item.quantity):
        raise NotReturnable(f"{line.name} was just put into another return.")


def _write_line(case: ReturnCase, item: FiledItem) -> None:
    line = ReturnLine.objects.create(
        case=case,
        order_line=item.line,
        quantity=item.quantity,
        reason=item.reason,
        comment=item.comment,
    )
    ReturnUnit.objects.bulk_create(
        [ReturnUnit(line=line, position=n) for n in range(1, item.quantity + 1)]
    )
    for photo in item.photos:
        ReturnPhoto.objects.create(line=line, file=photo)


@durable_transaction
def withdraw_return(case: ReturnCase, *, by: str) -> None:
    """The customer keeps the items. Raises IllegalTransition once they were picked up."""
    move_case(case, ReturnStatus.WITHDRAWN, "Withdrawn", by=by)
    unclaim(case)


def unclaim(case: ReturnCase) -> None:
    """Its units may be filed again; for the operation that ends a case before it travels."""
    for line in case.lines.all():
        OrderLine.objects.filter(pk=line.order_line_id).update(
            claimed_quantity=F("claimed_quantity") - line.quantity
        )
