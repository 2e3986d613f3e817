"""Cash at the door: to which orders it is offered, what it costs, and why not to the others."""

from django.conf import settings

from orders.errors import CashNotOffered
from orders.models import Order
from shop.delivery import Delivery
from shop.money import Money


def cash_fee() -> Money:
    return Money(settings.COD_FEE_MINOR)


def why_no_cash(total: Money, delivery: Delivery | None) -> str:
    """Why an order of this total, its fee for cash not counted, cannot be paid in cash there.

    In words; empty when it can. A place not known yet is given the benefit of the doubt.
    """
    limit = Money(settings.COD_LIMIT_MINOR)
    if not settings.CASH_ON_DELIVERY:
        return "We take no cash at the door just now."
    if delivery and not delivery.has_cod:
        return f"Our courier takes no cash at {delivery.pin}."
    if total > limit:
        return f"Cash is for orders up to {limit}; this one comes to {total}."
    return ""


def place_for(customer: str) -> str:
    """One of the few places for orders on the way unpaid that each customer has.

    `customer` is their id or, without an account, the phone. The place is a unique column, so of
    two orders that take it at the same moment one meets IntegrityError and has to begin again.
    Raises CashNotOffered when all are taken.
    """
    for place in _free_places(customer):
        return place
    raise CashNotOffered(_all_taken())


def why_no_place(customer: str) -> str:
    """The same in words beforehand; empty while a place is free.

    It tells how many orders somebody has on the way: only for them to read.
    """
    return "" if _free_places(customer) else _all_taken()


def _free_places(customer: str) -> list[str]:
    places = [f"{customer}:{number}" for number in range(1, settings.COD_OPEN_ORDERS + 1)]
    taken = set(Order.objects.filter(cash_place__in=places).values_list("cash_place", flat=True))
    return [place for place in places if place not in taken]


def _all_taken() -> str:
    return (
        f"{settings.COD_OPEN_ORDERS} of your orders are on their way to be paid in cash. "
        "Pay this one online, or wait until one of them has reached you."
    )
