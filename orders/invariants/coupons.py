"""Coupons: what is counted is what was used, and never above the limit."""

from collections.abc import Iterator

from django.db.models import Count

from orders.invariants.looking import Breach, Invariant, batches
from shop.models import Coupon, CouponTally, CouponUse


def _coupons() -> Iterator[Breach]:
    live = CouponUse.objects.filter(returned_at=None).order_by()
    by_coupon = dict(live.values_list("coupon_id").annotate(Count("pk")))
    for batch in batches(Coupon.objects.all(), "code", "uses", "total_limit"):
        for pk, code, uses, limit in batch:
            if uses != by_coupon.get(pk, 0):
                says = f"{code}: counted {uses} times, used {by_coupon.get(pk, 0)} times"
                yield Breach.of(Coupon, pk, says)
            if limit is not None and uses > limit:
                yield Breach.of(Coupon, pk, f"{code}: used {uses} times of {limit}")
    for batch in batches(CouponTally.objects.all(), "coupon_id", "customer", "uses"):
        of_these = live.filter(
            coupon_id__in={coupon for _, coupon, *_ in batch},
            customer__in=[customer for _, _, customer, _ in batch],
        )
        counted = of_these.values_list("coupon_id", "customer").annotate(Count("pk"))
        used = {(coupon, customer): count for coupon, customer, count in counted}
        for pk, coupon, customer, uses in batch:
            truly = used.get((coupon, customer), 0)
            if uses != truly:
                says = f"counted {uses} times for a customer, used {truly} times"
                yield Breach.of(CouponTally, pk, says)


COUPONS = Invariant(
    "I8",
    "Coupons are used as often as they are counted",
    "The uses of a coupon, in all and by customer, are the orders that have it, within its limit. "
    "A breach means somebody used a coupon too often, or cannot use it.",
    _coupons,
)
