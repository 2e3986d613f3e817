"""Counting what coupons were used for: never more often than their limits, given back once.

Called inside the transaction of the order that causes it, after the stock; the coupon's row is
touched before the customer's, so that two orders cannot lock each other out.
"""

from django.db.models import F, Q
from django.utils import timezone

from shop.errors import CouponSpent
from shop.models import Coupon, CouponTally, CouponUse
from shop.money import Money


def redeem(code: str, *, customer: str, reference: str, discount: Money) -> None:
    """Count one use of the coupon for `reference`. Raises CouponSpent when none is left.

    The guards are the UPDATEs themselves; a caller that catches CouponSpent must let its
    transaction roll back. The customer's first use writes their tally: of two at the same moment
    one meets IntegrityError and has to begin again.
    """
    coupon = Coupon.objects.filter(code=code).first()
    if coupon is None or not _take(coupon, customer):
        raise CouponSpent(code)
    CouponUse.objects.create(
        coupon=coupon, reference=reference, customer=customer, discount_minor=discount.minor
    )


def give_back(reference: str) -> None:
    """The order came to nothing: its use is free again. A second call changes nothing."""
    for use in CouponUse.objects.filter(reference=reference, returned_at=None):
        mine = CouponUse.objects.filter(pk=use.pk, returned_at=None)
        if mine.update(returned_at=timezone.now()):
            _uncount(use)


def take_again(reference: str) -> bool:
    """An order that had expired is paid after all: count its use again if one is left.

    False when none is; the order keeps the price it was promised.
    """
    for use in CouponUse.objects.filter(reference=reference).exclude(returned_at=None):
        if not _take(use.coupon, use.customer):
            return False
        mine = CouponUse.objects.filter(pk=use.pk).exclude(returned_at=None)
        if not mine.update(returned_at=None):  # taken again by somebody else meanwhile
            _uncount(use)
    return True


def _take(coupon: Coupon, customer: str) -> bool:
    """Count one use on the coupon and on the customer; both or neither."""
    left = Q(total_limit=None) | Q(total_limit__gt=F("uses"))
    if not Coupon.objects.filter(left, pk=coupon.pk).update(uses=F("uses") + 1):
        return False
    if _count(coupon, customer):
        return True
    Coupon.objects.filter(pk=coupon.pk).update(uses=F("uses") - 1)
    return False


def _count(coupon: Coupon, customer: str) -> bool:
    """One more use of this customer; counted without a limit too, since staff may set one."""
    tally = CouponTally.objects.filter(coupon=coupon, customer=customer)
    if not tally.exists():
        CouponTally.objects.create(coupon=coupon, customer=customer, uses=1)
        return True
    if coupon.per_customer is not None:
        tally = tally.filter(uses__lt=coupon.per_customer)
    return bool(tally.update(uses=F("uses") + 1))


def _uncount(use: CouponUse) -> None:
    tally = CouponTally.objects.filter(coupon_id=use.coupon_id, customer=use.customer)
    for counter in (Coupon.objects.filter(pk=use.coupon_id), tally):
        counter.filter(uses__gte=1).update(uses=F("uses") - 1)
