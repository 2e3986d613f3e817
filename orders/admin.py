"""The order desk of the back office, and the books: payments, refunds, ledger, webhooks."""

import json
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import DeskAdmin, Move, MoveForm
from accounts.errors import Refusal
from accounts.http import Request
from orders import audit_desk, kinds, tax_desk  # noqa: F401  (all register themselves)
from orders.board import columns
from orders.cancellation import cancel_order
from orders.fulfilment import deliver_order, pack_order, ship_order
from orders.gateway import GatewayError
from orders.live import board_url
from orders.models import Invoice, LedgerEntry, Order, Parcel, Payment, Refund, WebhookEvent
from orders.parcel_desk import (
    NOTE,
    PACK_SOME,
    PARCEL_COLOURS,
    REFUND,
    ShipForm,
    ShipsMany,
    ask_for_many,
)
from orders.payments import refresh_payment
from orders.refunds import pay_refund_by_hand, refund_again, retry_refund, settle_refund
from orders.states import OrderStatus, ParcelStatus, PaymentStatus, RefundStatus, WebhookStatus
from orders.webhooks import try_event_again
from shop.admin.looks import pictured
from shop.money import Money

ORDER_COLOURS = {
    OrderStatus.PLACED: "warning",
    OrderStatus.CONFIRMED: "info",
    OrderStatus.PACKED: "info",
    OrderStatus.SHIPPED: "primary",
    OrderStatus.DELIVERED: "success",
    OrderStatus.CANCELLED: "",
    OrderStatus.EXPIRED: "",
}
PAYMENT_COLOURS = {
    PaymentStatus.CREATED: "",
    PaymentStatus.FAILED: "danger",
    PaymentStatus.AUTHORIZED: "warning",
    PaymentStatus.CAPTURED: "success",
}
REFUND_COLOURS = {
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


def _what_cancelling_does(order: Order) -> str:
    paid = [payment.refundable for payment in order.payments.all()]
    owed = sum(paid, Money(0, order.currency))
    back = f"{owed} goes back to the customer" if owed else "Nothing was paid"
    return f"The items go back on sale. {back}, and they are told."


PACK = Move(
    "pack",
    "Pack",
    pack_order,
    is_legal=lambda order: order.can_move_to(OrderStatus.PACKED),
    said=lambda order: f"{order} is packed. Ship it next.",
)
SHIP = Move(
    "ship",
    "Ship",
    ship_order,
    is_legal=lambda order: order.parcels.waiting().count() == 1,
    said=lambda order: f"{order}: handed over; the customer was told.",
    form=ShipForm,
)
DELIVER = Move(
    "deliver",
    "Mark delivered",
    deliver_order,
    is_legal=lambda order: order.parcels.on_the_way().exists(),
    said=lambda order: f"{order}: delivered. {status_sentence(order)}",
)
CANCEL = Move(
    "cancel",
    "Cancel order",
    cancel_order,
    is_legal=lambda order: order.is_cancellable,
    said=lambda order: f"{order} is cancelled.",
    question=_what_cancelling_does,
    is_dangerous=True,
)


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b}"


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b, %H:%M}"


def status_sentence(order: Order) -> str:
    """Where the order stands and what it waits for, for the one who has to do it."""
    match OrderStatus(order.status):
        case OrderStatus.PLACED:
            return f"Waiting for payment until {_clock(order.expires_at)}. Nothing to pack yet."
        case OrderStatus.CONFIRMED:
            paid = f"{order.total} in cash at the door" if order.is_cash else "Paid"
            waits = f"{paid}. To pack since {_clock(order.placed_at)}."
            return order.parcel_sentence or waits
        case OrderStatus.PACKED:
            return order.parcel_sentence or "Packed. To hand to a carrier."
        case OrderStatus.SHIPPED:
            return order.parcel_sentence or "On the way."
        case OrderStatus.DELIVERED:
            closes = (
                f" Returns close {_day(order.return_deadline)}." if order.return_deadline else ""
            )
            return f"Delivered {_clock(order.delivered_at)}.{closes}"
        case OrderStatus.CANCELLED:
            return "Cancelled. The items are back on sale."
        case OrderStatus.EXPIRED:
            return "Not paid in time. The items are back on sale."


