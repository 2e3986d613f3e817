"""The rows of orders, by what they are about."""

from orders.models.audits import Audit
from orders.models.history import AppendOnlyModel, OrderEvent
from orders.models.invoices import Invoice, InvoiceSeries
from orders.models.links import OrderLink
from orders.models.money import LedgerEntry, Payment, Provider, Refund
from orders.models.order import Order, OrderLine
from orders.models.parcels import Parcel, ParcelLine
from orders.models.payouts import PayoutDetails, PayoutKind
from orders.models.tax import TaxRate
from orders.models.webhooks import WebhookEvent

__all__ = [
    "AppendOnlyModel",
    "Audit",
    "Invoice",
    "InvoiceSeries",
    "LedgerEntry",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OrderLink",
    "Parcel",
    "ParcelLine",
    "Payment",
    "PayoutDetails",
    "PayoutKind",
    "Provider",
    "Refund",
    "TaxRate",
    "WebhookEvent",
]
