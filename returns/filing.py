"""Filing a return: the customer chooses what comes back and why; approving and withdrawing it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.conf import settings
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
from returns.errors import (
    NothingChosen,
    NotReturnable,
    PhotoNeeded,
    PickupDayGone,
    ReasonNotOffered,
    TooLateToMove,
)
from returns.history import move_case, record
from returns.models import ReturnCase, ReturnDraft, ReturnLine, ReturnPhoto, ReturnUnit
from returns.models.journey import JourneyModel
from returns.promises import pickup_days
from returns.states import NEEDS_PHOTO, RefundTo, ReturnStatus, ReturnWay
from shop.delivery import row_of

MOST_PHOTOS = 4
TRAVEL = (
    "way", "pickup_on", "full_name", "house", "street", "landmark", "city", "state", "pin_code",
    "phone",
)  # fmt: skip


@dataclass(frozen=True)
class FiledItem:
    """So many of one order line, why, and photos: new ones already re-encoded by
    `media.fresh_jpeg`, or the names of files that were kept with a draft.
    """

    line: OrderLine
    quantity: int
    reason: str
    comment: str = ""
    photos: "Sequence[ContentFile[bytes] | str]" = field(default_factory=tuple)
    fit_part: str = ""
    wanted_size: str = ""


@dataclass(frozen=True)
class Journey:
    """How it reaches us, from which door on which day, and where the money goes."""

    way: str = ReturnWay.DROP_OFF
    pickup_on: date | None = None
    full_name: str = ""
    house: str = ""
    street: str = ""
    landmark: str = ""
    city: str = ""
    state: str = ""
    pin_code: str = ""
    phone: str = ""
    refund_to: str = ""

    @staticmethod
    def of(row: JourneyModel) -> "Journey":
        return Journey(**{field.name: getattr(row, field.name) for field in fields(Journey)})

    @property
    def travel(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in TRAVEL}


def file_return(
    order: Order,
    items: Sequence[FiledItem],
    *,
    key: str,
    by: str,
    journey: Journey | None = None,
) -> ReturnCase:
    """Open a case for `items` of the order: approved at once, unless the terms of a piece or a
    claim of damage above RETURN_APPROVAL_ABOVE want a person to decide.

    Idempotent by `key`; a draft with it is gone then. Raises NothingChosen, PhotoNeeded,
    PickupDayGone, NotServed, or NotReturnable with the rule: too late, more than was bought, or in
    another return already. Nothing is changed then.
    """
    try:
        return _file(order, items, key, by, journey or Journey())
    except (IntegrityError, NotReturnable):
        # The same form, sent twice at once: the units it asks for are in its own case already.
        filed = _filed_before(order, key)
        if filed is None:
            raise
        return filed


@durable_transaction
def _file(
    order: Order, items: Sequence[FiledItem], key: str, by: str, journey: Journey
) -> ReturnCase:
    filed = _filed_before(order, key)
    if filed is not None:
        return filed
    if not items:
        raise NothingChosen
    order = Order.objects.get(pk=order.pk)
    for item in sorted(items, key=lambda item: item.line.pk):
        _claim(order, item)
    _check_journey(journey)
    case = _write_case(order, items, key, journey)
    for item in items:
        _write_line(case, item)
    ReturnDraft.objects.filter(order=order, key=key).delete()
    record(case, "Return filed", by=by, status=ReturnStatus.FILED)
    if not case.needs_approval:
        move_case(case, ReturnStatus.APPROVED, "Approved: inside the return window")
        write(order, "returns/emails/approved.html", key=case.number, **words_of(case))
    return case


def _write_case(order: Order, items: Sequence[FiledItem], key: str, journey: Journey) -> ReturnCase:
    is_pickup = journey.way == ReturnWay.PICKUP
    case: ReturnCase = ReturnCase.objects.create(
        number=new_number("RT"),
        key=key,
        order=order,
        needs_approval=any(map(_wants_person, items)),
        pickup_code=f"{secrets.randbelow(10_000):04}" if is_pickup else "",
        refund_to=journey.refund_to or ("" if order.is_cash else RefundTo.SOURCE),
        **journey.travel,
    )
    return case


def _wants_person(item: FiledItem) -> bool:
    is_claim = item.reason in NEEDS_PHOTO
    worth = item.line.paid_for(item.quantity).minor
    is_dear = is_claim and worth > settings.RETURN_APPROVAL_ABOVE_MINOR
    return item.line.return_terms.needs_approval or is_dear


def _check_journey(journey: Journey) -> None:
    """Raises PickupDayGone for a day we cannot come on, NotServed where we do not go."""
    if journey.way != ReturnWay.PICKUP:
        return
    row_of(journey.pin_code)
    if journey.pickup_on is None or journey.pickup_on < pickup_days(timezone.now())[0]:
        raise PickupDayGone


def words_of(case: ReturnCase) -> dict[str, Any]:
    """What mails say of how it travels."""
    day = f"{case.pickup_on:%a, %-d %b}" if case.pickup_on and case.is_pickup else ""
    return {"case": case.number, "pickup_on": day, "pickup_code": case.pickup_code}


def _filed_before(order: Order, key: str) -> ReturnCase | None:
    """The case this form made already; PageOutOfDate when it was another order's form."""
    case: ReturnCase | None = ReturnCase.objects.filter(key=key).first()
    if case is not None and case.order_id != order.pk:
        raise PageOutOfDate
    return case


def _claim(order: Order, item: FiledItem) -> None:
    """Set the units aside so that no other case can claim them; the UPDATE is the guard."""
    line = OrderLine.objects.get(pk=item.line.pk, order=order)
    if item.reason in line.return_terms.photo_reasons and not item.photos:
        raise PhotoNeeded(line.name)
    verdict = eligibility.check(order, line, now=timezone.now())
    if not verdict:
        raise NotReturnable(verdict.reason)
    if item.reason not in line.return_terms.reasons:
        raise ReasonNotOffered(line.name)
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
        fit_part=item.fit_part,
        wanted_size=item.wanted_size,
    )
    ReturnUnit.objects.bulk_create(
        [ReturnUnit(line=line, position=n) for n in range(1, item.quantity + 1)]
    )
    for photo in item.photos:
        ReturnPhoto.objects.create(line=line, file=photo)


@durable_transaction
def reschedule_pickup(case: ReturnCase, day: date, *, by: str) -> None:
    """Another day, while nobody came. Raises PickupDayGone, TooLateToMove once it was picked up."""
    if day not in pickup_days(timezone.now()):
        raise PickupDayGone
    early = (ReturnStatus.FILED, ReturnStatus.APPROVED)
    waiting = ReturnCase.objects.filter(pk=case.pk, way=ReturnWay.PICKUP, status__in=early)
    if not waiting.update(pickup_on=day):
        raise TooLateToMove
    record(case, f"Pickup moved to {day:%a, %-d %b}", by=by)


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
