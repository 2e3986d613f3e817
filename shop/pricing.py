"""What it costs: pure arithmetic from what is in the bag to what will be charged."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from shop.money import Money


@dataclass(frozen=True)
class PricedLine:
    """So many at a price each."""

    unit_price: Money
    unit_mrp: Money
    quantity: int

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Quote:
    """The sum shown and the sum charged; taxes are included in every amount."""

    items: Money
    mrp: Money
    delivery: Money
    to_free_delivery: Money

    @property
    def total(self) -> Money:
        return self.items + self.delivery

    @property
    def saved(self) -> Money:
        return self.mrp - self.items


def price_cart(lines: Sequence[PricedLine]) -> Quote:
    """Price a bag. Delivery is free from FREE_DELIVERY_FROM_MINOR on, and for an empty bag."""
    nothing = Money(0)
    items = sum((line.total for line in lines), nothing)
    mrp = sum((line.unit_mrp * line.quantity for line in lines), nothing)
    free_from = Money(settings.FREE_DELIVERY_FROM_MINOR)
    is_free = not lines or items >= free_from
    return Quote(
        items=items,
        mrp=mrp,
        delivery=nothing if is_free else Money(settings.DELIVERY_FEE_MINOR),
        to_free_delivery=nothing if is_free else free_from - items,
    )
