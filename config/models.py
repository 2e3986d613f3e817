"""When the clock last did each of its jobs; what the API answered under a key."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class JobRun(models.Model):
    """One job of the clock: when it last came to its end, and what went wrong since."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120, unique=True, help_text="The task, by its path.")
    first_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Its last good end.")
    took_ms = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a call of the API under an idempotency key was answered, for two days (INV-9).

    `answered_with`, a status code, is 0 while the call is at work, until `lease_until`; then its
    caller may try again. A call that was refused leaves no row, since it changed nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    caller = models.CharField(max_length=64, help_text="A hash of who called.")
    key = models.CharField(max_length=128)
    asked = models.CharField(max_length=64, help_text="A hash of method, address and body.")
    answered_with = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    lease_until = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "key"], name="one_answer_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.answered_with or 'at work'}"
