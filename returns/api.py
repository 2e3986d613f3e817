"""The API of returns: what may come back, filing and following a case; the desk of staff."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from accounts.callers import CallerRequest, customer_of, customers, staff_who_may
from accounts.cursors import Page, Paged, page_of
from accounts.keys import effect_key, once_per_key, only_with_key
from accounts.shapes import Asked, Whole, words
from orders.api.shapes import EventOut, RefundOut, refund_out
from orders.models import Order
from returns import eligibility, filing, receiving
from returns.models import ReturnCase, ReturnLine
from returns.states import ReturnStatus
from shop.return_terms import ReturnReason

own_returns = Router(tags=["returns"], auth=customers)
return_desk = Router(tags=["staff: returns"])
LOOK = staff_who_may("returns.view_returncase")
MOVE = staff_who_may("returns.change_returncase")
NEWEST_FIRST = ("-filed_at", "-pk")


class ReturnLineOut(Schema):
    """So many of one order line coming back, and why."""

    order_line_id: UUID
    sku: str = Field(..., examples=["KU-BAGR-IND-M"])
    name: str = Field(..., examples=["Bagru Buti Kurta"])
    size: str = Field(..., examples=["M"])
    quantity: int = Field(..., examples=[1])
    reason: str = Field(..., examples=["too_small"])
    comment: str = ""


class CaseOut(Schema):
    """A return as a list shows it."""

    number: str = Field(..., examples=["RT-4H2K8-M3W9P"])
    order: str = Field(..., examples=["VA-7K3M9-Q9T2X"])
    status: str = Field(..., examples=["approved"])
    status_label: str = Field(..., examples=["Approved"])
    filed_at: datetime
    can_be_withdrawn: bool


class CaseDetail(CaseOut):
    lines: list[ReturnLineOut]
    refunds: list[RefundOut]
    events: list[EventOut]


class VerdictOut(Schema):
    """How many of a line may come back now, and why in words."""

    order_line_id: UUID
    name: str = Field(..., examples=["Bagru Buti Kurta"])
    size: str = Field(..., examples=["M"])
    returnable: int = Field(..., examples=[1])
    reason: str = Field(..., examples=["Delivered 24 Nov; returns close 1 Dec, 11:59 pm."])


class Verdicts(Schema):
    items: list[VerdictOut]


class ItemIn(Asked):
    order_line_id: UUID
    quantity: Annotated[Whole, Field(ge=1, le=100, examples=[1])] = 1
    reason: ReturnReason
    comment: Annotated[str, words(500)] = ""


class FileIn(Asked):
    """What comes back. Reasons that need a photo are filed on the page, where it can be sent."""

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=50)]


class Queue(Paged):
    status: ReturnStatus | None = None


@own_returns.get("/orders/{slug:number}/returnable", response=Verdicts)
def list_returnable(request: CallerRequest, number: str) -> dict[str, Any]:
    """What of an order may be sent back; what may not says its rule and date."""
    order, now = _own_order(request, number), timezone.now()
    verdicts = [(line, eligibility.check(order, line, now=now)) for line in order.lines.all()]
    return {
        "items": [
            {
                "order_line_id": line.pk,
                "name": line.name,
                "size": line.size,
                "returnable": verdict.returnable,
                "reason": verdict.reason,
            }
            for line, verdict in verdicts
        ]
    }


@own_returns.post("/orders/{slug:number}/returns", response={201: CaseDetail})
@only_with_key
def file_return(request: CallerRequest, number: str, sent: FileIn) -> Status:
    """Send something back; a case opens while the return window is."""
    order = _own_order(request, number)
    lines = {line.pk: line for line in order.lines.all()}
    if any(item.order_line_id not in lines for item in sent.items):
        raise Http404
    items = [
        filing.FiledItem(
            line=lines[item.order_line_id],
            quantity=item.quantity,
            reason=item.reason,
            comment=item.comment.strip(),
        )
        for item in sent.items
    ]
    by = str(customer_of(request))
    case = filing.file_return(order, items, key=effect_key(request), by=by)
    return Status(201, _detail(case))


@own_returns.get("/returns", response=Page[CaseOut])
def list_returns(request: CallerRequest, paged: Query[Paged]) -> dict[str, Any]:
    """The customer's returns, the latest first."""
    found = ReturnCase.objects.of(customer_of(request)).select_related("order")
    return page_of(found, paged, _out, by=NEWEST_FIRST, kinds=(datetime, UUID))


