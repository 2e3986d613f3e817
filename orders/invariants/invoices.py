"""Invoices: their numbers run without a gap."""

from collections.abc import Iterator

from django.db.models import Count, Max

from orders.invariants.looking import Breach, Invariant, batches
from orders.models import Invoice, InvoiceSeries


def _gapless() -> Iterator[Breach]:
    issued = Invoice.objects.order_by().values_list("financial_year")
    found = {
        year: (count, last) for year, count, last in issued.annotate(Count("pk"), Max("place"))
    }
    for batch in batches(InvoiceSeries.objects.all(), "financial_year", "last"):
        for pk, year, given_out in batch:
            count, last = found.pop(year, (0, 0))
            if not count == last == given_out:
                says = (
                    f"{year}: {given_out} numbers given out, {count} invoices, the last is {last}"
                )
                yield Breach.of(InvoiceSeries, pk, says)
    for year in found:
        first = Invoice.objects.filter(financial_year=year).earliest("place")
        yield Breach.of(Invoice, first.pk, f"{year}: invoices of a series that was never begun")


GAPLESS = Invariant(
    "I9",
    "Invoices are numbered without a gap",
    "In each financial year there are as many invoices as numbers were given out. "
    "A breach means an invoice is missing, which the tax office will ask about.",
    _gapless,
)
