"""What is written once and never changed: rows of history."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from orders.models.order import Order
from orders.states import OrderStatus


class AppendOnlyModel(models.Model):
    """A row written once: saving it again or deleting it raises."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are never changed; write a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} rows are never deleted")


class OrderEvent(AppendOnlyModel):
    """One thing that happened to an order: the timeline, and who did it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(
        max_length=10,
        choices=OrderStatus.choices,
        blank=True,
        help_text="The state it brought the order to, if any.",
    )
    text = models.CharField(max_length=200)
    by = models.CharField(max_length=120, blank=True, help_text="Empty: the shop by itself.")
    is_public = models.BooleanField(default=True, help_text="Shown to the shopper.")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text
