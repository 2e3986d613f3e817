"""What staff promise about returns: policies, for one category or for all, each from a day on."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from shop.models.catalogue import Category
from shop.return_terms import ALL_REASONS, OUR_FAULT, ReturnTerms


def all_reasons() -> list[str]:
    return list(ALL_REASONS)


def our_fault() -> list[str]:
    return sorted(OUR_FAULT)


class ReturnPolicy(models.Model):
    """The terms pieces are sold under from a day on; what was ordered before keeps its own.

    A category's own policy counts before the one for all, of two the later day, of the same day
    the row written last.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="return_policies",
        help_text="Empty: for every category that has none of its own.",
    )
    from_on = models.DateField(
        "from", default=timezone.localdate, help_text="The first day of orders it is for, in India."
    )
    window_days = models.PositiveSmallIntegerField(
        "days to return",
        default=7,
        help_text="Counted from the day the last parcel arrived; that day's end is the end.",
    )
    is_final_sale = models.BooleanField(
        "final sale",
        default=False,
        help_text="Nothing comes back; said on its page and in the bag.",
    )
    fee_minor = models.PositiveIntegerField(
        "return fee (paise)",
        default=0,
        help_text="Taken off the refund once per return; never when it is our fault.",
    )
    reasons: Any = models.JSONField(default=all_reasons, help_text="What a customer may say.")
    photo_reasons: Any = models.JSONField(
        "reasons that need a photo", default=our_fault, blank=True
    )
    needs_approval = models.BooleanField(
        "a person approves", default=False, help_text="Off: approved at once inside the window."
    )
    has_pickup = models.BooleanField("pickup at the door", default=True)
    has_drop_off = models.BooleanField("may be sent or brought", default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-from_on", "-pk"]
        verbose_name_plural = "return policies"
        indexes: ClassVar = [models.Index(fields=["from_on"], name="return_policy_from")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(has_pickup=True) | Q(has_drop_off=True) | Q(is_final_sale=True),
                name="return_has_a_way",
            ),
            models.CheckConstraint(condition=Q(window_days__lte=365), name="return_within_a_year"),
        ]

    def __str__(self) -> str:
        goods = self.category.name if self.category else "Everything else"
        return f"{goods}: {self.terms.sentence}"

    @property
    def terms(self) -> ReturnTerms:
        return ReturnTerms(
            window_days=self.window_days,
            is_final_sale=self.is_final_sale,
            fee_minor=self.fee_minor,
            reasons=tuple(self.reasons),
            photo_reasons=tuple(self.photo_reasons),
            needs_approval=self.needs_approval,
            has_pickup=self.has_pickup,
            has_drop_off=self.has_drop_off,
        )
