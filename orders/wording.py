"""What each message about an order says: plain JSON, settled when the message is owed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from orders.links import address_of
from orders.models import Order, OrderLine, Parcel, ParcelLine, Payment, PayoutDetails, Refund
from orders.states import OrderStatus
from shop.media import PictureFiles
from shop.money import written
from shop.return_terms import promise_of
from shop.structured import absolute

STEPS = {
    OrderStatus.PLACED: "Placed",
    OrderStatus.CONFIRMED: "Confirmed",
    OrderStatus.PACKED: "Packed",
    OrderStatus.SHIPPED: "On the way",
    OrderStatus.DELIVERED: "Delivered",
}
SCHEMA_STATUS = {
    OrderStatus.PLACED: "OrderPaymentDue",
    OrderStatus.SHIPPED: "OrderInTransit",
    OrderStatus.DELIVERED: "OrderDelivered",
    OrderStatus.RETURNING: "OrderProblem",
    OrderStatus.RETURNED: "OrderReturned",
    OrderStatus.CANCELLED: "OrderCancelled",
    OrderStatus.EXPIRED: "OrderCancelled",
}
METHODS = {"upi": "UPI account", "card": "card", "netbanking": "bank account", "wallet": "wallet"}
Words = dict[str, Any]


def context_of(order: Order) -> Words:
    """What every message about this order may say, as it is now."""
    return {
        "number": order.number,
        "name": order.full_name,
        "first_name": order.full_name.split(" ")[0],
        "url": absolute(address_of(order)),
        "total": str(order.total),
        "pay_on_delivery": str(order.due_at_door) if order.is_cash else "",
    }


def of_placed(order: Order) -> Words:
    return {"kept_until": _clock(order.expires_at), **_goods(order)}


def of_confirmed(order: Order) -> Words:
    journey, lines = _journey(order, OrderStatus.CONFIRMED), list(order.lines.all())
    promise = promise_of([line.return_terms for line in lines])
    facts = [*journey["facts"], ("Returns", promise)] if promise else journey["facts"]
    return {**journey, **_goods(order), "facts": facts}


def of_packed(order: Order) -> Words:
    return _journey(order, OrderStatus.PACKED) | _goods(order)


def of_shipped(parcel: Parcel, inside: Iterable[ParcelLine], *, is_only: bool) -> Words:
    """`is_only` where all that was ordered lies in this parcel."""
    journey = _journey(parcel.order, OrderStatus.SHIPPED)
    handed = [("Courier", parcel.carrier), ("Tracking number", parcel.tracking_number)]
    return {
        **(journey if is_only else {"arrives": journey["arrives"]}),
        **_parcel(parcel, inside, is_only, title="In this parcel"),
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "facts": [*handed, *journey["facts"]],
    }


def of_delivered(parcel: Parcel, inside: Iterable[ParcelLine], *, is_only: bool) -> Words:
    """While others are on their way nobody knows the last day of returning yet."""
    order = parcel.order
    until = _day(order.return_deadline)
    terms = [line.return_terms for line in order.lines.all()]
    return {
        **(_journey(order, OrderStatus.DELIVERED) if is_only else {}),
        **_parcel(parcel, inside, is_only, title="What arrived"),
        "return_until": until,
        "return_promise": promise_of(terms),
        "is_final_sale": all(one.is_final_sale for one in terms),
        "facts": _last_days(order) if until else [],
    }


def _last_days(order: Order) -> list[tuple[str, str]]:
    """Until when what may come back; piece by piece where that differs."""
    lines = list(order.lines.all())
    ends = {line.return_deadline or order.return_deadline for line in lines}
    is_same = len(ends) == 1 and not any(line.return_terms.is_final_sale for line in lines)
    if is_same or not lines:
        return [("Return by", f"{_day(order.return_deadline)}, 11:59 pm")]
    return [(line.name, _last_day(order, line)) for line in lines]


def _last_day(order: Order, line: OrderLine) -> str:
    if line.return_terms.is_final_sale:
        return "Final sale: it cannot be returned"
    return f"Return by {_day(line.return_deadline or order.return_deadline)}, 11:59 pm"


def _parcel(parcel: Parcel, inside: Iterable[ParcelLine], is_only: bool, *, title: str) -> Words:
    """What lies in it; the whole order with its price table where that is the same."""
    goods = _goods(parcel.order, title=title)
    if is_only:
        return goods
    lines = [_line(one.order_line) | {"quantity": one.quantity, "total": ""} for one in inside]
    return {**goods, "lines": lines, "rows": [], "parcel": str(parcel.number)}


def of_returning(parcel: Parcel, inside: Iterable[ParcelLine], *, is_only: bool) -> Words:
    """Why it was not delivered, and what becomes of the money once it is here."""
    return {
        **_parcel(parcel, inside, is_only, title="What comes back to us"),
        "address": [],
        "carrier": parcel.carrier,
        "why": parcel.get_return_reason_display().lower(),
        "is_paid": "" if parcel.order.is_cash else "yes",
    }


def of_returned(parcel: Parcel, inside: Iterable[ParcelLine], owed: str, *, is_only: bool) -> Words:
    """`owed` is what goes back, as it is written; empty when nothing was paid."""
    return {
        **_parcel(parcel, inside, is_only, title="What came back to us"),
        "address": [],
        "owed": owed,
        "facts": [("Going back to you", owed)] if owed else [],
    }


def of_cancelled(order: Order, owed: str) -> Words:
    """`owed` is what goes back, as it is written; empty when nothing was paid."""
    facts = [("Going back to you", owed)] if owed else []
    goods = _goods(order, title="What was cancelled", is_going=False)
    return {"owed": owed, "facts": facts, **goods}


def of_expired(order: Order) -> Words:
    return _goods(order, title="What was in it", is_going=False)


def of_payment_failed(payment: Payment) -> Words:
    return {"failure": _sentence(payment.failure), **of_placed(payment.order)}


def of_refund(refund: Refund) -> Words:
    """Of a refund that was started, done or failed: how much, where to, under which reference
    and on which day.
    """
    reference = refund.gateway_refund_id or ""
    day = _day(refund.processed_at or timezone.now())
    to = _way_back(refund)
    facts = [("Amount", str(refund.amount)), ("Why", refund.reason)]
    facts += [("To", to)] if to else []
    facts += [("Date", day)]
    facts += [("Reference", reference)] if reference else []
    return {
        "amount": str(refund.amount),
        "why": _sentence(refund.reason),
        "to": to,
        "date": day,
        "reference": reference,
        "facts": facts,
    }


def of_payout_needed(refund: Refund) -> Words:
    """A guest's link opens the order, whose page leads on to the form."""
    order = refund.order
    page = reverse("orders:payout", args=[order.number]) if order.user_id else address_of(order)
    return {**of_refund(refund), "payout_url": absolute(page)}


