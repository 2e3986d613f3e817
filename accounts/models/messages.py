"""Every message we owe somebody."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.querysets import MessageQuerySet
from accounts.states import StatefulModel


class MessageChannel(models.TextChoices):
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"


class MessageStatus(models.TextChoices):
    UNSENT = "unsent", "Unsent"
    SENT = "sent", "Sent"
    NEEDS_ATTENTION = "needs_attention", "Needs attention"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Message(StatefulModel):
    """One e-mail or SMS we owe somebody, written in the transaction that made us owe it.

    The worker sends it; the sweep finds it if the worker was never told. Kept as the log of what
    was sent. The unique key makes a second post of the same message impossible.
    """

    TRANSITIONS: ClassVar = {
        MessageStatus.UNSENT: frozenset(
            {MessageStatus.SENT, MessageStatus.NEEDS_ATTENTION, MessageStatus.WITHDRAWN}
        ),
        MessageStatus.SENT: frozenset({MessageStatus.UNSENT}),  # staff resend it
        MessageStatus.NEEDS_ATTENTION: frozenset({MessageStatus.UNSENT}),
        MessageStatus.WITHDRAWN: frozenset(),  # what it would have said is no longer so
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True, help_text="What makes it one message.")
    channel = models.CharField(max_length=8, choices=MessageChannel.choices)
    template = models.CharField(max_length=80, help_text="Like orders/emails/confirmed.html.")
    recipient = models.CharField(max_length=254)
    about = models.CharField(
        max_length=32, blank=True, help_text="The number of the order it is about, if any."
    )
    context = models.JSONField(default=dict, blank=True, help_text="What the template fills in.")
    is_secret = models.BooleanField(
        default=False,
        help_text="Holds a sign-in code: what it says is forgotten once sent.",
    )
    status = models.CharField(
        max_length=16, choices=MessageStatus.choices, default=MessageStatus.UNSENT
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_as = models.BinaryField(
        null=True, editable=False, help_text="Its words as they left, compressed."
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["status", "next_attempt_at"], name="message_due"),
            models.Index(fields=["about"], name="message_about"),
            models.Index(fields=["template", "-created_at"], name="message_kind"),
            models.Index(fields=["-created_at"], name="message_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient}"
