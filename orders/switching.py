"""From paying online to paying in cash at the door, for an order that waits for its money."""

from django.utils import timezone

from accounts.transactions import durable_transaction
from orders import gateway, payments
from orders.cash import cash_fee, place_for, why_no_cash, why_no_place
from orders.confirmation import confirm_order
from orders.errors import CashNotOffered, NotPayable, StillDeciding
from orders.models import Order, Payment, Provider
from orders.states import PaymentMethod, PaymentStatus
from shop.delivery import delivery_to
from shop.money import Money
from shop.promotions import shopper_of


def why_not_switch(order: Order) -> str:
    """Why this order cannot be paid in cash, in words; empty when it can.

    How many orders a guest's phone has on the way is told only by the attempt: a phone typed at
    the checkout need not be theirs.
    """
    delivery = delivery_to(order.pin_code, now=timezone.now())
    why_not = why_no_cash(order.total, delivery)
    return why_not or (why_no_place(str(order.user_id)) if order.user_id else "")


def switch_to_cash(order: Order, *, by: str) -> None:
    """Confirm an unpaid order, to be paid in cash at the door; its total grows by the fee.

    The gateway is asked first, so that nobody who has paid pays again; money that comes all the
    same goes back by itself. Calling it again changes nothing. Raises NotPayable, StillDeciding,
    CashNotOffered, NotServed, or GatewayError when the gateway cannot be asked.
    """
    for payment in order.payments.exclude(gateway_order_id=None):
        try:
            payments.refresh_payment(payment)
        except gateway.Declined:
            continue  # the gateway does not know it, so nobody can have paid it
    _switch(order, by)


@durable_transaction
def _switch(order: Order, by: str) -> None:
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.is_cash:
        return
    if not order.is_payable:
        raise NotPayable(order.get_status_display())
    if order.payments.filter(status=PaymentStatus.AUTHORIZED).exists():
        raise StillDeciding
    if why_not := why_not_switch(order):
        raise CashNotOffered(why_not)
    total = order.total + cash_fee()
    confirm_order(
        order,
        "Confirmed, to be paid in cash at the door",
        by=by,
        payment_method=PaymentMethod.CASH,
        cash_place=place_for(shopper_of(order.user, phone=order.phone).customer),
        cod_fee_minor=cash_fee().minor,
        total_minor=total.minor,
    )
    _await_cash(order, total)


def _await_cash(order: Order, total: Money) -> None:
    Payment.objects.create(
        order=order,
        provider=Provider.CASH,
        receipt=f"{order.number}-{order.payments.count() + 1}",
        amount_minor=total.minor,
        currency=total.currency,
    )