def of_payout_saved(details: PayoutDetails) -> Words:
    return {"to": details.masked, "facts": [("Refunds go to", details.masked)]}


def _way_back(refund: Refund) -> str:
    """As it is said after “to”; empty where all we know is that it goes the way it came."""
    payment = refund.payment
    if payment.is_cash:
        given = PayoutDetails.objects.filter(order_id=payment.order_id).first()
        return given.masked if given else ""
    method = METHODS.get(payment.method, "")
    return f"your {method}" if method else ""


def _goods(order: Order, *, title: str = "What you ordered", is_going: bool = True) -> Words:
    """The part of a mail that shows what was ordered, what it costs and where it goes."""
    return {
        "details": "orders/emails/details",
        "lines_title": title,
        "lines": [_line(line) for line in order.lines.all()],
        "rows": _rows(order),
        "address": _address(order) if is_going else [],
        "node": _node(order),
    }


def _line(line: OrderLine) -> Words:
    return {
        "name": line.name,
        "colour": line.colour,
        "size": line.size,
        "quantity": line.quantity,
        "total": str(line.total),
        "is_final_sale": line.return_terms.is_final_sale,
        "picture": _picture(line),
        "alt": line.picture.get("alt", ""),
    }


def _picture(line: OrderLine) -> str:
    key = line.picture.get("key")
    return absolute(PictureFiles(key).mail) if key else ""


def _rows(order: Order) -> list[Words]:
    """The price table above the total."""
    rows: list[Words] = [{"label": "Items", "amount": str(order.items_total)}]
    if order.discount_minor:
        rows.append({"label": order.coupon_code, "amount": f"−{order.discount}", "is_off": True})
    fee = str(order.delivery_fee) if order.delivery_minor else "Free"
    by_coupon = order.coupon_code and not order.discount_minor
    label = f"Delivery ({order.coupon_code})" if by_coupon else "Delivery"
    rows.append({"label": label, "amount": fee})
    if order.cod_fee_minor:
        rows.append({"label": "Cash on delivery", "amount": written(order.cod_fee_minor)})
    return rows


def _address(order: Order) -> list[str]:
    parts = [
        order.full_name,
        f"{order.house}, {order.street}",
        order.landmark,
        f"{order.city} {order.pin_code}, {order.get_state_display()}",
        order.phone,
    ]
    return [part for part in parts if part]


def _journey(order: Order, reached: OrderStatus) -> Words:
    """The thread: each step with whether it is done, and which one is told of; and the day."""
    at = list(STEPS).index(reached)
    steps = [
        {"title": title, "is_done": n <= at, "is_now": n == at}
        for n, title in enumerate(STEPS.values())
    ]
    arrives = _arrives(order)
    facts = [("Arriving", arrives)] if arrives else []
    return {"steps": steps, "arrives": arrives, "facts": facts}


def _arrives(order: Order) -> str:
    """The day that was promised when it was placed; orders older than such promises have none."""
    return f"{order.arrives_on:%a, %-d %b}" if order.arrives_on else ""


def _node(order: Order) -> dict[str, Any]:
    """The order for the machines that read mails: the inbox shows where it stands."""
    status = SCHEMA_STATUS.get(OrderStatus(order.status), "OrderProcessing")
    return {
        "@type": "Order",
        "merchant": {"@type": "Organization", "name": settings.SHOP_LEGAL_NAME},
        "orderNumber": order.number,
        "orderStatus": f"https://schema.org/{status}",
        "orderDate": order.placed_at.isoformat(),
        "price": f"{order.total_minor // 100}.{order.total_minor % 100:02d}",
        "priceCurrency": order.currency,
        "url": absolute(order.get_absolute_url()),
    }


def _sentence(words: str) -> str:
    """As a sentence of its own: words of the gateway and of staff come with and without a stop."""
    words = words.strip()
    return words if not words or words[-1] in ".!?" else f"{words}."


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b}" if moment else ""


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
