"""How people got in, and how often somebody tried."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.models.people import User


class Allowance(models.Model):
    """How often one thing was done lately for one key, such as codes sent to one phone.

    The moments themselves are kept, at most as many as the budget allows, so the count is exact
    at any moment. The key is a keyed hash: the table names nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80, unique=True)
    spent_at = models.JSONField(default=list, help_text="Unix times, oldest first.")
    version = models.PositiveIntegerField(default=0, help_text="Of two at once only one counts.")
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["touched_at"], name="allowance_idle")]

    def __str__(self) -> str:
        return self.key


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


class SignIn(models.Model):
    """One time somebody signed in: where, by what, and the session it opened until it ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, db_index=True, editable=False)
    method = models.CharField(max_length=24, help_text="Such as code, password, google.")
    ip = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField("browser", max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="sign_in_by_user")]

    def __str__(self) -> str:
        return f"{self.user} on {self.at:%d %b %Y}"
