"""The API of orders: a customer's own, and a guest's by the token of the order."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from accounts.callers import CallerRequest, anybody, customers
from accounts.cursors import Page, Paged, page_of
from accounts.keys import only_with_key
from accounts.limits import CHECKOUT, FIND_ORDER, address_of, check_limit
from accounts.problems import trouble_of
from accounts.shapes import Asked, Phone, words
from orders import payments
from orders.api.shapes import OrderDetail, OrderOut, order_detail, order_out
from orders.cancellation import cancel_order
from orders.finding import send_link
from orders.forms import FindOrderForm
from orders.links import number_in
from orders.models import Order
from orders.narrowing import about, of_kind
from orders.switching import switch_to_cash
from shop.api.shapes import Amount, amount

orders = Router(tags=["orders"])
ORDER_HEADER = "X-Order-Token"


class Which(Paged):
    kind: Literal["", "open", "delivered", "returned", "cancelled"] = ""
    q: str = Field("", max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["kurta"])


class FindIn(Asked):
    """What somebody without an account remembers of their order."""

    number: Annotated[str, words(24, least=4), Field(examples=["VA-7K3M9-Q9T2X"])]
    phone: Phone


class StartedOut(Schema):
    """What Razorpay's checkout is opened with."""

    payment_id: UUID
    provider: str = Field(..., examples=["razorpay"])
    key_id: str = Field(..., examples=["rzp_live_xxxxxxxxxxxxxx"])
    gateway_order_id: str = Field(..., examples=["order_NXh2xbF7pUd8oY"])
    amount: Amount
    seconds: int = Field(..., description="Until the order expires unpaid.", examples=[1740])


class ProofIn(Asked):
    """What Razorpay's checkout gave back."""

    razorpay_payment_id: Annotated[str, words(40, least=1), Field(examples=["pay_NXh2yLq4Z1"])]
    razorpay_signature: Annotated[str, words(128, least=1)]


@orders.get("/orders", response=Page[OrderOut], auth=customers)
def list_orders(request: CallerRequest, which: Query[Which]) -> dict[str, Any]:
    """The customer's orders, the latest first."""
    found = about(of_kind(Order.objects.of(request.auth.user), which.kind), which.q.strip())
    by = ("-placed_at", "-pk")
    return page_of(found, which, order_out, by=by, kinds=(datetime, UUID))


@orders.post("/orders/find", response={202: None}, auth=anybody)
def find_order(request: CallerRequest, sent: FindIn) -> Status:
    """Have the link of an order sent to who placed it; the answer is the same for everyone."""
    check_limit(FIND_ORDER, address_of(request))
    form = FindOrderForm(sent.model_dump())
    if not form.is_valid():
        raise trouble_of(form)
    send_link(form.cleaned_data["number"], form.cleaned_data["phone"])
    return Status(202, None)


@orders.get("/orders/{slug:number}", response=OrderDetail, auth=anybody)
def read_order(request: CallerRequest, number: str) -> dict[str, Any]:
    """One order with all that happened to it."""
    return order_detail(own_order(request, number))


@orders.post("/orders/{slug:number}/cancel", response=OrderDetail, auth=anybody)
def cancel(request: CallerRequest, number: str) -> dict[str, Any]:
    """Call it off until it is packed; what was paid goes back by itself."""
    order = own_order(request, number)
    cancel_order(order, by=str(order.user or order.full_name))
    return order_detail(own_order(request, number))


@orders.post("/orders/{slug:number}/payment", response={201: StartedOut}, auth=anybody)
@only_with_key
def start_payment(request: CallerRequest, number: str) -> Status:
    """Make the payment known to the gateway; it is then paid in Razorpay's own checkout."""
    check_limit(CHECKOUT, request.auth.name)
    order = own_order(request, number)
    payment = payments.start_payment(order)
    started = {
        "payment_id": payment.pk,
        "provider": payment.provider,
        "key_id": settings.RAZORPAY_KEY_ID,
        "gateway_order_id": payment.gateway_order_id,
        "amount": amount(payment.amount),
        "seconds": order.seconds_to_pay,
    }
    return Status(201, started)


@orders.post("/orders/{slug:number}/payment/confirm", response=OrderDetail, auth=anybody)
def confirm_payment(request: CallerRequest, number: str, sent: ProofIn) -> dict[str, Any]:
    """Say that it was paid: the signature is checked, then the gateway is asked."""
    order = own_order(request, number)
    started = order.payments.exclude(gateway_order_id=None)
    payment = get_object_or_404(started.order_by("-created_at")[:1])
    payments.confirm_checkout(
        payment,
        gateway_payment_id=sent.razorpay_payment_id,
        signature=sent.razorpay_signature,
    )
    return order_detail(own_order(request, number))


@orders.post("/orders/{slug:number}/payment/cash", response=OrderDetail, auth=anybody)
def pay_in_cash(request: CallerRequest, number: str) -> dict[str, Any]:
    """Pay at the door after all; the total grows by the fee for it."""
    order = own_order(request, number)
    switch_to_cash(order, by=order.full_name)
    return order_detail(own_order(request, number))


def own_order(request: CallerRequest, number: str) -> Order:
    """The customer's order, or a guest's whose token is sent along; 404 for any other."""
    user = request.auth.user
    is_open = Q(user=None, number=number_in(request.headers.get(ORDER_HEADER, "")) or "")
    if user is not None:
        is_open |= Q(user_id=user.pk)
    return get_object_or_404(Order.objects.filter(is_open), number=number)
