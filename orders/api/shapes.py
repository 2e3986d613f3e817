"""How the API writes an order, its parcels and its money."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from orders.failures import in_words
from orders.links import token_for
from orders.models import Order, OrderLine, Parcel, Payment, Refund
from orders.states import OrderStatus
from shop.api.bag import QuoteOut, quote_out
from shop.api.shapes import Amount, PictureOut, amount, picture


class OrderLineOut(Schema):
    """So many of one size, as it was called and cost then."""

    id: UUID
    sku: str = Field(..., examples=["KU-BAGR-IND-M"])
    name: str = Field(..., examples=["Bagru Buti Kurta"])
    colour: str = Field(..., examples=["Indigo"])
    size: str = Field(..., examples=["M"])
    quantity: int = Field(..., examples=[1])
    delivered: int = Field(..., description="How many arrived.", examples=[1])
    in_returns: int = Field(..., description="How many are in a return.", examples=[0])
    unit_price: Amount
    paid: Amount
    picture: PictureOut | None = None


class ParcelOut(Schema):
    number: int = Field(..., examples=[1])
    status: str = Field(..., examples=["shipped"])
    carrier: str = Field("", examples=["Blue Dart"])
    tracking_number: str = Field("", examples=["BD123456789"])
    packed_at: datetime
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    pieces: int = Field(..., examples=[2])


class PaymentOut(Schema):
    id: UUID
    provider: str = Field(..., examples=["razorpay"])
    status: str = Field(..., examples=["captured"])
    amount: Amount
    method: str = Field("", examples=["upi"])
    failure: str = Field("", description="Why the last try failed, in words.")
    captured_at: datetime | None = None


class RefundOut(Schema):
    id: UUID
    status: str = Field(..., examples=["processed"])
    amount: Amount
    reason: str = Field(..., examples=["Order cancelled"])
    requested_at: datetime
    processed_at: datetime | None = None


class EventOut(Schema):
    at: datetime
    status: str = Field("", examples=["confirmed"])
    text: str = Field(..., examples=["Payment received"])


class OrderOut(Schema):
    """An order as a list shows it."""

    number: str = Field(..., examples=["VA-7K3M9-Q9T2X"])
    status: str = Field(
        ...,
        description=" · ".join(OrderStatus.values),
        examples=["confirmed"],
    )
    status_label: str = Field(..., examples=["Confirmed"])
    placed_at: datetime
    arrives_on: date | None = None
    total: Amount
    payment_method: str = Field(..., description="online or cash", examples=["online"])
    is_payable: bool
    is_cancellable: bool
    token: str | None = Field(
        None, description="A guest's key to this order: send it as X-Order-Token."
    )


class Destination(Schema):
    full_name: str = Field(..., examples=["Asha Rao"])
    phone: str = Field(..., examples=["+919876543210"])
    email: str = Field("", examples=["asha@example.in"])
    house: str
    street: str
    landmark: str = ""
    city: str = Field(..., examples=["Bengaluru"])
    state: str = Field(..., examples=["KA"])
    pin_code: str = Field(..., examples=["560001"])


class OrderDetail(OrderOut):
    """An order with all that happened to it."""

    delivery_method: str = Field(..., examples=["standard"])
    delivered_at: datetime | None = None
    pay_until: datetime | None = None
    return_until: datetime | None = None
    gstin: str = ""
    address: Destination
    quote: QuoteOut
    lines: list[OrderLineOut]
    parcels: list[ParcelOut]
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    events: list[EventOut]


def order_out(order: Order, *, with_token: bool = False) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "status_label": order.get_status_display(),
        "placed_at": order.placed_at,
        "arrives_on": order.arrives_on,
        "total": amount(order.total),
        "payment_method": order.payment_method,
        "is_payable": order.is_payable,
        "is_cancellable": order.is_cancellable,
        "token": token_for(order) if with_token and order.user_id is None else None,
    }


def order_detail(order: Order, *, is_staff: bool = False, **how: Any) -> dict[str, Any]:
    """Everything of one order; events only staff read are left out for others."""
    events = order.events.all() if is_staff else order.events.filter(is_public=True)
    refunds = order.refunds.all() if is_staff else order.refunds.shown_to_customer()
    parcels = order.parcels.prefetch_related("lines")
    return {
        **order_out(order, **how),
        "delivery_method": order.delivery_method,
        "delivered_at": order.delivered_at,
        "pay_until": order.expires_at if order.is_payable else None,
        "return_until": order.return_deadline,
        "gstin": order.gstin,
        "address": {name: getattr(order, name) for name in Destination.model_fields},
        "quote": quote_out(order.quote),
        "lines": [_line_out(line) for line in order.lines.all()],
        "parcels": [_parcel_out(parcel) for parcel in parcels],
        "payments": [payment_out(payment) for payment in order.payments.all()],
        "refunds": [refund_out(refund) for refund in refunds],
        "events": [
            {"at": event.at, "status": event.status, "text": event.text} for event in events
        ],
    }


def _line_out(line: OrderLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "sku": line.sku,
        "name": line.name,
        "colour": line.colour,
        "size": line.size,
        "quantity": line.quantity,
        "delivered": line.delivered_quantity,
        "in_returns": line.claimed_quantity,
        "unit_price": amount(line.unit_price),
        "paid": amount(line.paid),
        "picture": picture(line.picture.get("key", ""), line.picture.get("alt", "")),
    }


def _parcel_out(parcel: Parcel) -> dict[str, Any]:
    said = (
        "number",
        "status",
        "carrier",
        "tracking_number",
        "packed_at",
        "shipped_at",
        "delivered_at",
        "pieces",
    )
    return {name: getattr(parcel, name) for name in said}


def payment_out(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.pk,
        "provider": payment.provider,
        "status": payment.status,
        "amount": amount(payment.amount),
        "method": payment.method,
        "failure": in_words(payment.failure),
        "captured_at": payment.captured_at,
    }


def refund_out(refund: Refund) -> dict[str, Any]:
    said = ("status", "reason", "requested_at", "processed_at")
    told = {name: getattr(refund, name) for name in said}
    return {"id": refund.pk, "amount": amount(refund.amount), **told}
