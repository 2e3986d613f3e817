"""The order desk of the back office, and the books; one module for each thing staff look after."""

from orders import kinds  # noqa: F401  (registers itself)
from orders.admin import audits, orders, parcels, payments, refunds, tax, webhooks

__all__ = ["audits", "orders", "parcels", "payments", "refunds", "tax", "webhooks"]
