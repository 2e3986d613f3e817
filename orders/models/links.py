"""Short links to the orders of guests."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from orders.models.order import Order


class OrderLink(models.Model):
    """One way to a guest's order, until it ends. The token itself is in no row: `orders.links`
    works it out from the seed and SECRET_KEY.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="links")
    seed = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-expires_at"]

    def __str__(self) -> str:
        return f"{self.order_id} until {self.expires_at:%Y-%m-%d}"
