"""What returns keep about people: photos and words go, what came back and was refunded stays."""

from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.personal import Keeper, register
from accounts.transactions import durable_transaction
from orders.models import Order
from returns.drafts import discard
from returns.filing import TRAVEL
from returns.models import (
    Disposition,
    InspectionPhoto,
    ReturnCase,
    ReturnEvent,
    ReturnLine,
    ReturnPhoto,
    ReturnUnit,
)
from returns.states import RETURN_TRANSITIONS


def copy_returns(user: User) -> list[dict[str, Any]]:
    return [
        {
            "number": case.number,
            "order": case.order.number,
            "filed_at": case.filed_at,
            "status": case.status,
            "lines": [
                {"quantity": line.quantity, "reason": line.reason, "comment": line.comment}
                for line in case.lines.all()
            ],
        }
        for case in _cases_of(user).select_related("order").prefetch_related("lines")
    ]


def _cases_of(user: User) -> Any:
    return ReturnCase.objects.filter(order__user=user)


def open_returns(user: User) -> str:
    """What was refused and is still with us has to go somewhere first."""
    cases = list(_cases_of(user))
    is_open = any(RETURN_TRANSITIONS[case.status] for case in cases)
    is_open = is_open or Disposition.objects.waiting().filter(case__in=cases).exists()
    return "A return is not finished yet." if is_open else ""


def erase_returns(user: User) -> None:
    for order in Order.objects.filter(user=user, return_draft__isnull=False):
        discard(order)
    cases = list(_cases_of(user))
    lines = [line.pk for line in ReturnLine.objects.filter(case__in=cases)]
    units = [unit.pk for unit in ReturnUnit.objects.filter(line__in=lines)]
    checks = InspectionPhoto.objects.filter(unit__in=units)
    photos = ReturnPhoto.objects.filter(line__in=lines)
    for file in [*(photo.file for photo in photos), *(photo.file for photo in checks)]:
        file.delete(save=False)
    names = [name for name in (user.full_name, user.email, user.phone) if name]
    _erase_rows([case.pk for case in cases], lines, names)


@durable_transaction
def _erase_rows(cases: list[UUID], lines: list[UUID], names: list[str]) -> None:
    nobodys = {name: "" for name in TRAVEL if name not in {"way", "pickup_on"}}
    ReturnCase.objects.filter(pk__in=cases).update(**nobodys)
    ReturnPhoto.objects.filter(line__in=lines).delete()
    units = [unit.pk for unit in ReturnUnit.objects.filter(line__in=lines)]
    InspectionPhoto.objects.filter(unit__in=units).delete()
    ReturnLine.objects.filter(pk__in=lines).update(comment="")
    ReturnUnit.objects.filter(line__in=lines).update(note="")
    ReturnEvent.objects.filter(case__in=cases, by__in=names).update(by="the customer")


register(
    Keeper(
        "returns",
        copy_returns,
        erase_returns,
        stays="What was sent back and refunded stays in the books, without photos and comments.",
        still_open=open_returns,
    )
)