@own_returns.get("/returns/{slug:number}", response=CaseDetail)
def read_return(request: CallerRequest, number: str) -> dict[str, Any]:
    """One return with its refunds and all that happened to it."""
    return _detail(_own(request, number))


@own_returns.post("/returns/{slug:number}/withdraw", response=CaseDetail)
def withdraw_return(request: CallerRequest, number: str) -> dict[str, Any]:
    """Keep the items after all, until the parcel was picked up."""
    filing.withdraw_return(_own(request, number), by=str(customer_of(request)))
    return _detail(_own(request, number))


# --- The desk -----------------------------------------------------------------------------------


@return_desk.get("/staff/returns", response=Page[CaseOut], auth=LOOK)
def list_cases(request: CallerRequest, queue: Query[Queue]) -> dict[str, Any]:
    """Every return, who waits longest first."""
    found = ReturnCase.objects.select_related("order")
    if queue.status:
        found = found.filter(status=queue.status)
    return page_of(found, queue, _out, by=("filed_at", "pk"), kinds=(datetime, UUID))


@return_desk.get("/staff/returns/{slug:number}", response=CaseDetail, auth=LOOK)
def look_at_return(request: CallerRequest, number: str) -> dict[str, Any]:
    return _detail(_case(number), is_staff=True)


@return_desk.post("/staff/returns/{slug:number}/receive", response=CaseDetail, auth=MOVE)
@once_per_key
def receive(request: CallerRequest, number: str) -> dict[str, Any]:
    """The parcel is here with everything in it."""
    receiving.receive_return(_case(number), by=request.auth.said)
    return _detail(_case(number), is_staff=True)


# --- Whose it is, and how it is written ---------------------------------------------------------


def _own_order(request: CallerRequest, number: str) -> Order:
    return get_object_or_404(Order.objects.of(customer_of(request)), number=number)


def _own(request: CallerRequest, number: str) -> ReturnCase:
    own = ReturnCase.objects.of(customer_of(request)).select_related("order")
    return get_object_or_404(own, number=number)


def _case(number: str) -> ReturnCase:
    return get_object_or_404(ReturnCase.objects.select_related("order"), number=number)


def _out(case: ReturnCase) -> dict[str, Any]:
    return {
        "number": case.number,
        "order": case.order.number,
        "status": case.status,
        "status_label": case.get_status_display(),
        "filed_at": case.filed_at,
        "can_be_withdrawn": case.can_move_to(ReturnStatus.WITHDRAWN),
    }


def _detail(case: ReturnCase, *, is_staff: bool = False) -> dict[str, Any]:
    events = case.events.all() if is_staff else case.events.filter(is_public=True)
    refunds = case.refunds().shown_to_customer()
    return {
        **_out(case),
        "lines": [_line(line) for line in case.lines.select_related("order_line")],
        "refunds": [refund_out(refund) for refund in refunds],
        "events": [
            {"at": event.at, "status": event.status, "text": event.text} for event in events
        ],
    }


def _line(line: ReturnLine) -> dict[str, Any]:
    bought = line.order_line
    return {
        "order_line_id": bought.pk,
        "sku": bought.sku,
        "name": bought.name,
        "size": bought.size,
        "quantity": line.quantity,
        "reason": line.reason,
        "comment": line.comment,
    }
