"""People and their addresses."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from uuid_utils.compat import uuid7

from accounts.places import INDIAN_STATES
from accounts.querysets import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account, reached by e-mail or by phone; staff are users too.

    Lives until erased on request. Always has an e-mail or a phone number. A password is
    optional: shoppers sign in with a code.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    email_verified_at = models.DateTimeField(
        null=True, blank=True, help_text="When its owner proved that they read its mail."
    )
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
    session_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counted up, it ends every session of this person."
    )
    closes_at = models.DateTimeField(
        null=True, blank=True, help_text="When the account is deleted, as its owner asked."
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When who it was had been forgotten."
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        ordering: ClassVar = ["-joined_at"]
        indexes: ClassVar = [models.Index(fields=["closes_at"], name="user_closing")]

    def __str__(self) -> str:
        return self.full_name or self.email or self.phone or str(self.pk)

    def save(self, *args: object, **kwargs: object) -> None:
        # One spelling of an address and no empty strings, so that the unique keys mean something.
        self.email = (self.email or "").strip().lower() or None
        self.phone = self.phone or None
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # What Django makes of the password, and the version: a session holds while both stand.
        if not self.session_version:
            return str(super()._get_session_auth_hash(secret))  # type: ignore[misc]
        value = f"{self.password}:{self.session_version}"
        salt = "accounts.models.User.session"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

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
