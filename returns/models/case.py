"""What comes back: a case, its lines, every single unit of them, the shopper's photos, history."""

from collections.abc import Iterable
from typing import ClassVar

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.states import StatefulModel
from orders.models import AppendOnlyModel, Order, OrderLine, Refund
from orders.querysets import RefundQuerySet
from orders.states import RefundStatus
from returns.models.journey import JourneyModel
from returns.querysets import ReturnCaseQuerySet
from returns.states import (
    ACCEPTED_VERDICTS,
    RETURN_TRANSITIONS,
    Grade,
    Refused,
    ReturnStatus,
    Verdict,
)
from shop.return_terms import FitPart, ReturnReason


class ReturnCase(JourneyModel, StatefulModel):
    """One request to send items of one order back, from filing to its resolution.

    It is refunded when its Refund rows are processed, not because a second flag says so.
    """

    TRANSITIONS: ClassVar = RETURN_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True)
    key = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        help_text="From the rendered form: a second click finds the first case.",
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="return_cases")
    status = models.CharField(
        max_length=10, choices=ReturnStatus.choices, default=ReturnStatus.FILED
    )
    filed_at = models.DateTimeField(default=timezone.now)
    picked_up_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    inspected_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(
        null=True, blank=True, help_text="Approved and not sent by then: closed by the clock."
    )
    chased_at = models.DateTimeField(
        null=True, blank=True, help_text="When its customer was last reminded to send it."
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The settled case of a unit that was called missing, and was not.",
    )
    needs_approval = models.BooleanField(
        default=False, help_text="A person decides before it travels, as its terms say."
    )
    pickup_code = models.CharField(
        max_length=6, blank=True, help_text="The customer tells it to the courier at the door."
    )
    carrier = models.CharField(max_length=40, blank=True)
    tracking_number = models.CharField(max_length=40, blank=True)

    objects = ReturnCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-filed_at"]
        indexes: ClassVar = [models.Index(fields=["status", "filed_at"], name="case_by_status")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("returns:detail", args=[self.number])

    @property
    def refund_key(self) -> str:
        """Refund rows paying for this case have keys that start with this."""
        return f"return:{self.pk.hex}"

    def refunds(self) -> RefundQuerySet:
        rows: RefundQuerySet = Refund.objects.filter(
            order_id=self.order_id, key__startswith=self.refund_key
        )
        return rows

    def is_refunded_by(self, refunds: Iterable[Refund]) -> bool:
        """Whether those of these refunds that pay for this case have all gone through."""
        own = [
            refund.status
            for refund in refunds
            if refund.key.startswith(self.refund_key) and refund.status != RefundStatus.REPLACED
        ]
        return bool(own) and set(own) == {RefundStatus.PROCESSED}


class ReturnLine(models.Model):
    """So many of one order line coming back, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(ReturnCase, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16, choices=ReturnReason.choices)
    fit_part = models.CharField(max_length=10, choices=FitPart.choices, blank=True)
    wanted_size = models.CharField(
        max_length=16, blank=True, help_text="The size that would have fitted."
    )
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="return_quantity_positive")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.order_line.name}, {self.order_line.size}"


class ReturnUnit(models.Model):
    """One single garment of a return line, received and inspected on its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(ReturnLine, on_delete=models.CASCADE, related_name="units")
    position = models.PositiveSmallIntegerField(default=1)
    received_at = models.DateTimeField(null=True, blank=True, help_text="Empty: not here.")
    grade = models.CharField(
        max_length=10, choices=Grade.choices, default=Grade.UNGRADED, blank=True
    )
    verdict = models.CharField(
        max_length=10, choices=Verdict.choices, default=Verdict.AWAITED, blank=True
    )
    refused_for = models.CharField(max_length=10, choices=Refused.choices, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="The shopper reads this.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "position"], name="unit_once_per_line"),
            models.CheckConstraint(
                condition=~Q(grade=Grade.MISSING) | Q(received_at__isnull=True),
                name="missing_is_not_here",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=[Verdict.PASSED, Verdict.UNSOUND])
                | Q(received_at__isnull=False),
                name="accepted_is_here",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line.order_line.name}, {self.line.order_line.size} ({self.position})"

    @property
    def is_here(self) -> bool:
        return self.received_at is not None

    @property
    def is_missing(self) -> bool:
        return self.grade == Grade.MISSING

    @property
    def is_refused(self) -> bool:
        return self.verdict == Verdict.REFUSED

    @property
    def is_restocked(self) -> bool:
        """Whether it is for sale again; what is accepted but unsound is not."""
        return self.verdict in ACCEPTED_VERDICTS and self.grade == Grade.RESELLABLE


def private_storage() -> Storage:
    return storages["private"]


class ReturnPhoto(models.Model):
    """A photo the shopper sent with a return line, re-encoded; only they and staff may see it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(ReturnLine, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to="returns/")
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Photo of {self.line}"


class ReturnEvent(AppendOnlyModel):
    """One thing that happened to a case, and who did it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(ReturnCase, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=ReturnStatus.choices, blank=True)
    text = models.CharField(max_length=300)
    by = models.CharField(max_length=120, blank=True, help_text="Empty: the shop by itself.")
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text
