"""What staff choose to say on the home page."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.models.catalogue import Category, Product


class HomeBlock(models.Model):
    """The hero or the story of the home page; the newest one inside its dates is shown."""

    class Kind(models.TextChoices):
        HERO = "hero", "Hero"
        STORY = "story", "Story"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    headline = models.CharField(max_length=60, help_text="Seven words or fewer.")
    text = models.CharField(
        max_length=300, blank=True, help_text="Empty on a hero: name, price and return days."
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="+", help_text="Whose picture it shows."
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where its button leads; empty: to the product.",
    )
    button = models.CharField(max_length=30, blank=True, help_text="Empty: Shop kurtas.")
    is_active = models.BooleanField(default=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_at"]
        indexes: ClassVar = [
            models.Index(fields=["is_active", "-starts_at"], name="home_block_shown")
        ]

    def __str__(self) -> str:
        return self.headline
