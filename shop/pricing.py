"""What it costs: pure arithmetic from what is in the bag to what will be charged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from shop.money import Money


@dataclass(frozen=True)
class PricedLine:
    """So many at a price each; what the style is and where it hangs decides which coupons fit."""

    unit_price: Money
    unit_mrp: Money
    quantity: int
    product_id: UUID | None = None
    category_id: UUID | None = None

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Applied:
    """What a coupon takes off: an amount for each line, in the order of the lines, or the fee."""

    code: str
    title: str
    discounts: tuple[Money, ...]
    is_delivery_free: bool = False

    @property
    def discount(self) -> Money:
        return sum(self.discounts, Money(0))


@dataclass(frozen=True)
class Quote:
    """The sum shown and the sum charged; taxes are included in every amount.

    `why_not` is the sentence on a code that was typed and does not apply yet.
    """

    items: Money
    mrp: Money
    delivery: Money
    to_free_delivery: Money
    coupon: Applied | None = None
    why_not: str = ""
    cod_fee: Money = field(default_factory=lambda: Money(0))

    @property
    def discount(self) -> Money:
        return self.coupon.discount if self.coupon else Money(0)

    @property
    def total(self) -> Money:
        return self.items - self.discount + self.delivery + self.cod_fee

    @property
    def saved(self) -> Money:
        return self.mrp - self.items


def price_cart(
    lines: Sequence[PricedLine],
    *,
    coupon: Applied | None = None,
    why_not: str = "",
    fee: Money | None = None,
    express_fee: Money | None = None,
) -> Quote:
    """Price a bag. `fee` is what its address costs whatever is ordered; None is the usual rule.

    By that rule delivery is free from FREE_DELIVERY_FROM_MINOR on, counted before any coupon, so
    that a coupon never makes an order dearer. `express_fee` stands in its place; a coupon for
    free delivery takes off what the standard one would cost. An empty bag costs nothing.
    """
    nothing = Money(0)
    items = sum((line.total for line in lines), nothing)
    mrp = sum((line.unit_mrp * line.quantity for line in lines), nothing)
    free_from = Money(settings.FREE_DELIVERY_FROM_MINOR)
    usual = delivery_of(lines, fee=fee)
    delivery = express_fee if lines and express_fee is not None else usual
    is_delivery_free = coupon is not None and coupon.is_delivery_free
    is_missing = bool(usual) and fee is None and not is_delivery_free
    return Quote(
        items=items,
        mrp=mrp,
        delivery=max(delivery - usual, nothing) if is_delivery_free else delivery,
        to_free_delivery=free_from - items if is_missing else nothing,
        coupon=coupon,
        why_not=why_not,
    )


def delivery_of(lines: Sequence[PricedLine], *, fee: Money | None = None) -> Money:
    """What delivery costs before any coupon."""
    if not lines:
        return Money(0)
    if fee is not None:
        return fee
    items = sum((line.total for line in lines), Money(0))
    is_free = items >= Money(settings.FREE_DELIVERY_FROM_MINOR)
    return Money(0 if is_free else settings.DELIVERY_FEE_MINOR)


def allocate(amount: Money, shares: Sequence[Money]) -> tuple[Money, ...]:
    """Split an amount in proportion to the shares: Σ is the amount, to the paisa.

    What rounding down leaves over goes, a paisa each, to the largest remainders, the first of
    equals; so no part is larger than its share while the amount is not larger than their sum.
    """
    whole = sum(share.minor for share in shares)
    if not whole:
        return tuple(Money(0, amount.currency) for _ in shares)
    parts = [divmod(amount.minor * share.minor, whole) for share in shares]
    left = amount.minor - sum(part for part, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda n: (-parts[n][1], n))
    luckier = set(by_remainder[:left])
    return tuple(Money(part + (n in luckier), amount.currency) for n, (part, _) in enumerate(parts))
