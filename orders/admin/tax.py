"""Where staff keep the rates of tax, and find the invoices that were issued."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.decorators import display

from accounts.desk import StaffAdmin
from orders.admin.looks import OfOrderAdmin
from orders.invoice_pages import answer_with
from orders.models import Invoice, TaxRate
from shop.money import Money


@admin.register(TaxRate)
class TaxRateAdmin(StaffAdmin):
    """Rates with their day and source. What is ordered already keeps the rate it was placed at."""

    list_display = ("goods", "pieces", "rate", "from_on", "source")
    list_filter = ("from_on", "hsn_prefix")
    search_fields = ("hsn_prefix", "source")
    search_help_text = "HSN code or notification"
    fields = (("hsn_prefix", "from_on"), ("up_to_minor", "basis_points"), "source")

    @display(description="HSN", ordering="hsn_prefix")
    def goods(self, rate: TaxRate) -> str:
        return rate.hsn_prefix or "All others"

    @display(description="Pieces", ordering="up_to_minor")
    def pieces(self, rate: TaxRate) -> str:
        return "of any value" if rate.up_to_minor is None else f"up to {Money(rate.up_to_minor)}"

    @display(description="Rate", ordering="basis_points")
    def rate(self, rate: TaxRate) -> str:
        return f"{rate.basis_points / 100:g} %"


@admin.register(Invoice)
class InvoiceAdmin(OfOrderAdmin):
    """Every invoice by its number, to read and to print."""

    list_display = (
        "number",
        "issued_at",
        "order_link",
        "buyer",
        "taxable",
        "tax",
        "total",
        "file",
    )
    list_filter = ("financial_year", "issued_at")
    search_fields = ("number", "order__number")
    search_help_text = "Number of the invoice or of the order"
    date_hierarchy = "issued_at"
    fields = (
        ("number", "issued_at"),
        ("order_link", "buyer"),
        ("taxable", "tax", "total"),
        "file",
    )
    readonly_fields = ("order_link", "buyer", "taxable", "tax", "total", "file")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.pdf_view)
        return [path("<uuid:pk>/pdf/", view, name="orders_invoice_pdf"), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        invoice = self.get_object(request, str(pk))
        if invoice is None or not self.has_view_permission(request, invoice):
            raise Http404
        return answer_with(invoice)

    @display(description="Buyer")
    def buyer(self, invoice: Invoice) -> str:
        return f"{invoice.content['buyer']['name']}, {invoice.content['buyer']['state']}"

    @display(description="Taxable", ordering="taxable_minor")
    def taxable(self, invoice: Invoice) -> str:
        return str(Money(invoice.taxable_minor))

    @display(description="Tax", ordering="tax_minor")
    def tax(self, invoice: Invoice) -> str:
        return str(Money(invoice.tax_minor))

    @display(description="Total", ordering="total_minor")
    def total(self, invoice: Invoice) -> str:
        return str(Money(invoice.total_minor))

    @display(description="")
    def file(self, invoice: Invoice) -> str:
        url = reverse("admin:orders_invoice_pdf", args=[invoice.pk])
        return format_html('<a class="desk-link" href="{}">PDF</a>', url)
