"""Money in and money back: payments, refunds, and the ledger of both."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.states import StatefulModel
from orders.models.history import AppendOnlyModel
from orders.models.order import Order
from orders.querysets import PaymentQuerySet, RefundQuerySet
from orders.states import (
    NEVER_SENT,
    PAYMENT_TRANSITIONS,
    REFUND_TRANSITIONS,
    PaymentStatus,
    RefundStatus,
)
from shop.money import Money


class Provider(models.TextChoices):
    RAZORPAY = "razorpay", "Razorpay"
    CASH = "cash", "Cash at the door"


class Payment(StatefulModel):
    """One order at the gateway, or cash at the door: waiting for or holding money for an order.

    Always refund_reserved ≤ amount: what is paid back, or on its way back, was paid first.
    """

    TRANSITIONS: ClassVar = PAYMENT_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=8, choices=Provider.choices, default=Provider.RAZORPAY)
    receipt = models.CharField(
        max_length=40, unique=True, help_text="Our name for it at the gateway."
    )
    status = models.CharField(
        max_length=10, choices=PaymentStatus.choices, default=PaymentStatus.CREATED
    )
    amount_minor = models.PositiveBigIntegerField("amount (paise)")
    currency = models.CharField(max_length=3, default="INR")
    gateway_order_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    gateway_payment_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    method = models.CharField(max_length=20, blank=True)
    failure = models.CharField(max_length=200, blank=True, help_text="Why the last try failed.")
    refund_reserved_minor = models.PositiveBigIntegerField("refunds (paise)", default=0)
    created_at = models.DateTimeField(default=timezone.now)
    captured_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(
        default=timezone.now, help_text="When the gateway was last asked about it."
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(refund_reserved_minor__lte=F("amount_minor")),
                name="refunds_within_payment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount}, {self.receipt}, {self.get_status_display().lower()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_cash(self) -> bool:
        return self.provider == Provider.CASH

    @property
    def refundable(self) -> Money:
        """What is left to refund; nothing before the money arrived."""
        if self.status != PaymentStatus.CAPTURED:
            return Money(0, self.currency)
        return Money(self.amount_minor - self.refund_reserved_minor, self.currency)


class Refund(StatefulModel):
    """Money on its way back to a shopper: the row is the intent, the worker carries it out.

    Key and request body are frozen when the row is written, so sending it again is harmless. One
    with a requester is not sent before somebody else has approved it.
    """

    TRANSITIONS: ClassVar = REFUND_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(
        max_length=120,
        unique=True,
        help_text="What it is for; a second one for it is impossible.",
    )
    status = models.CharField(
        max_length=20, choices=RefundStatus.choices, default=RefundStatus.REQUESTED
    )
    amount_minor = models.PositiveBigIntegerField("amount (paise)")
    currency = models.CharField(max_length=3, default="INR")
    reason = models.CharField(max_length=120)
    is_external = models.BooleanField(
        default=False, help_text="Made in the gateway's dashboard; nothing is sent for it."
    )
    request_body = models.JSONField(
        default=dict, blank=True, help_text="What is sent to the gateway, frozen."
    )
    gateway_refund_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    declines = models.PositiveSmallIntegerField(
        default=0, help_text="How often the gateway said no for good."
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=200, blank=True)
    requested_by = models.CharField(max_length=120, blank=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who asked for it, where a second person has to approve it.",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        indexes: ClassVar = [models.Index(fields=["status", "next_attempt_at"], name="refund_due")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="refund_positive"),
            models.CheckConstraint(
                condition=Q(requester=None) | Q(approver=None) | ~Q(approver=F("requester")),
                name="refund_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(requester=None) | Q(approver__isnull=False) | Q(status__in=NEVER_SENT),
                name="refund_sent_once_approved",
            ),
        ]
        permissions: ClassVar = [
            ("approve_refund", "Can approve refunds others asked for"),
            ("pay_refund", "Can pay refunds by hand, and read the account for it"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}, {self.get_status_display().lower()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def idempotency_key(self) -> str:
        """What the gateway knows this refund by: letters, digits and hyphens, ten or more.

        A definite no is remembered under its key, so the next try after one needs another.
        """
        return f"refund-{self.pk.hex}-{self.declines}" if self.declines else f"refund-{self.pk.hex}"


class LedgerEntry(AppendOnlyModel):
    """One movement of real money: in when captured, out when refunded. The sum is what we hold."""

    class Kind(models.TextChoices):
        CAPTURE = "capture", "Paid in"
        REFUND = "refund", "Paid back"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80, unique=True, help_text="The effect it records, once.")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="ledger")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="ledger")
    refund = models.ForeignKey(
        Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount_minor = models.BigIntegerField(
        "amount (paise)", help_text="In is positive, out negative."
    )
    currency = models.CharField(max_length=3, default="INR")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
