"""Why stock changed, and who waits for it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.models.catalogue import Variant


class StockMovement(models.Model):
    """Why stock changed: append-only, one row per cause, so that sums explain every count."""

    class Cause(models.TextChoices):
        OPENING = "opening", "Opening count"
        HOLD = "hold", "Held for an order"
        RELEASE = "release", "Released"
        DEDUCT = "deduct", "Shipped"
        RESTOCK = "restock", "Back after inspection"
        ADJUST = "adjust", "Counted by staff"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True, help_text="Cause and reference: once only.")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="movements")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    on_hand_change = models.IntegerField(default=0)
    held_change = models.IntegerField(default=0)
    by = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.key


class StockAlert(models.Model):
    """Somebody wants to hear when a sold-out size is back; told once, after they confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="alerts")
    email = models.EmailField()
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "email"], name="one_alert_per_size")
        ]
        indexes: ClassVar = [
            models.Index(fields=["told_at", "confirmed_at"], name="stock_alert_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.email} waits for {self.variant_id}"
