"""What the law asks for: rates of GST with their day and source, as rows that staff keep."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from orders.tax import Rule
from shop.money import Money


class TaxRate(models.Model):
    """One rate of GST: for these goods, from this day on, for pieces up to this value.

    Orders copy their rate, so a new row changes only what is ordered from its day on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hsn_prefix = models.CharField(
        "HSN code begins with",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d*$", "Digits only, like 61 or 640419.")],
        help_text="The longest that fits counts; empty is for all that no other row names.",
    )
    up_to_minor = models.PositiveBigIntegerField(
        "pieces up to (paise)",
        null=True,
        blank=True,
        help_text="Value of one piece after the discount, without tax; empty: of any value.",
    )
    basis_points = models.PositiveSmallIntegerField(
        "rate (hundredths of a per cent)", help_text="500 is 5 %: CGST and SGST of 2.5 %, or IGST."
    )
    from_on = models.DateField(
        "from", help_text="The first day. Enter every step of a code anew for a new day."
    )
    source = models.CharField(max_length=200, help_text="The notification it stands in.")

    class Meta:
        ordering: ClassVar = ["hsn_prefix", "-from_on", "basis_points"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hsn_prefix", "from_on", "basis_points"], name="tax_rate_once"
            ),
            models.CheckConstraint(condition=Q(basis_points__lte=100_00), name="tax_rate_a_share"),
        ]

    def __str__(self) -> str:
        limit = f" up to {Money(self.up_to_minor)}" if self.up_to_minor is not None else ""
        return f"{self.basis_points / 100:g} % on {self.hsn_prefix or 'other goods'}{limit}"

    @property
    def rule(self) -> Rule:
        return Rule(self.hsn_prefix, self.from_on, self.basis_points, self.up_to_minor)
