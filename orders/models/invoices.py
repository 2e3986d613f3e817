"""Tax invoices: one for each order, numbered without a gap, never changed."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from orders.models.history import AppendOnlyModel
from orders.models.order import Order


class InvoiceSeries(models.Model):
    """The counter of one financial year; counted up by the transaction that issues."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    financial_year = models.CharField(
        max_length=4, unique=True, help_text="Like 2627: April 2026 to March 2027."
    )
    last = models.PositiveIntegerField(default=0, help_text="The last number that was given out.")

    class Meta:
        verbose_name_plural = "invoice series"

    def __str__(self) -> str:
        return f"20{self.financial_year[:2]}-{self.financial_year[2:]}: {self.last}"


class Invoice(AppendOnlyModel):
    """The tax invoice of an order, as it was issued: everything it says is a copy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice")
    number = models.CharField(max_length=16, unique=True)
    financial_year = models.CharField(max_length=4)
    place = models.PositiveIntegerField(help_text="In the series of its year, from 1.")
    issued_at = models.DateTimeField(default=timezone.now)
    total_minor = models.PositiveBigIntegerField("total (paise)")
    taxable_minor = models.PositiveBigIntegerField("taxable value (paise)")
    tax_minor = models.PositiveBigIntegerField("tax (paise)")
    content: Any = models.JSONField(help_text="What stands on it, as it was when issued.")

    class Meta:
        ordering: ClassVar = ["-issued_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["financial_year", "place"], name="invoice_place_once")
        ]

    def __str__(self) -> str:
        return self.number
