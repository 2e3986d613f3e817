"""The API of refunds, for staff: what is on its way back, giving money back, trying again."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from accounts.callers import CallerRequest, customer_of, staff_who_may
from accounts.cursors import Page, Paged, page_of
from accounts.keys import effect_key, only_with_key
from accounts.limits import REFUND, check_limit
from accounts.shapes import Asked, Whole, words
from orders import refunds
from orders.api.shapes import RefundOut, refund_out
from orders.approvals import RIGHT, approve_refund, decline_refund
from orders.models import Order, Refund
from orders.states import RefundStatus
from shop.money import Money

refund_desk = Router(tags=["staff: refunds"])
LOOK = staff_who_may("orders.view_refund")
GIVE = staff_who_may("orders.change_order", is_fresh=True)
SEND = staff_who_may("orders.change_refund", is_fresh=True)
APPROVE = staff_who_may(RIGHT, is_fresh=True)


class Which(Paged):
    status: RefundStatus | None = None


class DeskRefund(RefundOut):
    order: str = Field(..., examples=["VA-7K3M9-Q9T2X"])
    requested_by: str = Field("", examples=["Store"])
    last_error: str = ""


class Given(Schema):
    items: list[DeskRefund]


class RefundIn(Asked):
    amount_minor: Annotated[Whole, Field(ge=100, le=10**11, examples=[49900])]
    reason: Annotated[str, words(120, least=1), Field(examples=["A button was missing"])]


class DeclineIn(Asked):
    note: Annotated[str, words(120, least=1), Field(examples=["She was given a coupon instead"])]


@refund_desk.get("/staff/refunds", response=Page[DeskRefund], auth=LOOK)
def list_refunds(request: CallerRequest, which: Query[Which]) -> dict[str, Any]:
    """Refunds, the latest first."""
    found = Refund.objects.select_related("order")
    if which.status:
        found = found.filter(status=which.status)
    by = ("-requested_at", "-pk")
    return page_of(found, which, _out, by=by, kinds=(datetime, UUID))


@refund_desk.post("/staff/orders/{slug:number}/refunds", response={201: Given}, auth=GIVE)
@only_with_key
def give_back(request: CallerRequest, number: str, sent: RefundIn) -> Status:
    """Ask to give a part of what was paid back; it goes once somebody else has approved it. The
    customer reads the reason.
    """
    check_limit(REFUND, request.auth.name)
    order, key = get_object_or_404(Order, number=number), effect_key(request)
    refunds.refund_by_staff(
        order,
        amount=Money(sent.amount_minor, order.currency),
        reason=sent.reason.strip(),
        key=key,
        by_user=customer_of(request),
    )
    given = order.refunds.filter(key__contains=key).select_related("order")
    return Status(201, {"items": [_out(refund) for refund in given]})


@refund_desk.post("/staff/refunds/{uuid:pk}/retry", response=DeskRefund, auth=SEND)
def try_again(request: CallerRequest, pk: UUID) -> dict[str, Any]:
    """Send a refund that needs attention again; sending twice pays once."""
    refund = get_object_or_404(Refund.objects.select_related("order", "payment"), pk=pk)
    refunds.retry_refund(refund, by=request.auth.said)
    return _out(Refund.objects.select_related("order").get(pk=pk))


@refund_desk.post("/staff/refunds/{uuid:pk}/approve", response=DeskRefund, auth=APPROVE)
def approve(request: CallerRequest, pk: UUID) -> dict[str, Any]:
    """Let a refund go that somebody else asked for; one's own is refused."""
    refund = get_object_or_404(Refund.objects.select_related("order", "payment"), pk=pk)
    approve_refund(refund, by_user=customer_of(request))
    return _out(refund)


@refund_desk.post("/staff/refunds/{uuid:pk}/decline", response=DeskRefund, auth=APPROVE)
def decline(request: CallerRequest, pk: UUID, sent: DeclineIn) -> dict[str, Any]:
    """Do not pay it; staff read why in the order's history."""
    refund = get_object_or_404(Refund.objects.select_related("order", "payment"), pk=pk)
    decline_refund(refund, by_user=customer_of(request), note=sent.note.strip())
    return _out(refund)


def _out(refund: Refund) -> dict[str, Any]:
    told = {
        "order": refund.order.number,
        "requested_by": refund.requested_by,
        "last_error": refund.last_error,
    }
    return {**refund_out(refund), **told}
