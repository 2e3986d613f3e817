"""What buyers say of a product."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.models.catalogue import Product
from shop.querysets import ReviewQuerySet


class Review(models.Model):
    """What a buyer says of a product, shown once staff published it.

    A customer has at most one per product. Writing again makes a new row, so what staff read is
    what they publish.
    """

    class Fit(models.TextChoices):
        SMALL = "small", "Runs small"
        TRUE = "true", "True to size"
        LARGE = "large", "Runs large"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    title = models.CharField(max_length=80)
    body = models.TextField(max_length=2000, blank=True)
    fit = models.CharField(max_length=5, choices=Fit.choices, blank=True)
    size = models.CharField(max_length=16, blank=True, help_text="The size the reviewer bought.")
    city = models.CharField(max_length=60, blank=True)
    is_verified = models.BooleanField(default=False, help_text="Written by somebody who bought it.")
    photos = models.JSONField(
        default=list, blank=True, help_text="Keys of its photos; shown once it is published."
    )
    has_photos = models.BooleanField(default=False, editable=False)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    is_published = models.BooleanField(default=False)
    decided_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Empty: waits for staff."
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["product", "is_published", "-helpful_count", "-created_at"],
                name="review_listing",
            ),
            models.Index(fields=["decided_at", "created_at"], name="review_queue"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "user"], name="one_review_per_customer")
        ]

    def __str__(self) -> str:
        return f"{self.rating}/5: {self.title}"

    @property
    def status(self) -> str:
        """waiting, published or hidden."""
        if self.decided_at is None:
            return "waiting"
        return "published" if self.is_published else "hidden"


class ReviewVote(models.Model):
    """One shopper found one review helpful; the unique key makes a second click nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=64, help_text="A customer's id, or a guest's session.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "voter"], name="one_vote_per_voter")
        ]

    def __str__(self) -> str:
        return f"{self.voter} on {self.review_id}"
