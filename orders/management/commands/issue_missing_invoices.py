"""`manage.py issue_missing_invoices`: invoices for what was packed before the shop issued any."""

from typing import Any

from django.core.management.base import BaseCommand

from orders.invoices import issue_missing_invoices


class Command(BaseCommand):
    help = "Issue the invoice of every order that has a parcel and no invoice, as of today."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for invoice in issue_missing_invoices():
            count += 1
            self.stdout.write(f"{invoice.order.number}  {invoice.number}")
        self.stdout.write(f"{count} issued." if count else "Every packed order has its invoice.")