@admin.register(Order)
class OrderAdmin(ShipsMany):
    """Every order, and the desk where one is packed, shipped, delivered or called off."""

    moves = (PACK, PACK_SOME, SHIP, DELIVER, NOTE, REFUND, CANCEL)
    list_per_page = 100
    change_form_template = "admin/orders/order/desk.html"
    view_on_site = False  # the shopper's page is the shopper's
    fields = ("number",)
    list_display = ("order", "status_label", "customer", "items", "held", "total_column", "age")
    list_filter = ("status", "payment_method", "delivery_method", "placed_at", "state")
    search_fields = ("number", "full_name", "phone", "email")
    search_help_text = "Number, name, phone, e-mail or tracking number"
    actions = ("mark_packed", "ship", "mark_delivered")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.board_view)
        return [path("board/", view, name="orders_order_board"), *super().get_urls()]

    def board_view(self, request: Request) -> HttpResponse:
        """Incoming orders by state; the socket says when it changed, and it fetches itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {"columns": columns(), "live_url": board_url(request)}
        if request.htmx:
            return render(request, "admin/orders/order/board.html#board", context)
        context |= {**self.admin_site.each_context(request), "title": "Board", "opts": self.opts}
        return TemplateResponse(request, "admin/orders/order/board.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        return super().get_queryset(request).prefetch_related("lines", "parcels__lines__order_line")

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """Who waited longest is first in a queue; elsewhere the latest."""
        is_queue = request.GET.get("status__exact") in {OrderStatus.CONFIRMED, OrderStatus.PACKED}
        return ["placed_at"] if is_queue else ["-placed_at"]

    def get_search_results(
        self, request: HttpRequest, orders: QuerySet[Order], term: str
    ) -> tuple[QuerySet[Order], bool]:
        """By number, name, phone or e-mail, and by the tracking number of one of its parcels."""
        found, has_duplicates = super().get_search_results(request, orders, term)
        parcels = Parcel.objects.filter(tracking_number=term.strip()) if term.strip() else []
        by_label = [parcel.order_id for parcel in parcels]
        return (orders.filter(pk__in=by_label), False) if by_label else (found, has_duplicates)

    @display(description="Order", ordering="number")
    def order(self, order: Order) -> str:
        line = next(iter(order.lines.all()), None)
        return pictured(line.picture if line else {}, order.number)

    @display(description="Status", label=ORDER_COLOURS, ordering="status")
    def status_label(self, order: Order) -> tuple[str, str]:
        return order.status, order.get_status_display()

    @display(description="Customer", ordering="full_name")
    def customer(self, order: Order) -> str:
        place = f"{order.city} {order.pin_code}"
        return format_html(
            '<span>{}<small class="desk-small">{}</small></span>', order.full_name, place
        )

    @display(description="Items")
    def items(self, order: Order) -> int:
        return sum(line.quantity for line in order.lines.all())

    @display(description="Held")
    def held(self, order: Order) -> str:
        """Units promised to it that are still on the shelf, and until when if it is not paid."""
        if order.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED}:
            return "–"
        left = [p for p in order.current_parcels if p.status != ParcelStatus.PACKED]
        units = self.items(order) - sum(parcel.pieces for parcel in left)
        if order.status == OrderStatus.PLACED:
            return f"{units} until {timezone.localtime(order.expires_at):%H:%M}"
        return str(units) if units else "–"

    @display(description="Total", ordering="total_minor")
    def total_column(self, order: Order) -> str:
        return str(order.total)

    @display(description="Placed", ordering="placed_at")
    def age(self, order: Order) -> str:
        return f"{timesince(order.placed_at, depth=1)} ago"

    @admin.action(description="Mark packed", permissions=["move"])
    def mark_packed(self, request: HttpRequest, orders: QuerySet[Order]) -> HttpResponse | None:
        if "confirmed" in request.POST:
            self.move_each(request, orders, PACK)
            return None
        context = {"title": "Pack", "orders": orders, "count": orders.count()}
        return ask_for_many(self, request, "admin/orders/parcel/confirm.html", context)

    @admin.action(description="Ship, a number for each", permissions=["move"])
    def ship(self, request: HttpRequest, orders: QuerySet[Order]) -> HttpResponse | None:
        chosen = list(orders.values_list("pk", flat=True))
        waiting = Parcel.objects.waiting().filter(order__in=chosen).select_related("order")
        return self.ship_many(request, waiting.prefetch_related("lines__order_line"))

    @admin.action(description="Mark delivered", permissions=["move"])
    def mark_delivered(self, request: HttpRequest, orders: QuerySet[Order]) -> HttpResponse | None:
        if "confirmed" in request.POST:
            self.move_each(request, orders, DELIVER)
            return None
        chosen = list(orders.values_list("pk", flat=True))
        parcels = Parcel.objects.on_the_way().filter(order__in=chosen).select_related("order")
        context = {"title": "Mark delivered", "parcels": parcels, "count": parcels.count()}
        return ask_for_many(self, request, "admin/orders/parcel/confirm.html", context)

    def desk_context(self, request: HttpRequest, row: Order) -> dict[str, Any]:
        refunds = list(row.refunds.all())
        return {
            "order": row,
            "sentence": status_sentence(row),
            "state_colour": ORDER_COLOURS[OrderStatus(row.status)],
            "lines": row.lines.all(),
            "parcels": self._parcels_of(request, row),
            "invoice": Invoice.objects.filter(order=row).first(),
            "events": list(row.events.all()),
            "payments": [(p, PAYMENT_COLOURS[PaymentStatus(p.status)]) for p in row.payments.all()],
            "refunds": [(r, REFUND_COLOURS[RefundStatus(r.status)]) for r in refunds],
            "ledger": list(row.ledger.all()),
        }

    def _parcels_of(self, request: HttpRequest, order: Order) -> list[dict[str, Any]]:
        """Each parcel with its colour and what may be done with it now."""
        page = self.admin_site._registry[Parcel]
        return [
            {
                "parcel": parcel,
                "colour": PARCEL_COLOURS[ParcelStatus(parcel.status)],
                "moves": page.legal_moves(request, parcel),
            }
            for parcel in order.current_parcels
        ]


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


TRY_AGAIN = Move(
    "retry",
    "Try again",
    retry_refund,
    is_legal=lambda refund: (
        refund.status == RefundStatus.NEEDS_ATTENTION and not refund.payment.is_cash
    ),
    said=lambda refund: (
        f"The refund of {refund.amount} is being sent again; it cannot be paid twice."
    ),
)


REFUND_AGAIN = Move(
    "again",
    "Refund again",
    refund_again,
    is_legal=lambda refund: refund.can_move_to(RefundStatus.REPLACED),
    said=lambda refund: f"A new refund of {refund.amount} is on its way.",
)


class ByHandForm(MoveForm):
    """Under which reference the money left the shop's own account."""

    reference = forms.CharField(
        min_length=6,
        max_length=40,
        label="UTR or transfer reference",
        widget=UnfoldAdminTextInputWidget({"autofocus": True, "autocomplete": "off"}),
        help_text="The customer gets it by e-mail and SMS, to ask their bank with.",
        error_messages={"required": "Enter the reference of the bank transfer."},
    )

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"])
        if Refund.objects.filter(gateway_refund_id=reference).exists():
            raise forms.ValidationError("Another refund has this reference already.")
        return reference


