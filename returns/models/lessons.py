"""What came back of each size of each product, and why: counted by the clock, read by staff."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from shop.models import Product


class ReturnTally(models.Model):
    """One size of one product over the last days that `lessons.py` counts; rewritten each time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    size = models.CharField(max_length=16)
    bought = models.PositiveIntegerField(default=0, help_text="Units delivered.")
    returned = models.PositiveIntegerField(default=0, help_text="Units of them in a return.")
    reasons = models.JSONField(default=dict, help_text="Units by reason.")
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-returned", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "size"], name="tally_once_per_size")
        ]
        verbose_name = "product and size"
        verbose_name_plural = "what returns teach"

    def __str__(self) -> str:
        return f"{self.product}, {self.size}"

    @property
    def percent(self) -> int:
        return self.returned * 100 // self.bought if self.bought else 0
