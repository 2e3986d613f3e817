"""How the pages of the back office show what belongs to an order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from accounts.desk import DeskAdmin
from orders.states import OrderStatus, ParcelStatus, PaymentStatus, RefundStatus, WebhookStatus

ORDER_COLOURS = {
    OrderStatus.PLACED: "warning",
    OrderStatus.CONFIRMED: "info",
    OrderStatus.PACKED: "info",
    OrderStatus.SHIPPED: "primary",
    OrderStatus.DELIVERED: "success",
    OrderStatus.RETURNING: "warning",
    OrderStatus.RETURNED: "",
    OrderStatus.CANCELLED: "",
    OrderStatus.EXPIRED: "",
}


PARCEL_COLOURS = {
    ParcelStatus.PACKED: "info",
    ParcelStatus.SHIPPED: "primary",
    ParcelStatus.DELIVERED: "success",
    ParcelStatus.RETURNING: "warning",
    ParcelStatus.RETURNED: "",
    ParcelStatus.UNPACKED: "",
}


PAYMENT_COLOURS = {
    PaymentStatus.CREATED: "",
    PaymentStatus.FAILED: "danger",
    PaymentStatus.AUTHORIZED: "warning",
    PaymentStatus.CAPTURED: "success",
}


REFUND_COLOURS = {
    RefundStatus.AWAITING_APPROVAL: "warning",
    RefundStatus.DECLINED: "",
    RefundStatus.REQUESTED: "info",
    RefundStatus.SUBMITTING: "info",
    RefundStatus.PENDING: "info",
    RefundStatus.PROCESSED: "success",
    RefundStatus.FAILED: "danger",
    RefundStatus.REPLACED: "",
    RefundStatus.NEEDS_ATTENTION: "danger",
}


WEBHOOK_COLOURS = {
    WebhookStatus.RECEIVED: "info",
    WebhookStatus.APPLIED: "success",
    WebhookStatus.QUARANTINED: "danger",
}


class OfOrderAdmin(DeskAdmin):
    """Rows that belong to an order and are read beside it."""

    list_select_related: tuple[str, ...] = ("order",)

    @display(description="Order", ordering="order__number")
    def order_link(self, row: Any) -> str:
        url = reverse("admin:orders_order_change", args=[row.order_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', url, row.order.number)

    @display(description="Amount", ordering="amount_minor")
    def amount_column(self, row: Any) -> str:
        return str(row.amount)


def ask_for_many(
    page: Any, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page between a list's action and what it does to the chosen rows."""
    asked = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "action": request.POST.get("action", ""),
        "chosen": request.POST.getlist("_selected_action"),
        "list_url": request.get_full_path(),
        **context,
    }
    return TemplateResponse(request, template, asked, status=status)
