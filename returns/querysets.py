"""Sets of return cases, in the shop's own words."""

from typing import Any

from django.db import models

from returns.states import ReturnStatus


class ReturnCaseQuerySet(models.QuerySet[Any]):
    def of(self, user: Any) -> "ReturnCaseQuerySet":
        """Only cases of this user's orders; nobody's for someone not signed in."""
        return self.filter(order__user_id=user.pk) if user.is_authenticated else self.none()

    def to_receive(self) -> "ReturnCaseQuerySet":
        return self.filter(status=ReturnStatus.APPROVED)

    def to_inspect(self) -> "ReturnCaseQuerySet":
        return self.filter(status=ReturnStatus.RECEIVED)
