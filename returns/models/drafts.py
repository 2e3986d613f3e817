"""What a customer has chosen so far, before it is filed: one draft for each order."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from orders.models import Order, OrderLine
from returns.models.case import private_storage
from returns.models.journey import JourneyModel
from shop.return_terms import FitPart, ReturnReason


def new_key() -> str:
    return uuid4().hex


class ReturnDraft(JourneyModel):
    """A return that is being filled in, step by step; filing turns it into a case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="return_draft")
    key = models.CharField(
        max_length=64,
        unique=True,
        default=new_key,
        editable=False,
        help_text="Becomes the case's: filed twice it is one case.",
    )
    was_money_seen = models.BooleanField(default=False, editable=False)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-changed_at"]
        indexes: ClassVar = [models.Index(fields=["changed_at"], name="draft_by_change")]

    def __str__(self) -> str:
        return f"A return of {self.order}, not filed yet"


class DraftLine(models.Model):
    """So many of one order line, and why, as far as it was said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(ReturnDraft, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="draft_lines")
    quantity = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16, choices=ReturnReason.choices, blank=True)
    fit_part = models.CharField(max_length=10, choices=FitPart.choices, blank=True)
    wanted_size = models.CharField(max_length=16, blank=True)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "order_line"], name="draft_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="draft_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.order_line.name}, {self.order_line.size}"


class DraftPhoto(models.Model):
    """A photo of a draft line, re-encoded; filing hands its file on to the case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(DraftLine, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to="returns/")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return f"Photo of {self.line}"
