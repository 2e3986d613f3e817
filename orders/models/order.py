"""What was bought: an order and its lines, as agreed at placing."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.places import INDIAN_STATES
from accounts.states import StatefulModel
from orders.querysets import OrderQuerySet
from orders.states import ORDER_TRANSITIONS, OrderStatus, ParcelStatus, PaymentMethod
from orders.tax import Tax, tax_in
from shop.models import DeliveryMethod, Variant
from shop.money import Money, share_of
from shop.pricing import Applied, Quote
from shop.return_terms import ReturnTerms

if TYPE_CHECKING:
    from orders.models.parcels import Parcel


class Order(StatefulModel):
    """One purchase, from placing to delivery; names, prices and the address are copies.

    Amounts never change once written, but for the fee of paying in cash, which may be agreed to
    while the order is unpaid; total = items − discount + delivery + cash fee. Stock is held from
    placing until it leaves in a parcel, or the order is cancelled or expires.
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
    cod_fee_minor = models.PositiveBigIntegerField("cash on delivery (paise)", default=0)
    total_minor = models.PositiveBigIntegerField("total (paise)")

    full_name = models.CharField(max_length=120)
    house = models.CharField(max_length=120)
    street = models.CharField(max_length=160)
    landmark = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2, choices=INDIAN_STATES)
    pin_code = models.CharField("PIN code", max_length=6)

    payment_method = models.CharField(
        max_length=8, choices=PaymentMethod.choices, default=PaymentMethod.ONLINE
    )
    cash_place = models.CharField(
        max_length=48,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text="Which of the few cash orders a customer may have on the way this one is.",
    )
    delivery_method = models.CharField(
        max_length=8, choices=DeliveryMethod.choices, default=DeliveryMethod.STANDARD
    )
    arrives_on = models.DateField(
        null=True, blank=True, help_text="The day that was promised when it was placed."
    )
    gstin = models.CharField(
        "GSTIN", max_length=15, blank=True, help_text="Of a buyer who needs it on the invoice."
    )

    seller_state = models.CharField(
        max_length=2,
        choices=INDIAN_STATES,
        blank=True,
        help_text="Where it is sold from; with the state it goes to it says which tax is due.",
    )
    fees_hsn_code = models.CharField("HSN code of delivery", max_length=8, blank=True)
    fees_basis_points = models.PositiveSmallIntegerField(
        "tax on delivery (hundredths of a per cent)",
        null=True,
        blank=True,
        help_text="The highest of its lines; empty: not worked out when it was placed.",
    )
    placed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="Unpaid by then: expired, and its stock released.")
    returned_minor = models.PositiveBigIntegerField(
        "returned to sender (paise)",
        default=0,
        editable=False,
        help_text="What its parcels that came back undelivered had cost; not owed by anybody.",
    )
    parcel_steps = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="Counts what was done to its parcels; from the first on it is not cancelled.",
    )
    delivered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last of its parcels arrived."
    )
    return_deadline = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The last of its lines', written when the last parcel arrived, for good.",
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-placed_at"]
        indexes: ClassVar = [
            models.Index(fields=["status", "placed_at"], name="order_by_status"),
            models.Index(fields=["user", "-placed_at"], name="order_by_user"),
            models.Index(fields=["phone"], name="order_by_phone"),
            models.Index(fields=["email"], name="order_by_email"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                # written without a minus: a sum of unsigned columns is never below zero
                condition=Q(
                    total_minor=F("items_minor")
                    - F("discount_minor")
                    + F("delivery_minor")
                    + F("cod_fee_minor")
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
    def fees(self) -> Money:
        """What was charged beside the goods: delivery, paying in cash."""
        return self.total - (self.items_total - self.discount)

    @property
    def fees_tax(self) -> Tax:
        is_interstate = self.state != self.seller_state
        return tax_in(self.fees.minor, self.fees_basis_points or 0, is_interstate=is_interstate)

    @property
    def tax(self) -> Tax | None:
        """The tax in its total; None for an order from before it was worked out."""
        if self.fees_basis_points is None:
            return None
        return sum((line.tax for line in self.lines.all()), self.fees_tax)

    @property
    def quote(self) -> Quote:
        """The sum as it was agreed, in the shape every price table shows."""
        return Quote(
            items=self.items_total,
            mrp=self.items_total,
            delivery=self.delivery_fee,
            to_free_delivery=Money(0, self.currency),
            coupon=self.coupon,
            cod_fee=Money(self.cod_fee_minor, self.currency),
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
    def is_cash(self) -> bool:
        """Paid in cash at the door."""
        return self.payment_method == PaymentMethod.CASH

    @property
    def due_at_door(self) -> Money:
        """What the courier takes for a cash order: its total without what came back undelivered."""
        return Money(self.total_minor - self.returned_minor, self.currency)

    @property
    def awaits_cash(self) -> bool:
        """The courier is to take its total at the door."""
        waits = {OrderStatus.CONFIRMED, OrderStatus.PACKED, OrderStatus.SHIPPED}
        return self.is_cash and self.status in waits

    @property
    def is_late(self) -> bool:
        """The day that was promised has passed, here in India, and it has not arrived."""
        return self.arrives_on is not None and self.arrives_on < timezone.localdate()

    @property
    def is_payable(self) -> bool:
        return self.status == OrderStatus.PLACED and timezone.now() < self.expires_at

    @property
    def seconds_to_pay(self) -> int:
        """How long its payment may still take; nothing when its time is over."""
        return max(0, int((self.expires_at - timezone.now()).total_seconds()))

    @property
    def is_cancellable(self) -> bool:
        is_early = self.status in {OrderStatus.PLACED, OrderStatus.CONFIRMED}
        return is_early and not self.parcel_steps

    @property
    def current_parcels(self) -> "list[Parcel]":
        """Its parcels, without those that were taken apart again."""
        return [one for one in self.parcels.all() if one.status != ParcelStatus.UNPACKED]

    @property
    def parcel_sentence(self) -> str:
        """How far its parcels are, where that is more than its own status says."""
        parcels, to_pack = self.current_parcels, self.units_to_pack
        if not parcels or (len(parcels) == 1 and not to_pack):
            return ""  # its own status says it
        said = [_counted(parcels, status, to_pack) for status in FAR_TO_NEAR]
        if to_pack:
            said.append(f"{to_pack} piece{'s' if to_pack > 1 else ''} still to pack")
        sentence = ", ".join(filter(None, said))
        return f"{sentence[:1].upper()}{sentence[1:]}."

    @property
    def units_to_pack(self) -> int:
        return sum(line.units_to_pack for line in self.lines.all())


FAR_TO_NEAR = (
    ParcelStatus.DELIVERED,
    ParcelStatus.SHIPPED,
    ParcelStatus.PACKED,
    ParcelStatus.RETURNING,
    ParcelStatus.RETURNED,
)


def _counted(parcels: "list[Parcel]", status: ParcelStatus, to_pack: int) -> str:
    """Like “1 of 2 parcels on the way”; without the sum while it is not known yet."""
    count = sum(parcel.status == status for parcel in parcels)
    if not count:
        return ""
    whole = "" if to_pack else f" of {len(parcels)}"
    plural = "s" if (count if to_pack else len(parcels)) > 1 else ""
    return f"{count}{whole} parcel{plural} {status.label.lower()}"


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
    hsn_code = models.CharField("HSN code", max_length=8, blank=True)
    tax_basis_points = models.PositiveSmallIntegerField(
        "tax (hundredths of a per cent)", null=True, blank=True
    )
    taxable_minor = models.PositiveBigIntegerField("taxable value (paise)", default=0)
    cgst_minor = models.PositiveBigIntegerField("CGST (paise)", default=0)
    sgst_minor = models.PositiveBigIntegerField("SGST (paise)", default=0)
    igst_minor = models.PositiveBigIntegerField("IGST (paise)", default=0)
    return_policy = models.JSONField(
        default=dict,
        editable=False,
        help_text="How it may come back, as promised when it was placed.",
    )
    return_deadline = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Written when the order's last parcel arrived; empty of a final sale.",
    )
    packed_quantity = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many lie in parcels; never above the quantity."
    )
    delivered_quantity = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many arrived; these may come back."
    )
    returned_quantity = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many came back undelivered."
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
                # without a minus, as above: the parts are what was paid, to the paisa
                condition=Q(tax_basis_points=None)
                | Q(
                    taxable_minor=F("unit_price_minor") * F("quantity")
                    - F("discount_minor")
                    - F("cgst_minor")
                    - F("sgst_minor")
                    - F("igst_minor")
                ),
                name="line_tax_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(packed_quantity__lte=F("quantity")), name="packed_within_bought"
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity__lte=F("packed_quantity")),
                name="delivered_within_packed",
            ),
            models.CheckConstraint(
                condition=Q(packed_quantity__gte=F("delivered_quantity") + F("returned_quantity")),
                name="arrived_once_or_returned",
            ),
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
    def tax(self) -> Tax:
        return Tax(self.taxable_minor, self.cgst_minor, self.sgst_minor, self.igst_minor)

    @property
    def return_terms(self) -> ReturnTerms:
        return ReturnTerms.read(self.return_policy)

    @property
    def units_to_pack(self) -> int:
        return self.quantity - self.packed_quantity

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
        """What was paid for so many units, when `after` others were counted before them."""
        return share_of(self.paid, units, of=self.quantity, after=after)
