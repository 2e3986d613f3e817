"""What a shopper means to buy."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.models.catalogue import Variant
from shop.money import Money


class Cart(models.Model):
    """What a shopper means to buy; shown as “bag”. A guest's is known by their session."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cart",
    )
    coupon_code = models.CharField(
        max_length=24, blank=True, help_text="As typed; kept while it does not apply yet."
    )
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Bag of {self.user or 'a guest'}"


class CartLine(models.Model):
    """So many of one variant in a cart. Promises nothing: stock is held when an order is placed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="cart_lines")
    quantity = models.PositiveSmallIntegerField(default=1)
    seen_price_minor = models.PositiveIntegerField(
        null=True, help_text="Paise each, as last shown; a difference is said in words."
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["added_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cart", "variant"], name="variant_once_per_cart"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cart_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant.sku}"

    @property
    def total(self) -> Money:
        return self.variant.price * self.quantity
