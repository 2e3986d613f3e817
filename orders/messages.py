"""What customers are written about their orders: which message, to whom, saying what."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import MessageChannel
from accounts.outbox import post
from orders.models import Order, OrderLine, Parcel, ParcelLine, Refund


def write(order: Order, template: str, *, key: str = "", **more: Any) -> None:
    """Owe the customer the e-mail and SMS of `template`, once per `key` (else per order)."""
    context = {**context_of(order), **more}
    for channel, recipient in (
        (MessageChannel.EMAIL, order.email),
        (MessageChannel.SMS, order.phone),
    ):
        post(
            template,
            channel=channel,
            to=recipient,
            context=context,
            key=f"{template}:{key or order.number}:{channel}",
        )


def write_parcel(parcel: Parcel, template: str) -> None:
    """Owe the customer the news of one parcel, saying what lies in it and how many there are."""
    order = parcel.order
    words = words_of(
        parcel,
        parcel.lines.select_related("order_line"),
        count=order.parcels.current().count(),
        units_to_pack=order.units_to_pack,
    )
    write(order, template, key=parcel.reference, **words)


def words_of(
    parcel: Parcel, inside: Iterable[ParcelLine], *, count: int, units_to_pack: int
) -> dict[str, Any]:
    """What a message about a parcel says beside what is said of its order."""
    return {
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "parcel_number": parcel.number,
        "parcel_count": count,
        "units_to_pack": units_to_pack,
        "lines": [{**_line(one.order_line), "quantity": one.quantity} for one in inside],
    }


def write_refunded(refund: Refund) -> None:
    write(
        refund.order,
        "orders/emails/refunded.html",
        key=refund.pk.hex,
        amount=str(refund.amount),
        reference=refund.gateway_refund_id,
        reason=refund.reason,
    )


def context_of(order: Order) -> dict[str, Any]:
    """What every message about this order may say, as it is now."""
    return {
        "number": order.number,
        "name": order.full_name,
        "url": settings.SITE_URL + order.get_absolute_url(),
        "total": str(order.total),
        "items_total": str(order.items_total),
        "coupon_code": order.coupon_code,
        "discount": str(order.discount) if order.discount_minor else "",
        "delivery_fee": str(order.delivery_fee) if order.delivery_minor else "Free",
        "address": f"{order.house}, {order.street}, {order.city} {order.pin_code}",
        "return_until": _day(order.return_deadline),
        "lines": [_line(line) for line in order.lines.all()],
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "colour": line.colour,
        "size": line.size,
        "quantity": line.quantity,
        "total": str(line.total),
    }


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b}" if moment else ""
