"""The invoice as a file: for whoever may see the order's page, and for staff."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.http import Request
from orders.access import with_order
from orders.invoice_pdf import pdf_of
from orders.models import Invoice, Order


@require_GET
@never_cache
@with_order
def invoice(request: Request, order: Order) -> HttpResponse:
    """The invoice of an order one may open; not found before it is issued."""
    return answer_with(get_object_or_404(Invoice, order=order.pk))


def answer_with(invoice: Invoice) -> HttpResponse:
    """Drawn anew from what was frozen: the same bytes each time."""
    issued_on = timezone.localtime(invoice.issued_at).date()
    pdf = pdf_of(invoice.number, issued_on, invoice.content)
    name = invoice.number.replace("/", "-")
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="invoice-{name}.pdf"'},
    )
