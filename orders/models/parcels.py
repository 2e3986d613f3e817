"""What travels: the parcels of an order, and how many of which line lie in each."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.states import StatefulModel
from orders.models.order import Order, OrderLine
from orders.querysets import ParcelQuerySet
from orders.states import PARCEL_TRANSITIONS, ParcelStatus, UndeliveredReason


class Parcel(StatefulModel):
    """One box of an order: packed, handed to a carrier, delivered, each at its own time.

    Its number is never used again in its order, not even when it was taken apart.
    """

    TRANSITIONS: ClassVar = PARCEL_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parcels")
    number = models.PositiveSmallIntegerField(help_text="Within its order, from 1.")
    status = models.CharField(
        max_length=10, choices=ParcelStatus.choices, default=ParcelStatus.PACKED
    )
    carrier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    packed_at = models.DateTimeField(default=timezone.now)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(
        "why it was not delivered", max_length=12, choices=UndeliveredReason.choices, blank=True
    )
    turned_at = models.DateTimeField(
        null=True, blank=True, help_text="When the carrier began to bring it back."
    )
    returned_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was here again, undelivered."
    )

    objects = ParcelQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "number"], name="parcel_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "packed_at"], name="parcel_by_status"),
            models.Index(fields=["tracking_number"], name="parcel_by_tracking"),
            models.Index(fields=["-shipped_at"], name="parcel_by_leaving"),
        ]

    def __str__(self) -> str:
        return f"{self.order}, parcel {self.number}"

    @property
    def reference(self) -> str:
        """What movements of stock and messages about it are called by."""
        return f"{self.order.number}:parcel {self.number}"

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines.all())

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Its way so far and what is to come, in the shape `components/thread.html` shows."""
        titles, times = self._way
        walked = sum(time is not None for time in times)
        at = 0 if walked == len(times) else walked  # the last step is no stop on the way
        steps = range(len(times))
        states = ["now" if n + 1 == at else "done" if n < walked else "next" for n in steps]
        return [
            {"title": title.label, "at": time, "state": state}
            for title, time, state in zip(titles, times, states, strict=True)
        ]

    @property
    def _way(self) -> tuple[list[ParcelStatus], list[Any]]:
        """The steps it takes with their times: to the door, or back to us."""
        titles, times = (
            [ParcelStatus.PACKED, ParcelStatus.SHIPPED],
            [self.packed_at, self.shipped_at],
        )
        if self.status not in {ParcelStatus.RETURNING, ParcelStatus.RETURNED}:
            return [*titles, ParcelStatus.DELIVERED], [*times, self.delivered_at]
        if self.turned_at:
            titles, times = [*titles, ParcelStatus.RETURNING], [*times, self.turned_at]
        return [*titles, ParcelStatus.RETURNED], [*times, self.returned_at]


class ParcelLine(models.Model):
    """So many of one order line in one parcel."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="in_parcels")
    quantity = models.PositiveSmallIntegerField()
    restocked_quantity = models.PositiveSmallIntegerField(
        default=0, help_text="How many of them came back undelivered and are for sale again."
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="parcel_quantity_positive"),
            models.CheckConstraint(
                condition=Q(restocked_quantity__lte=F("quantity")), name="restocked_within_parcel"
            ),
            models.UniqueConstraint(fields=["parcel", "order_line"], name="line_once_per_parcel"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.order_line.name}, {self.order_line.size}"
