"""People, their addresses, and every message we owe them."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.places import INDIAN_STATES
from accounts.querysets import MessageQuerySet, UserManager
from accounts.states import StatefulModel


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account, reached by e-mail or by phone; staff are users too.

    Lives until erased on request. Always has an e-mail or a phone number. A password is
    optional: shoppers sign in with a code.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    phone = models.CharField(
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        help_text="E.164, like +919876543210.",
    )
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    full_name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True, help_text="Off: cannot sign in.")
    is_staff = models.BooleanField(default=False, help_text="On: may enter the back office.")
    joined_at = models.DateTimeField(default=timezone.now)
    first_bought_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When an order was first paid for."
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        ordering: ClassVar = ["-joined_at"]

    def __str__(self) -> str:
        return self.full_name or self.email or self.phone or str(self.pk)

    def save(self, *args: object, **kwargs: object) -> None:
        # One spelling of an address and no empty strings, so that the unique keys mean something.
        self.email = (self.email or "").strip().lower() or None
        self.phone = self.phone or None
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else "there"


class Address(models.Model):
    """Where a customer has things sent; orders copy it, so editing one rewrites no history."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16)
    pin_code = models.CharField("PIN code", max_length=6)
    house = models.CharField("flat, house, building", max_length=120)
    street = models.CharField("area, street, village", max_length=160)
    landmark = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2, choices=INDIAN_STATES)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-is_default", "-created_at"]
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return f"{self.house}, {self.street}, {self.city} {self.pin_code}"


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


class Breaker(models.Model):
    """A service the shop calls, as the back office names it: no table, its facts are in Redis."""

    name = models.CharField(primary_key=True, max_length=40)

    class Meta:
        managed = False
        default_permissions = ("view", "change")
        verbose_name = "service we call"
        verbose_name_plural = "services we call"

    def __str__(self) -> str:
        return self.name


class LimitCount(models.Model):
    """How often one caller did one thing in one window, counted here only while Redis is away.

    The key is a hash of who and what; the row goes when its window is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
