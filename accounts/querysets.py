"""Sets of people and messages, in the shop's own words."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Makes users; the two methods Django's own commands call."""

    def create_user(
        self, email: str | None = None, password: str | None = None, **columns: Any
    ) -> "User":
        user = self.model(email=email, **columns)
        user.set_password(password)  # None makes it unusable: codes only
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: Any) -> "User":
        """Whoever may run commands here vouches for the mailbox."""
        vouched = {"is_staff": True, "is_superuser": True, "email_verified_at": timezone.now()}
        return self.create_user(email, password, **vouched, **columns)


class MessageQuerySet(models.QuerySet[Any]):
    def due(self) -> "MessageQuerySet":
        """Unsent, not being sent by anybody, and not waiting for a later attempt."""
        now = timezone.now()
        return self.unclaimed(now).filter(next_attempt_at__lte=now)

    def unclaimed(self, now: datetime) -> "MessageQuerySet":
        """Unsent, and not being sent by anybody."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, status="unsent")
