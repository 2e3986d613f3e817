"""What people allowed us, and the copies of their data they asked for."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.models.people import User
from accounts.states import StatefulModel


class Purpose(models.TextChoices):
    """What we may only do when somebody said yes; messages about orders need no yes."""

    OFFERS_EMAIL = "offers_email", "Offers by e-mail"
    OFFERS_SMS = "offers_sms", "Offers by SMS"


class Consent(models.Model):
    """One yes or no, as it was said; never changed, so the newest of a purpose is what holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    is_given = models.BooleanField()
    notice = models.CharField(max_length=16, help_text="Which wording they read.")
    source = models.CharField(max_length=24, help_text="Where they said it, such as account.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["user", "purpose", "-at"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.purpose}: {'yes' if self.is_given else 'no'}"


class ExportStatus(models.TextChoices):
    ASKED = "asked", "Asked for"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    GONE = "gone", "Gone"


class DataExport(StatefulModel):
    """One copy of everything kept about somebody: the worker writes it, a week later it is gone."""

    TRANSITIONS: ClassVar = {
        ExportStatus.ASKED: frozenset({ExportStatus.READY, ExportStatus.FAILED}),
        ExportStatus.READY: frozenset({ExportStatus.GONE}),
        ExportStatus.FAILED: frozenset({ExportStatus.ASKED}),
        ExportStatus.GONE: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    key = models.CharField(
        max_length=60, unique=True, help_text="One copy a day: a second press finds the first."
    )
    status = models.CharField(
        max_length=8, choices=ExportStatus.choices, default=ExportStatus.ASKED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=80, blank=True, help_text="In the private storage.")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        indexes: ClassVar = [
            models.Index(fields=["status", "asked_at"], name="export_by_status"),
            models.Index(fields=["user", "-asked_at"], name="export_by_user"),
        ]

    def __str__(self) -> str:
        return f"copy for {self.user}, {self.status}"
