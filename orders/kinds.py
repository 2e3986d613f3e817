"""The kinds of message about orders, each with a sample to look at in the back office.

The samples are made by the same words as the messages, from an order that is nobody's.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.kinds import Kind, register
from orders import messages, wording
from orders.models import Order, OrderLine, Parcel, Payment, PayoutDetails, Refund
from orders.states import OrderStatus, UndeliveredReason
from shop.models import Picture


def sample_order(status: str = OrderStatus.CONFIRMED) -> Order:
    """An order that exists only in memory, with pieces that look like the shop's own."""
    now = timezone.now()
    order = Order(
        number="VA-7K3M9-Q9T2X", user_id=uuid7(), status=status,
        full_name="Asha Rao", phone="+919876543210",
        email="asha@example.in", house="12, Lake View", street="Church Street",
        landmark="Opposite the library", city="Bengaluru", state="KA", pin_code="560001",
        items_minor=3_148_00, discount_minor=300_00, coupon_code="FESTIVE10", delivery_minor=0,
        total_minor=2_848_00, placed_at=now, expires_at=now + timedelta(minutes=30),
        return_deadline=now + timedelta(days=7), arrives_on=timezone.localdate(now) + timedelta(3),
    )  # fmt: skip
    told = [("Khadi Long Kurta", "Kora", "M", 2_249_00), ("Selvedge Tee", "Madder", "L", 899_00)]
    looks = _looks(told)
    lines = [
        OrderLine(
            order=order,
            name=looks[n][0],
            colour=looks[n][1],
            size=size,
            quantity=1,
            unit_price_minor=price,
            unit_mrp_minor=price,
            picture=looks[n][2],
        )
        for n, (_, _, size, price) in enumerate(told)
    ]
    order._prefetched_objects_cache = {"lines": lines}  # type: ignore[attr-defined]
    return order


def _looks(told: list[tuple[str, str, str, int]]) -> list[tuple[str, str, dict[str, Any]]]:
    """Name, colour and picture of two styles of the shop; made up where it has none."""
    views = Picture.objects.filter(position=0).select_related("colourway__product").order_by("pk")
    styles = {view.colourway.product_id: view for view in views[:40]}
    shown = [
        (view.colourway.product.name, view.colourway.name, {"key": view.key, "alt": view.alt})
        for view in styles.values()
    ]
    return [*shown, *((name, colour, {}) for name, colour, _, _ in told)]


def _sample_payment() -> Payment:
    return Payment(
        order=sample_order(OrderStatus.PLACED), amount_minor=2_848_00, method="upi",
        failure="The UPI request was not answered in time",
    )  # fmt: skip


def _sample_refund(reference: str = "") -> Refund:
    payment = _sample_payment()
    return Refund(
        payment=payment, order=payment.order, amount_minor=2_848_00, reason="Order cancelled",
        gateway_refund_id=reference or None,
    )  # fmt: skip


def _of(status: str, words: Any) -> Any:
    def sample() -> dict[str, Any]:
        order = sample_order(status)
        return wording.context_of(order) | words(order)

    return sample


def _of_parcel(words: Any) -> dict[str, Any]:
    order = sample_order()
    parcel = Parcel(order=order, number=1, carrier="Blue Dart", tracking_number="80123456789",
                    return_reason=UndeliveredReason.NOBODY)  # fmt: skip
    return wording.context_of(order) | words(parcel, [], is_only=True)


def _of_payment_failed() -> dict[str, Any]:
    payment = _sample_payment()
    return wording.context_of(payment.order) | wording.of_payment_failed(payment)


def _of_refund(reference: str = "") -> dict[str, Any]:
    refund = _sample_refund(reference)
    return wording.context_of(refund.order) | wording.of_refund(refund)


def _of_payout_needed() -> dict[str, Any]:
    refund = _sample_refund()
    return wording.context_of(refund.order) | wording.of_payout_needed(refund)


def _of_payout_saved() -> dict[str, Any]:
    details = PayoutDetails(masked="UPI as···@okhdfc")
    return wording.context_of(sample_order()) | wording.of_payout_saved(details)


register(
    Kind(messages.PLACED, "Waiting for payment", "five minutes after placing, if not paid by then",
         _of(OrderStatus.PLACED, wording.of_placed)),
    Kind(messages.PAYMENT_FAILED, "Payment failed", "five minutes after a payment failed, if none "
         "succeeded since", _of_payment_failed),
    Kind(messages.CONFIRMED, "Order confirmed", "when the money has arrived",
         _of(OrderStatus.CONFIRMED, wording.of_confirmed)),
    Kind(messages.PACKED, "Packed", "when it is packed",
         _of(OrderStatus.PACKED, wording.of_packed)),
    Kind(messages.SHIPPED, "On the way", "when a parcel is handed to the courier",
         lambda: _of_parcel(wording.of_shipped)),
    Kind(messages.DELIVERED, "Delivered", "when a parcel was delivered",
         lambda: _of_parcel(wording.of_delivered)),
    Kind(messages.RETURNING, "Not delivered", "when the courier brings a parcel back to us",
         lambda: _of_parcel(wording.of_returning)),
    Kind(messages.RETURNED, "Back with us", "when a parcel that was not delivered is here again",
         lambda: _of_parcel(partial(wording.of_returned, owed="₹2,848"))),
    Kind(messages.CANCELLED, "Cancelled", "when it is called off",
         _of(OrderStatus.CANCELLED, lambda order: wording.of_cancelled(order, "₹2,848"))),
    Kind(messages.EXPIRED, "Let go unpaid", "when nobody paid in time",
         _of(OrderStatus.EXPIRED, wording.of_expired)),
    Kind(messages.REFUND_STARTED, "Refund started", "two minutes after a refund was started, if "
         "it is not done by then", _of_refund),
    Kind(messages.REFUND_FAILED, "Refund failed", "when the bank sent a refund back",
         lambda: _of_refund("rfnd_QVq2Yx6bW9LkTd")),
    Kind(messages.PAYOUT_NEEDED, "Where shall the money go", "when a refund of an order paid in "
         "cash was started and no account is known", _of_payout_needed),
    Kind(messages.PAYOUT_SAVED, "Account for refunds", "when an account for refunds was given",
         _of_payout_saved),
    Kind(messages.LINK, "Link to an order", "when somebody without an account looks for it",
         _of(OrderStatus.CONFIRMED, lambda order: {})),
    Kind(messages.REFUNDED, "Refund done", "when the money has left us",
         lambda: _of_refund("rfnd_QVq2Yx6bW9LkTd")),
)  # fmt: skip
