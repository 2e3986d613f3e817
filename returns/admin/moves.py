"""What staff may do with a return, what each move asks, and what is said when it is done."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import Move, MoveForm
from orders.states import GIVEN_UP, RefundStatus
from returns.approval import approve_return, decline_return
from returns.inspection import inspect_return
from returns.inspection_form import InspectionForm, ReceiptForm
from returns.models import ReturnCase, ReturnUnit
from returns.receiving import (
    correct_receipt,
    count_units,
    mark_picked_up,
    receive_return,
    receive_units,
    units_of,
)
from returns.reopening import undo_missing
from returns.resolution import amount_of
from returns.states import Refused, ReturnStatus
from shop.money import Money


def what_follows(case: ReturnCase) -> str:
    """What happens next with an inspected case, in the words staff pass on."""
    if case.status != ReturnStatus.ACCEPTED:
        return "Not accepted: nothing is refunded or restocked, and the customer reads why."
    owed = list(case.refunds().exclude(status__in=GIVEN_UP))
    refunded = sum((refund.amount for refund in owed), Money(0))
    units = sum(unit.is_restocked for unit in units_of(case))
    waits = any(refund.status == RefundStatus.AWAITING_APPROVAL for refund in owed)
    where = "waits until a second person approves it" if waits else "is on its way back"
    return f"{refunded} {where}; {units} unit{'s' if units != 1 else ''} restocked."


def what_would_follow(case: ReturnCase, form: InspectionForm) -> str:
    """What finishing the check would do, of the units something complete is said of so far."""
    form.is_only_looked_at = True
    form.is_valid()
    said = [unit for _, units in form.lines for unit in units if unit.is_said]
    accepted = [unit for unit in said if unit.is_accepted]
    left = sum(len(units) for _, units in form.lines) - len(said)
    amount = amount_of(case, [unit.unit for unit in accepted])
    restocked = sum(unit.is_restocked for unit in accepted)
    words = [f"{amount.total} will be refunded" if accepted else "Nothing will be refunded"]
    words += [f"after a return fee of {amount.return_fee}"] if amount.return_fee else []
    words += [f"{restocked} back on sale" if restocked else "nothing back on sale"]
    words += [f"{len(said) - len(accepted)} refused"] if len(said) > len(accepted) else []
    words += [f"{left} without a verdict yet"] if left else []
    return ", ".join(words) + "."


STANDS = {
    ReturnStatus.FILED: "Filed. Approve or decline it before the parcel travels.",
    ReturnStatus.APPROVED: "Approved. The parcel is on its way to us.",
    ReturnStatus.DECLINED: "Declined before it travelled.",
    ReturnStatus.WITHDRAWN: "Withdrawn: the customer keeps the items.",
    ReturnStatus.LAPSED: "Closed by the clock: it was never sent.",
}


def status_sentence(case: ReturnCase) -> str:
    """Where the case stands and what it waits for."""
    match ReturnStatus(case.status):
        case ReturnStatus.PICKED_UP:
            return f"With the courier since {_clock(case.picked_up_at)}."
        case ReturnStatus.RECEIVED:
            return f"Here since {_clock(case.received_at)}. To inspect."
        case ReturnStatus.ACCEPTED if case.is_refunded_by(case.refunds()):
            return "Inspected. The money is back with the customer."
        case ReturnStatus.ACCEPTED:
            return f"Inspected. {what_follows(case)}"
        case ReturnStatus.REFUSED:
            return what_follows(case)
        case stands:
            return STANDS[stands]


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b, %H:%M}" if moment else "some time"


class DeclineForm(MoveForm):
    note = forms.CharField(
        label="Why not",
        max_length=200,
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
        help_text="The customer reads this.",
        error_messages={"required": "Say why: the customer reads it."},
    )


APPROVE = Move(
    "approve",
    "Approve",
    approve_return,
    is_legal=lambda case: case.status == ReturnStatus.FILED,
    said=lambda case: f"{case} is approved; the customer was told how to send it.",
)


DECLINE = Move(
    "decline",
    "Decline",
    decline_return,
    is_legal=lambda case: case.can_move_to(ReturnStatus.DECLINED),
    said=lambda case: f"{case} is declined; the items can be filed again.",
    form=DeclineForm,
    is_dangerous=True,
)


PICKED_UP = Move(
    "picked-up",
    "Picked up",
    mark_picked_up,
    is_legal=lambda case: case.can_move_to(ReturnStatus.PICKED_UP),
    said=lambda case: f"{case} is with the courier; it cannot be withdrawn any more.",
)


RECEIVE = Move(
    "receive",
    "Receive",
    receive_units,
    is_legal=lambda case: case.can_move_to(ReturnStatus.RECEIVED),
    said=lambda case: f"{case}: {count_units(units_of(case))}. Inspect it next.",
    form=ReceiptForm,
    template="admin/returns/returncase/receive.html",
    then="inspect",
)


RECEIVE_ALL = Move(
    "receive-all",
    "Receive",
    receive_return,
    is_legal=lambda case: case.can_move_to(ReturnStatus.RECEIVED),
    said=lambda case: f"{case} is here. Inspect it next.",
)


CORRECT = Move(
    "correct",
    "Correct what arrived",
    correct_receipt,
    is_legal=lambda case: case.status == ReturnStatus.RECEIVED,
    said=lambda case: f"{case}: {count_units(units_of(case))}.",
    form=ReceiptForm,
    template="admin/returns/returncase/receive.html",
    then="inspect",
)


INSPECT = Move(
    "inspect",
    "Inspect",
    inspect_return,
    is_legal=lambda case: case.status == ReturnStatus.RECEIVED,
    said=what_follows,
    form=InspectionForm,
    is_personal=True,
    template="admin/returns/returncase/inspect.html",
)


class NotMissingForm(MoveForm):
    """Which of the missing units was not."""

    unit = forms.TypedChoiceField(
        coerce=UUID, label="Which one turned up", widget=forms.RadioSelect
    )

    def __init__(self, row: ReturnCase, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.units = {unit.pk: unit for unit in missing_of(row)}
        self.fields["unit"].choices = [(pk, str(u)) for pk, u in self.units.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {"unit": self.units[given["unit"]]} if "unit" in given else {}


def missing_of(case: ReturnCase) -> list[ReturnUnit]:
    """Units a settled case refused as missing, and that no case was opened for yet."""
    opened = set(case.followed_by.values_list("key", flat=True))
    return [
        unit
        for unit in units_of(case)
        if unit.is_missing
        and unit.refused_for == Refused.MISSING
        and f"missing:{unit.pk.hex}" not in opened
    ]


def not_missing(case: ReturnCase, *, by: str, unit: ReturnUnit) -> None:
    undo_missing(unit, by=by)


NOT_MISSING = Move(
    "not-missing",
    "It was not missing",
    not_missing,
    is_legal=lambda case: bool(case.inspected_at) and bool(missing_of(case)),
    said=lambda case: (
        f"{case.followed_by.latest('filed_at')} is open for it: receive it there. "
        "The customer was told."
    ),
    form=NotMissingForm,
    question=lambda case: (
        "A new return is opened for it, approved already. Receive it there if it is here; "
        "if not, the customer can send it. What was settled stays."
    ),
)
MOVES = (APPROVE, INSPECT, RECEIVE, PICKED_UP, CORRECT, NOT_MISSING, DECLINE)

# What a move does to many at once, said before it is made.
CONSEQUENCES = {
    "approve": "Each customer is told how to send the parcel.",
    "decline": "Each customer reads why, and keeps the items; they can be filed again.",
    "picked-up": "Each customer is told; none of them can withdraw any more.",
    "receive-all": (
        "Every item of these parcels counts as here. Where something is missing, open the return "
        "and receive it item by item. Each customer is told."
    ),
}
