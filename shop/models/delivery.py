"""Where the shop delivers, how fast, and for how much."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.places import INDIAN_STATES


class DeliveryMethod(models.TextChoices):
    STANDARD = "standard", "Standard"
    EXPRESS = "express", "Express"


class PinCode(models.Model):
    """A PIN code, or the first digits many share; the longest one that fits an address counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prefix = models.CharField("PIN code", max_length=6, unique=True, help_text="560001, or 560.")
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, choices=INDIAN_STATES, blank=True)
    is_served = models.BooleanField(default=True, help_text="Off: we do not deliver there yet.")
    days = models.PositiveSmallIntegerField(default=5, help_text="From order to door.")
    fee_minor = models.PositiveIntegerField(
        "fee (paise)", null=True, blank=True, help_text="Empty: the usual fee."
    )
    express_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="From order to door; empty: no express there."
    )
    express_fee_minor = models.PositiveIntegerField(
        "express fee (paise)", null=True, blank=True, help_text="Empty: the usual express fee."
    )
    has_cod = models.BooleanField("cash on delivery", default=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["prefix"]
        verbose_name = "PIN code"

    def __str__(self) -> str:
        return f"{self.prefix} {self.city}".strip()
