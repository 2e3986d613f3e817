"""What the gateway told us, kept as it came."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.states import StatefulModel
from orders.querysets import WebhookEventQuerySet
from orders.states import WEBHOOK_TRANSITIONS, WebhookStatus


class WebhookEvent(StatefulModel):
    """One signed event of the gateway, kept as it came; the worker applies it."""

    TRANSITIONS: ClassVar = WEBHOOK_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_id = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    body = models.BinaryField(help_text="The bytes that were signed.")
    status = models.CharField(
        max_length=12, choices=WebhookStatus.choices, default=WebhookStatus.RECEIVED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
