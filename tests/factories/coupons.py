"""Coupons, running unless said otherwise."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from shop.models import Coupon


def make_coupon(code: str = "FESTIVE10", **columns: Any) -> Coupon:
    """Ten per cent off everything, unless `columns` say otherwise."""
    given = {
        "title": "10% off",
        "kind": Coupon.Kind.PERCENT,
        "percent": 10,
        "starts_at": timezone.now() - timedelta(days=1),
    }
    return Coupon.objects.create(code=code, **{**given, **columns})


def rupees_off(rupees: int, code: str = "FLAT", **columns: Any) -> Coupon:
    kind = {"kind": Coupon.Kind.FLAT, "percent": 0, "amount_minor": rupees * 100}
    return make_coupon(code, **{"title": f"₹{rupees} off", **kind, **columns})


def free_delivery(code: str = "SHIPFREE", **columns: Any) -> Coupon:
    kind = {"kind": Coupon.Kind.DELIVERY, "percent": 0, "title": "Free delivery"}
    return make_coupon(code, **{**kind, **columns})
