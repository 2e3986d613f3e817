"""Where a customer wants money that was paid in cash."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from orders.models.order import Order


class PayoutKind(models.TextChoices):
    UPI = "upi", "UPI id"
    BANK = "bank", "Bank account"


class PayoutDetails(models.Model):
    """The account refunds of one cash order are sent to: sealed, shown masked, wiped once paid."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="payout")
    kind = models.CharField(max_length=4, choices=PayoutKind.choices)
    masked = models.CharField(max_length=80, help_text="What may be read by everybody.")
    sealed = models.TextField(blank=True, editable=False, help_text="All of it; empty once wiped.")
    given_at = models.DateTimeField(default=timezone.now)
    wiped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at"]
        indexes: ClassVar = [models.Index(fields=["wiped_at", "given_at"], name="payout_to_wipe")]
        verbose_name = "payout details"
        verbose_name_plural = "payout details"

    def __str__(self) -> str:
        return self.masked