PAID_BY_HAND = Move(
    "by-hand",
    "Paid by bank transfer",
    pay_refund_by_hand,
    is_legal=lambda refund: (
        refund.status == RefundStatus.NEEDS_ATTENTION and refund.payment.is_cash
    ),
    said=lambda refund: f"{refund.amount} is booked as paid back; the customer was told.",
    form=ByHandForm,
)


class SettleForm(MoveForm):
    """How a refund that failed was settled after all."""

    note = forms.CharField(
        max_length=120,
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
        help_text="Like: refunded in Razorpay's dashboard. The customer does not see it.",
        error_messages={"required": "Say how the customer got the money."},
    )


SETTLE = Move(
    "settle",
    "Settled otherwise",
    settle_refund,
    is_legal=lambda refund: refund.can_move_to(RefundStatus.REPLACED),
    said=lambda refund: f"The refund of {refund.amount} waits for nobody any more.",
    form=SettleForm,
)


@admin.register(Refund)
class RefundAdmin(OfOrderAdmin):
    moves = (TRY_AGAIN, PAID_BY_HAND, REFUND_AGAIN, SETTLE)
    list_display = (
        "amount_column",
        "status_label",
        "order_link",
        "reason",
        "made_by",
        "age",
        "attempt",
        "last_error",
    )
    list_filter = ("status", "is_external", "requested_at")
    search_fields = ("key", "gateway_refund_id", "reason")
    actions = ("try_again",)
    fields = (
        ("order_link", "payment"),
        ("status", "amount_column"),
        ("reason", "requested_by"),
        ("attempt", "last_error"),
        ("requested_at", "next_attempt_at"),
        ("processed_at", "gateway_refund_id"),
        "key",
        "request_body",
    )
    readonly_fields = ("order_link", "amount_column")
    list_select_related = ("order", "payment")

    @display(description="Status", label=REFUND_COLOURS, ordering="status")
    def status_label(self, refund: Refund) -> tuple[str, str]:
        return refund.status, refund.get_status_display()

    @display(description="Made by", ordering="requested_by")
    def made_by(self, refund: Refund) -> str:
        return refund.requested_by or "The shop by itself"

    @display(description="Age", ordering="requested_at")
    def age(self, refund: Refund) -> str:
        return timesince(refund.requested_at, depth=1)

    @admin.action(description="Try again", permissions=["move"])
    def try_again(self, request: HttpRequest, refunds: QuerySet[Refund]) -> None:
        self.move_each(request, refunds, TRY_AGAIN)


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


