"""Calling an order off: by the customer until it is packed, by the clock when nobody paid."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.transactions import durable_transaction
from orders import gateway, messages, payments, refunds
from orders.checkout import quantities_of
from orders.errors import NotCancellable
from orders.models import Order
from orders.states import OrderStatus, PaymentStatus
from orders.timeline import move_order, step_of
from shop import redemption, stock
from shop.money import Money


@durable_transaction
def cancel_order(order: Order, *, by: str) -> None:
    """Cancel until packed: stock and coupon are free again, what was paid goes back by itself.

    Raises NotCancellable once anything is packed.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    if not order.is_cancellable:
        raise NotCancellable("being packed" if order.parcel_steps else order.get_status_display())
    move_order(
        order,
        OrderStatus.CANCELLED,
        "Cancelled",
        by=by,
        provided=Q(parcel_steps=0),
        cash_place=None,
    )  # who packs at the same moment changes that count first, or finds it cancelled
    stock.release(quantities_of(order), reference=step_of(order))
    redemption.give_back(order.number)
    forget_purchase(order)
    paid = order.payments.filter(status=PaymentStatus.CAPTURED)
    owed = sum((payment.refundable for payment in paid), Money(0, order.currency))
    if owed:
        refunds.request_refund(
            order, owed, key=f"cancel:{order.pk.hex}", reason="Order cancelled", by=by
        )
    messages.write_cancelled(order, owed=str(owed) if owed else "")


def forget_purchase(order: Order) -> None:
    """A customer whose only purchase came to nothing has not bought yet."""
    if order.user_id and not Order.objects.filter(user_id=order.user_id).bought().exists():
        User.objects.filter(pk=order.user_id).update(first_bought_at=None)


def expire_order(order: Order) -> None:
    """Let an overdue unpaid order go, after asking the gateway once more whether it was paid."""
    for payment in order.payments.exclude(gateway_order_id=None):
        try:
            payments.refresh_payment(payment)
        except gateway.Declined:
            continue  # the gateway does not know it, so nobody can pay it
    _expire(order)


@durable_transaction
def _expire(order: Order) -> None:
    order = Order.objects.select_for_update().get(pk=order.pk)
    waiting = order.payments.filter(status=PaymentStatus.AUTHORIZED).exists()
    if order.status != OrderStatus.PLACED or waiting or order.expires_at > timezone.now():
        return
    move_order(order, OrderStatus.EXPIRED, "Not paid in time; the items are for sale again")
    stock.release(quantities_of(order), reference=step_of(order))
    redemption.give_back(order.number)
    messages.write_expired(order)
