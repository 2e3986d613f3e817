"""What a shopper saved for later."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.models.catalogue import Colourway


class Wishlist(models.Model):
    """Styles a shopper saved; a guest's is known by their session and joins at sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="wishlist",
    )
    share_key = models.CharField(
        max_length=32, unique=True, null=True, blank=True, help_text="Empty: not shared."
    )
    shared_as = models.CharField(
        max_length=40, blank=True, help_text="Whose it is, as the owner wants others to read it."
    )
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Wishlist of {self.user or 'a guest'}"


class WishlistItem(models.Model):
    """One colour of one style, and what it cost when it was saved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wishlist = models.ForeignKey(Wishlist, on_delete=models.CASCADE, related_name="items")
    colourway = models.ForeignKey(Colourway, on_delete=models.CASCADE, related_name="+")
    price_minor = models.PositiveIntegerField("price then (paise)")
    was_in_stock = models.BooleanField(default=True, help_text="In some size, when it was saved.")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-added_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wishlist", "colourway"], name="saved_once")
        ]

    def __str__(self) -> str:
        return f"{self.colourway_id} on {self.wishlist_id}"
