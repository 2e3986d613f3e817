"""Payments, and the ledger of money in and out."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.desk import Move
from accounts.errors import Refusal
from orders.admin.looks import PAYMENT_COLOURS, OfOrderAdmin
from orders.gateway import GatewayError
from orders.models import LedgerEntry, Payment
from orders.payments import refresh_payment
from shop.money import Money


def ask_gateway(payment: Payment, *, by: str) -> None:
    """Ask Razorpay what became of a payment; Refusal in words when it does not answer."""
    try:
        refresh_payment(payment)
    except GatewayError as error:
        raise Refusal(f"Razorpay did not answer: {error}") from error


ASK_GATEWAY = Move(
    "ask",
    "Ask the gateway",
    ask_gateway,
    is_legal=lambda payment: payment.gateway_order_id is not None,
    said=lambda payment: f"Razorpay says: {payment.get_status_display().lower()}.",
)


@admin.register(Payment)
class PaymentAdmin(OfOrderAdmin):
    moves = (ASK_GATEWAY,)
    list_display = (
        "receipt",
        "order_link",
        "amount_column",
        "status_label",
        "method",
        "reserved",
        "created_at",
    )
    list_filter = ("status", "created_at")
    search_fields = ("receipt", "gateway_order_id", "gateway_payment_id")
    actions = ("ask_the_gateway",)
    fields = (
        ("order_link", "receipt"),
        ("status", "amount_column"),
        ("method", "failure"),
        ("reserved", "currency"),
        ("gateway_order_id", "gateway_payment_id"),
        ("created_at", "captured_at"),
    )
    readonly_fields = ("order_link", "amount_column", "reserved")

    @display(description="Status", label=PAYMENT_COLOURS, ordering="status")
    def status_label(self, payment: Payment) -> tuple[str, str]:
        return payment.status, payment.get_status_display()

    @display(description="Refunded or on its way back")
    def reserved(self, payment: Payment) -> str:
        return str(Money(payment.refund_reserved_minor, payment.currency))

    @admin.action(description="Ask the gateway", permissions=["move"])
    def ask_the_gateway(self, request: HttpRequest, payments: QuerySet[Payment]) -> None:
        self.move_each(request, payments, ASK_GATEWAY)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(OfOrderAdmin):
    list_display = ("at", "kind", "amount_column", "order_link", "key")
    list_filter = ("kind", "at")
    search_fields = ("key",)
    date_hierarchy = "at"
    ordering = ("-at",)
    fields = (
        ("at", "kind"),
        ("amount_column", "currency"),
        "order_link",
        ("payment", "refund"),
        "key",
    )
    readonly_fields = ("order_link", "amount_column")
