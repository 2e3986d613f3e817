"""Sets of return cases, in the shop's own words."""

from typing import Any

from accounts.states import StatefulQuerySet
from returns.states import ReturnStatus


class ReturnCaseQuerySet(StatefulQuerySet):
    def of(self, user: Any) -> "ReturnCaseQuerySet":
        """Only cases of this user's orders; nobody's for someone not signed in."""
        return self.filter(order__user_id=user.pk) if user.is_authenticated else self.none()

    def to_approve(self) -> "ReturnCaseQuerySet":
        return self.filter(status=ReturnStatus.FILED)

    def unsent(self) -> "ReturnCaseQuerySet":
        """Approved, and for all we know still with the customer: no courier's number is known."""
        return self.filter(status=ReturnStatus.APPROVED, tracking_number="")

    def to_receive(self) -> "ReturnCaseQuerySet":
        """Approved, or with the courier already."""
        return self.filter(status__in=[ReturnStatus.APPROVED, ReturnStatus.PICKED_UP])

    def to_inspect(self) -> "ReturnCaseQuerySet":
        return self.filter(status=ReturnStatus.RECEIVED)