APPLY_AGAIN = Move(
    "again",
    "Apply again",
    try_event_again,
    is_legal=lambda event: event.status == WebhookStatus.QUARANTINED,
    said=lambda event: "The event is being applied again; what it tells takes effect once.",
)


@admin.register(WebhookEvent)
class WebhookEventAdmin(DeskAdmin):
    moves = (APPLY_AGAIN,)
    actions = ("apply_again",)
    list_display = ("received_at", "kind", "status_label", "attempts", "event_id", "last_error")
    list_filter = ("status", "received_at")
    search_fields = ("event_id", "kind")
    fields = (
        ("event_id", "kind"),
        ("status", "attempts"),
        ("received_at", "next_attempt_at"),
        "last_error",
        "written_body",
    )
    readonly_fields = ("written_body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEvent]:
        events = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and str(match.url_name).endswith("changelist")
        return events.defer("body") if is_list else events

    @display(description="Status", label=WEBHOOK_COLOURS, ordering="status")
    def status_label(self, event: WebhookEvent) -> tuple[str, str]:
        return event.status, event.get_status_display()

    @admin.action(description="Apply again", permissions=["move"])
    def apply_again(self, request: HttpRequest, events: QuerySet[WebhookEvent]) -> None:
        self.move_each(request, events, APPLY_AGAIN)

    @display(description="What it says")
    def written_body(self, event: WebhookEvent) -> str:
        body = bytes(event.body).decode("utf-8", "replace")
        with suppress(ValueError):  # what is no JSON is shown as it came
            body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
        return format_html('<pre class="desk-pre">{}</pre>', body)
