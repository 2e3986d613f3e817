"""The board, the list of orders, and the desk of one order."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display

from accounts.http import Request
from orders.admin.looks import (
    ORDER_COLOURS,
    PARCEL_COLOURS,
    PAYMENT_COLOURS,
    REFUND_COLOURS,
    ask_for_many,
)
from orders.admin.moves import CANCEL, DELIVER, NOTE, PACK, PACK_SOME, REFUND, SHIP, status_sentence
from orders.admin.parcels import ShipsMany
from orders.board import columns
from orders.live import board_url
from orders.models import Invoice, Order, Parcel
from orders.states import OrderStatus, ParcelStatus, PaymentStatus, RefundStatus
from shop.admin.looks import pictured


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
        return super().get_queryset(request).prefetch_related("lines", "parcels__lines")

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
        prefetch_related_objects([order], "parcels__lines__order_line")
        return [
            {
                "parcel": parcel,
                "colour": PARCEL_COLOURS[ParcelStatus(parcel.status)],
                "moves": page.legal_moves(request, parcel),
            }
            for parcel in order.current_parcels
        ]
