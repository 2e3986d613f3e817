"""Coupons staff make, and who used them for what."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7


class Coupon(models.Model):
    """A discount with its conditions; uses never exceed its limits, whoever redeems at once.

    `uses` counts live uses: one given back (cancelled, expired) is taken off again. A coupon that
    names no category and no product is for everything.
    """

    class Kind(models.TextChoices):
        PERCENT = "percent", "Per cent off"
        FLAT = "flat", "Rupees off"
        DELIVERY = "delivery", "Free delivery"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=24, unique=True, help_text="Capitals and digits: FESTIVE10.")
    title = models.CharField(max_length=80, help_text="What shoppers read: 10% off kurtas.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    percent = models.PositiveSmallIntegerField(default=0, help_text="1 to 90, for per cent off.")
    amount_minor = models.PositiveIntegerField(
        "amount (paise)", default=0, help_text="For rupees off."
    )
    most_minor = models.PositiveIntegerField(
        "at most (paise)", null=True, blank=True, help_text="Cap of a per cent discount."
    )
    minimum_minor = models.PositiveIntegerField(
        "minimum (paise)", default=0, help_text="Of the pieces it applies to."
    )
    category_ids = models.JSONField(
        default=list, blank=True, help_text="Of the categories it is for."
    )
    product_ids = models.JSONField(default=list, blank=True, help_text="Of the products it is for.")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_automatic = models.BooleanField(
        default=False, help_text="Applied by itself where it is the best one that applies."
    )
    first_order_only = models.BooleanField(default=False)
    total_limit = models.PositiveIntegerField(null=True, blank=True)
    customer_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["is_automatic", "is_active", "starts_at"], name="coupon_automatic")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(total_limit=None) | Q(uses__lte=F("total_limit")),
                name="coupon_within_limit",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def per_customer(self) -> int | None:
        """How often one customer may use it; one for the first order once, whatever is typed."""
        return 1 if self.first_order_only else self.customer_limit

    def state_at(self, now: datetime) -> str:
        """Whether it can be used now, in two words for staff."""
        if not self.is_active:
            return "Off"
        if now < self.starts_at:
            return "Starts later"
        if self.ends_at is not None and now >= self.ends_at:
            return "Ended"
        is_spent = self.total_limit is not None and self.uses >= self.total_limit
        return "Used up" if is_spent else "Running"


class CouponTally(models.Model):
    """How often one customer has used one coupon: the row whose guarded update is the limit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="tallies")
    customer = models.CharField(max_length=64, help_text="A customer's id, or a guest's phone.")
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "coupon tallies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["coupon", "customer"], name="one_tally_per_customer")
        ]

    def __str__(self) -> str:
        return f"{self.customer} used {self.coupon_id} {self.uses} times"


class CouponUse(models.Model):
    """One coupon taken by one order, and given back at most once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="used_by")
    reference = models.CharField(max_length=40, help_text="The order's number.")
    customer = models.CharField(max_length=64)
    discount_minor = models.PositiveIntegerField("discount (paise)", default=0)
    at = models.DateTimeField(default=timezone.now)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["coupon", "reference"], name="one_use_per_order")
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} for {self.reference}"
