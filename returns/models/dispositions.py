"""What becomes of the refused garments of a case: one row per case, a queue for staff."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from returns.models.case import ReturnCase

DAYS_TO_CHOOSE = 7


def end_of_choosing() -> Any:
    return timezone.now() + timedelta(days=DAYS_TO_CHOOSE)


class DispositionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "DispositionQuerySet":
        """Nothing was done yet."""
        return self.filter(done_at__isnull=True)

    def due(self) -> "DispositionQuerySet":
        """For staff to do now: the customer chose, or let the days pass, which means send back."""
        return self.waiting().filter(~Q(choice="") | Q(choose_by__lte=timezone.now()))


class Disposition(models.Model):
    """The refused garments of one case, until they left: sent back, or disposed of.

    The customer chooses until `choose_by`; after that, and without a word, they are sent back.
    """

    class Choice(models.TextChoices):
        SEND_BACK = "send_back", "Send back"
        DISPOSE = "dispose", "Dispose of"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(ReturnCase, on_delete=models.CASCADE, related_name="disposition")
    opened_at = models.DateTimeField(default=timezone.now)
    choose_by = models.DateTimeField(default=end_of_choosing)
    choice = models.CharField(
        max_length=10, choices=Choice.choices, blank=True, help_text="Empty: not chosen."
    )
    chosen_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)

    objects = DispositionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["opened_at"]
        indexes: ClassVar = [
            models.Index(fields=["done_at", "choose_by"], name="disposition_queue")
        ]

    def __str__(self) -> str:
        return f"Refused items of {self.case}"

    @property
    def effective_choice(self) -> str:
        """What is to be done now; empty while the customer may still choose."""
        if self.choice or self.choose_by > timezone.now():
            return self.choice
        return str(self.Choice.SEND_BACK)

    @property
    def status(self) -> str:
        """sent_back, disposed, send_back, dispose, or choosing."""
        if self.done_at is not None:
            return "sent_back" if self.tracking_number else "disposed"
        return self.effective_choice or "choosing"
