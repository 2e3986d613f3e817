"""What was bought, what was paid for it, what was paid back, and the history of each."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.places import INDIAN_STATES
from accounts.states import StatefulModel
from orders.querysets import (
    OrderQuerySet,
    PaymentQuerySet,
    RefundQuerySet,
    WebhookEventQuerySet,
)
from orders.states import (
    ORDER_TRANSITIONS,
    PAYMENT_TRANSITIONS,
    REFUND_TRANSITIONS,
    WEBHOOK_TRANSITIONS,
    OrderStatus,
    PaymentStatus,
    RefundStatus,
    WebhookStatus,
)
from shop.models import Variant
from shop.money import Money
from shop.pricing import Applied, Quote


class AppendOnlyModel(models.Model):
    """A row written once: saving it again or deleting it raises."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are never changed; write a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} rows are never deleted")


class Order(StatefulModel):
    """One purchase, from placing to delivery; names, prices and the address are copies.

    Amounts never change once written; total = items − discount + delivery. Stock is held from
    placing until shipped, cancelled or expired.
    """

    TRANSITIONS: ClassVar = ORDER_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True)
    key = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        help_text="From the rendered form: a second click finds the first order.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
    )
    status = models.CharField(
        max_length=10, choices=OrderStatus.choices, default=OrderStatus.PLACED
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=16)

    currency = models.CharField(max_length=3, default="INR")
    items_minor = models.PositiveBigIntegerField("items (paise)")
    discount_minor = models.PositiveBigIntegerField("discount (paise)", default=0)
    coupon_code = models.CharField(max_length=24, blank=True)
    delivery_minor = models.PositiveBigIntegerField("delivery (paise)", default=0)
    total_minor = models.PositiveBigIntegerField("total (paise)")

    full_name = models.CharField(max_length=120)
    house = models.CharField(max_length=120)
    street = models.CharField(max_length=160)
    landmark = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2, choices=INDIAN_STATES)
    pin_code = models.CharField("PIN code", max_length=6)

    carrier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    placed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="Unpaid by then: expired, and its stock released.")
    delivered_at = models.DateTimeField(null=True, blank=True)
    return_deadline = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Written at delivery; later policies do not move it.",
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-placed_at"]
        indexes: ClassVar = [
            models.Index(fields=["status", "placed_at"], name="order_by_status"),
            models.Index(fields=["user", "-placed_at"], name="order_by_user"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                # written without a minus: a sum of unsigned columns is never below zero
                condition=Q(
                    total_minor=F("items_minor") - F("discount_minor") + F("delivery_minor")
                ),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__lte=F("items_minor")), name="discount_within_items"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.number])

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def items_total(self) -> Money:
        return Money(self.items_minor, self.currency)

    @property
    def delivery_fee(self) -> Money:
        return Money(self.delivery_minor, self.currency)

    @property
    def quote(self) -> Quote:
        """The sum as it was agreed, in the shape every price table shows."""
        return Quote(
            items=self.items_total,
            mrp=self.items_total,
            delivery=self.delivery_fee,
            to_free_delivery=Money(0, self.currency),
            coupon=self.coupon,
        )

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def coupon(self) -> Applied | None:
        """What its coupon took off, in the shape of a quote; None without one."""
        if not self.coupon_code:
            return None
        was_fee = not self.discount_minor
        return Applied(self.coupon_code, "", (self.discount,), is_delivery_free=was_fee)

    @property
    def is_payable(self) -> bool:
        return self.status == OrderStatus.PLACED and timezone.now() < self.expires_at

    @property
    def is_cancellable(self) -> bool:
        return self.status in {OrderStatus.PLACED, OrderStatus.CONFIRMED}


class OrderLine(models.Model):
    """So many of one variant, as sold: what it was called and cost then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="order_lines")
    position = models.PositiveSmallIntegerField(default=0)
    sku = models.CharField("SKU", max_length=32)
    name = models.CharField(max_length=80)
    colour = models.CharField(max_length=40)
    size = models.CharField(max_length=16)
    picture = models.JSONField(default=dict, help_text="Key and alternative text, as sold.")
    quantity = models.PositiveSmallIntegerField()
    unit_price_minor = models.PositiveIntegerField("price of one (paise)")
    unit_mrp_minor = models.PositiveIntegerField("MRP of one (paise)")
    discount_minor = models.PositiveIntegerField(
        "discount (paise)", default=0, help_text="This line's part of the order's coupon."
    )
    claimed_quantity = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="How many are in a return, open or settled; never above the quantity.",
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_quantity_positive"),
            models.CheckConstraint(
                condition=Q(claimed_quantity__lte=F("quantity")),
                name="claimed_within_bought",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__lte=F("unit_price_minor") * F("quantity")),
                name="line_discount_within_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}, {self.colour}, {self.size}"

    @property
    def unit_price(self) -> Money:
        return Money(self.unit_price_minor)

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity

    @property
    def paid(self) -> Money:
        """What the line cost in the end."""
        return self.total - Money(self.discount_minor)

    @property
    def paid_each(self) -> Money:
        """What one unit cost in the end; a remainder of less than a paisa each is left out."""
        return self.paid_for(1) if self.quantity > 1 else self.paid

    def paid_for(self, units: int, *, after: int = 0) -> Money:
        """What was paid for so many units, when `after` others were counted before them.

        Whole paise each, the last one takes the remainder: all of them together are `paid`.
        """
        each = Money(self.paid.minor // self.quantity)
        if after + units < self.quantity:
            return each * units
        return self.paid - each * after


class OrderEvent(AppendOnlyModel):
    """One thing that happened to an order: the timeline, and who did it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(
        max_length=10,
        choices=OrderStatus.choices,
        blank=True,
        help_text="The state it brought the order to, if any.",
    )
    text = models.CharField(max_length=200)
    by = models.CharField(max_length=120, blank=True, help_text="Empty: the shop by itself.")
    is_public = models.BooleanField(default=True, help_text="Shown to the shopper.")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class Payment(StatefulModel):
    """One order at the gateway, waiting for or holding money for one of ours.

    Always refund_reserved ≤ amount: what is paid back, or on its way back, was paid first.
    """

    TRANSITIONS: ClassVar = PAYMENT_TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
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
        return f"{self.amount} for {self.order_id}, {self.get_status_display().lower()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def refundable(self) -> Money:
        """What is left to refund; nothing before the money arrived."""
        if self.status != PaymentStatus.CAPTURED:
            return Money(0, self.currency)
        return Money(self.amount_minor - self.refund_reserved_minor, self.currency)


class Refund(StatefulModel):
    """Money on its way back to a shopper: the row is the intent, the worker carries it out.

    Key and request body are frozen when the row is written, so sending it again is harmless.
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
        max_length=16, choices=RefundStatus.choices, default=RefundStatus.REQUESTED
    )
    amount_minor = models.PositiveBigIntegerField("amount (paise)")
    currency = models.CharField(max_length=3, default="INR")
    reason = models.CharField(max_length=120)
    request_body = models.JSONField(help_text="What is sent to the gateway, frozen.")
    gateway_refund_id = models.CharField(max_length=40, unique=True, null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    declines = models.PositiveSmallIntegerField(
        default=0, help_text="How often the gateway said no for good."
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=200, blank=True)
    requested_by = models.CharField(max_length=120, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        indexes: ClassVar = [models.Index(fields=["status", "next_attempt_at"], name="refund_due")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="refund_positive")
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
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
