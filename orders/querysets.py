"""Sets of orders, payments and refunds, in the shop's own words."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.states import (
    BOUGHT,
    OrderStatus,
    ParcelStatus,
    PaymentStatus,
    RefundStatus,
    WebhookStatus,
)

BY_STAFF = "staff:"  # keys of refunds that staff thought of begin so


class OrderQuerySet(models.QuerySet[Any]):
    def of(self, user: Any) -> "OrderQuerySet":
        """Only this user's orders; nobody's for someone not signed in."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def awaiting_payment(self) -> "OrderQuerySet":
        return self.filter(status=OrderStatus.PLACED)

    def overdue(self, now: datetime) -> "OrderQuerySet":
        """Unpaid past their payment window."""
        return self.awaiting_payment().filter(expires_at__lte=now)

    def bought(self) -> "OrderQuerySet":
        """Paid for, and not called off."""
        return self.filter(status__in=BOUGHT)

    def awaiting_packing(self) -> "OrderQuerySet":
        return self.filter(status=OrderStatus.CONFIRMED)

    def awaiting_shipment(self) -> "OrderQuerySet":
        return self.filter(status=OrderStatus.PACKED)


class ParcelQuerySet(models.QuerySet[Any]):
    def current(self) -> "ParcelQuerySet":
        """All but those that were taken apart again."""
        return self.exclude(status=ParcelStatus.UNPACKED)

    def waiting(self) -> "ParcelQuerySet":
        """Packed, and not handed to a carrier."""
        return self.filter(status=ParcelStatus.PACKED)

    def on_the_way(self) -> "ParcelQuerySet":
        return self.filter(status=ParcelStatus.SHIPPED)

    def coming_back(self) -> "ParcelQuerySet":
        """Not delivered, and not here yet."""
        return self.filter(status=ParcelStatus.RETURNING)


class PaymentQuerySet(models.QuerySet[Any]):
    def unsettled(self, *, before: datetime, since: datetime) -> "PaymentQuerySet":
        """Payments the gateway may know more about than we do."""
        return self.filter(created_at__lte=before, created_at__gte=since).exclude(
            status=PaymentStatus.CAPTURED
        )


class RefundQuerySet(models.QuerySet[Any]):
    def due(self) -> "RefundQuerySet":
        """To be sent to the gateway now, and not being sent by anybody."""
        now = timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        waiting = Q(status=RefundStatus.REQUESTED) | Q(status=RefundStatus.SUBMITTING)
        return self.filter(free, waiting, next_attempt_at__lte=now)

    def needing_a_person(self) -> "RefundQuerySet":
        """Stuck, failed, to be paid by hand, or declined although a return had earned it."""
        earned = Q(status=RefundStatus.DECLINED) & ~Q(key__startswith=BY_STAFF)
        stuck = Q(status__in=[RefundStatus.NEEDS_ATTENTION, RefundStatus.FAILED])
        return self.filter(stuck | earned)

    def to_approve(self) -> "RefundQuerySet":
        return self.filter(status=RefundStatus.AWAITING_APPROVAL)

    def to_pay_by_hand(self) -> "RefundQuerySet":
        """Of orders paid in cash, let go and not paid yet."""
        return self.filter(status=RefundStatus.NEEDS_ATTENTION, payment__provider="cash")

    def shown_to_customer(self) -> "RefundQuerySet":
        """What is owed for sure: nothing staff are still deciding about, or decided against."""
        undecided = Q(status=RefundStatus.AWAITING_APPROVAL, key__startswith=BY_STAFF)
        over = Q(status__in=[RefundStatus.DECLINED, RefundStatus.REPLACED])
        return self.exclude(undecided | over)

    def with_the_bank(self) -> "RefundQuerySet":
        return self.filter(status=RefundStatus.PENDING)


class WebhookEventQuerySet(models.QuerySet[Any]):
    def unapplied(self) -> "WebhookEventQuerySet":
        """Due, and not being applied by anybody."""
        now = timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, status=WebhookStatus.RECEIVED, next_attempt_at__lte=now)
