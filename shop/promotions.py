"""Which coupon an order gets, what it takes off, and why another one does not apply, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from shop.models import Coupon, CouponTally
from shop.money import Money
from shop.pricing import Applied, PricedLine, allocate, delivery_of

Kind = Coupon.Kind


@dataclass(frozen=True)
class Shopper:
    """What a coupon may ask about who buys.

    `customer` is the name their uses are counted under: a customer's id or, for an order without
    an account, its phone. A shopper not known yet has none, and counts as new.
    """

    customer: str = ""
    has_bought: bool = False
    uses: Mapping[UUID, int] = field(default_factory=dict)


SOMEBODY = Shopper()


@dataclass(frozen=True)
class WhyNot:
    """Why a coupon does not apply, as the shopper reads it."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


def shopper_of(user: User | None, *, phone: str = "") -> Shopper:
    """The facts of a customer; of an order without an account, what its phone tells."""
    if user is None:
        return Shopper(customer=phone)
    return Shopper(customer=str(user.pk), has_bought=user.first_bought_at is not None)


def evaluate(
    coupon: Coupon,
    lines: Sequence[PricedLine],
    shopper: Shopper,
    *,
    now: datetime,
    delivery: Money,
) -> Applied | WhyNot:
    """What the coupon takes off these lines, or the first of its conditions that fails.

    Pure. `delivery` is the fee without any coupon.
    """
    scope = [line.total if _is_for(coupon, line) else Money(0) for line in lines]
    reached = sum(scope, Money(0))
    sentence = (
        _not_now(coupon, now)
        or _not_for(coupon, shopper)
        or _not_these(coupon, reached)
        or _nothing_off(coupon, delivery)
    )
    if sentence:
        return WhyNot(sentence)
    discounts = allocate(_discount(coupon, reached), scope)
    return Applied(
        coupon.code, coupon.title, discounts, is_delivery_free=coupon.kind == Kind.DELIVERY
    )


def choose(
    code: str,
    lines: Sequence[PricedLine],
    shopper: Shopper,
    *,
    now: datetime,
    fee: Money | None = None,
) -> tuple[Applied | None, str]:
    """The one coupon these lines get, and why the typed code is not it.

    The typed code if it applies, else the automatic one that saves most, by code among equals.
    """
    if not lines:
        return None, ""
    coupons = _candidates(code, now)
    known = _with_uses(shopper, coupons)
    delivery = delivery_of(lines, fee=fee)
    outcomes = {
        coupon.code: evaluate(coupon, lines, known, now=now, delivery=delivery)
        for coupon in coupons
    }
    typed = outcomes.get(code)
    if isinstance(typed, Applied):
        return typed, ""
    automatic = {coupon.code for coupon in coupons if coupon.is_automatic}
    applied = [
        outcome
        for key, outcome in outcomes.items()
        if key in automatic and isinstance(outcome, Applied)
    ]
    best = min(
        applied, key=lambda offer: (-_saving(offer, delivery).minor, offer.code), default=None
    )
    return best, str(typed or "")


def offer_of(coupon: Coupon) -> str:
    """What it gives and from what sum on, like “10%, at most ₹500, from ₹1,499”."""
    gives = {
        Kind.PERCENT: f"{coupon.percent}%",
        Kind.FLAT: f"{Money(coupon.amount_minor)}",
        Kind.DELIVERY: "Free delivery",
    }[Kind(coupon.kind)]
    most = f", at most {Money(coupon.most_minor)}" if coupon.most_minor is not None else ""
    return gives + most + (f", from {Money(coupon.minimum_minor)}" if coupon.minimum_minor else "")


def is_known(code: str) -> bool:
    """Whether staff made a coupon of this code, running or not."""
    return Coupon.objects.filter(code=code).exists()


def _candidates(code: str, now: datetime) -> list[Coupon]:
    automatic = Q(is_automatic=True, is_active=True, starts_at__lte=now)
    return list(Coupon.objects.filter(automatic | Q(code=code) if code else automatic))


def _with_uses(shopper: Shopper, coupons: Collection[Coupon]) -> Shopper:
    """The shopper with how often they used those of the coupons that count it."""
    counted = [coupon.pk for coupon in coupons if coupon.per_customer is not None]
    if not counted or not shopper.customer:
        return shopper
    tallies = CouponTally.objects.filter(coupon__in=counted, customer=shopper.customer)
    uses = dict(tallies.values_list("coupon_id", "uses"))
    return Shopper(shopper.customer, shopper.has_bought, uses)


def _saving(offer: Applied, delivery: Money) -> Money:
    return delivery if offer.is_delivery_free else offer.discount


def _is_for(coupon: Coupon, line: PricedLine) -> bool:
    return (
        _is_for_everything(coupon)
        or str(line.category_id) in coupon.category_ids
        or str(line.product_id) in coupon.product_ids
    )


def _is_for_everything(coupon: Coupon) -> bool:
    return not coupon.category_ids and not coupon.product_ids


def _not_now(coupon: Coupon, now: datetime) -> str:
    if not coupon.is_active:
        return f"{coupon.code} is switched off."
    if now < coupon.starts_at:
        return f"{coupon.code} starts on {_day(coupon.starts_at)}."
    if coupon.ends_at is not None and now >= coupon.ends_at:
        return f"{coupon.code} ended on {_day(coupon.ends_at)}."
    if coupon.total_limit is not None and coupon.uses >= coupon.total_limit:
        return f"{coupon.code} has been used up."
    return ""


def _not_for(coupon: Coupon, shopper: Shopper) -> str:
    if coupon.first_order_only and shopper.has_bought:
        return f"{coupon.code} is for your first order."
    most = coupon.per_customer
    if most is None or shopper.uses.get(coupon.pk, 0) < most:
        return ""
    return f"You have used {coupon.code} {'already' if most == 1 else f'{most} times already'}."


def _not_these(coupon: Coupon, reached: Money) -> str:
    minimum = Money(coupon.minimum_minor)
    if not reached:
        return f"{coupon.code} does not apply to what is in your bag."
    if reached >= minimum:
        return ""
    if _is_for_everything(coupon):
        return f"{coupon.code} needs {minimum}. Add {minimum - reached} more."
    return f"{coupon.code} needs {minimum} of what it is for. Add {minimum - reached} more of it."


def _nothing_off(coupon: Coupon, delivery: Money) -> str:
    if coupon.kind == Kind.DELIVERY and not delivery:
        return f"Delivery is free already. {coupon.code} stays yours."
    return ""


def _discount(coupon: Coupon, reached: Money) -> Money:
    """What comes off the lines in scope, never more than they cost.

    Per cent are rounded up to whole rupees: nobody pays ₹2,069.10, and nobody gets less than said.
    """
    if coupon.kind == Kind.DELIVERY:
        return Money(0)
    if coupon.kind == Kind.FLAT:
        return min(Money(coupon.amount_minor), reached)
    rupees = -(-reached.minor * coupon.percent // 100_00)
    off = min(Money(rupees * 100), reached)
    return off if coupon.most_minor is None else min(off, Money(coupon.most_minor))


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b}"
