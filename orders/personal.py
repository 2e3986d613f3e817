"""What orders keep about people. Tax law keeps orders and invoices for years; who it was goes."""

from typing import Any

from accounts.keepers import NOBODY
from accounts.models import Message, User
from accounts.personal import Keeper, register
from accounts.transactions import durable_transaction
from orders.models import Invoice, Order, OrderEvent, Payment, PayoutDetails, Refund, WebhookEvent
from orders.states import OrderStatus

ENDED = (
    OrderStatus.DELIVERED, OrderStatus.RETURNED, OrderStatus.CANCELLED, OrderStatus.EXPIRED,
)  # fmt: skip


def copy_orders(user: User) -> list[dict[str, Any]]:
    orders = Order.objects.filter(user=user).prefetch_related("lines", "events")
    accounts = PayoutDetails.objects.filter(order__in=orders)
    refunds_to = dict(accounts.values_list("order_id", "masked"))
    return [
        {
            "number": order.number,
            "placed_at": order.placed_at,
            "status": order.status,
            "total_minor": order.total_minor,
            "currency": order.currency,
            "payment_method": order.payment_method,
            "email": order.email,
            "phone": order.phone,
            "address": [
                order.full_name, order.house, order.street, order.landmark, order.city,
                order.pin_code, order.state,
            ],
            "gstin": order.gstin,
            "refunds_to": refunds_to.get(order.pk, ""),
            "lines": [
                {"name": line.name, "size": line.size, "quantity": line.quantity}
                for line in order.lines.all()
            ],
            "events": [
                {"at": event.at, "text": event.text}
                for event in order.events.all()
                if event.is_public
            ],
        }
        for order in orders
    ]  # fmt: skip


def open_orders(user: User) -> str:
    orders = Order.objects.filter(user=user)
    count = orders.exclude(status__in=ENDED).count()
    if not count:
        to_pay = Refund.objects.needing_a_person().filter(order__in=orders).exists()
        return "A refund has not reached you yet." if to_pay else ""
    return "An order is still on its way." if count == 1 else f"{count} orders are on their way."


def erase_orders(user: User) -> None:
    """Names, contacts and addresses go from orders, invoices, messages and gateway events."""
    contacts = set(filter(None, (user.email, user.phone)))
    orders = list(Order.objects.filter(user=user))
    for order in orders:
        contacts |= set(filter(None, (order.email, order.phone)))
    _forget_webhooks(orders, contacts)
    for order in orders:
        _erase_order(order, user)


@durable_transaction
def _erase_order(order: Order, user: User) -> None:
    Message.objects.filter(about=order.number).delete()
    PayoutDetails.objects.filter(order=order).delete()
    own = [name for name in (user.full_name, user.email, user.phone, order.full_name) if name]
    OrderEvent.objects.filter(order=order, by__in=own).update(by="the customer")
    for invoice in Invoice.objects.filter(order=order):
        if not order.gstin:  # a business's invoice is its own proof for its tax, and stays
            buyer = {**invoice.content["buyer"], "name": NOBODY, "address": [], "phone": ""}
            content = {**invoice.content, "buyer": buyer}
            Invoice.objects.filter(pk=invoice.pk).update(content=content)
    Order.objects.filter(pk=order.pk).update(
        email="", phone="", full_name=NOBODY, house="", street="", landmark="", cash_place=None
    )


def _forget_webhooks(orders: list[Order], contacts: set[str]) -> None:
    """The gateway repeats e-mail and phone in each event; an applied one is not read again."""
    ids = Payment.objects.filter(order__in=[order.pk for order in orders])
    marks = {mark.encode() for pair in ids.values_list("gateway_order_id", "gateway_payment_id")
             for mark in pair if mark} | {contact.encode() for contact in contacts}  # fmt: skip
    if not orders:
        return
    since = min(order.placed_at for order in orders)
    told = WebhookEvent.objects.filter(received_at__gte=since).order_by()
    for event in told.iterator(chunk_size=500):
        if any(mark in bytes(event.body) for mark in marks):
            WebhookEvent.objects.filter(pk=event.pk).update(body=b"{}")


register(
    Keeper(
        "orders",
        copy_orders,
        erase_orders,
        stays="Orders and tax invoices stay for as long as tax law asks, without name, contact "
        "and address; an invoice with a GSTIN stays as it was issued.",
        still_open=open_orders,
    )
)
