"""What was found when the books were checked."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class Audit(models.Model):
    """One check of all invariants, and the rows that broke them; kept for some months."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(
        max_length=40,
        unique=True,
        help_text="The night it is of, checked once, or any.",
    )
    by = models.CharField(max_length=120, blank=True, help_text="Empty: the shop by itself.")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    breach_count = models.PositiveIntegerField("breaches", default=0)
    findings = models.JSONField(
        default=dict, blank=True, help_text="By invariant: how many rows, and the first of them."
    )

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        if self.ended_at is None:
            return "The books are being checked"
        found = f"{self.breach_count} rows do not" if self.breach_count else "the books"
        return f"{timezone.localtime(self.ended_at):%-d %b %Y, %H:%M}: {found} add up"
