"""Where staff handle parcels: a label for each, and whole queues at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display

from accounts.desk import DeskAdmin
from accounts.errors import Refusal
from orders.admin.looks import PARCEL_COLOURS, ask_for_many
from orders.admin.moves import (
    CARRIERS,
    DELIVER_PARCEL,
    SHIP_PARCEL,
    TAKE_BACK,
    TURN_BACK,
    UNPACK,
)
from orders.fulfilment import ship_parcel
from orders.models import Parcel
from orders.states import ParcelStatus


@dataclass(frozen=True)
class Label:
    """One parcel of a page that ships many: its field, what was typed, and why it was refused."""

    parcel: Parcel
    tracking_number: str = ""
    refusal: str = ""

    @property
    def field(self) -> str:
        return f"tracking-{self.parcel.pk.hex}"


class ShipsMany(DeskAdmin):
    """For a desk that ships what was chosen from its list: one carrier, a number for each.

    A parcel without a number is left for later; one that is refused stays on the page with its
    reason while the others are on their way.
    """

    def ship_many(self, request: HttpRequest, parcels: Iterable[Parcel]) -> HttpResponse | None:
        waiting = [parcel for parcel in parcels if parcel.can_move_to(ParcelStatus.SHIPPED)]
        carrier = request.POST.get("carrier", "").strip()
        labels = [Label(p, self._typed(request, p)) for p in waiting]
        if "confirmed" not in request.POST:
            return self._ask_labels(request, labels, carrier)
        if not carrier:
            return self._ask_labels(request, labels, carrier, "Say who carries the parcels.", 422)
        refused = self._ship_labelled(request, labels, carrier)
        return self._ask_labels(request, refused, carrier, status=422) if refused else None

    def _typed(self, request: HttpRequest, parcel: Parcel) -> str:
        return request.POST.get(Label(parcel).field, "").strip()[:60]

    def _ship_labelled(
        self, request: HttpRequest, labels: Sequence[Label], carrier: str
    ) -> list[Label]:
        refused, count = [], 0
        for label in labels:
            if not label.tracking_number:
                continue
            try:
                ship_parcel(
                    label.parcel,
                    by=str(request.user),
                    carrier=carrier[:60],
                    tracking_number=label.tracking_number,
                )
            except Refusal as refusal:
                refused.append(Label(label.parcel, label.tracking_number, str(refusal)))
            else:
                count += 1
                self.log_change(request, label.parcel.order, "Ship")
        left = sum(not label.tracking_number for label in labels)
        later = f" {left} without a number wait." if left else ""
        said = f"Ship: {count} on their way with {carrier}.{later}"
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)
        return refused

    def _ask_labels(
        self,
        request: HttpRequest,
        labels: Sequence[Label],
        carrier: str,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse | None:
        if not labels:
            self.message_user(request, "Nothing chosen waits for a carrier.", messages.WARNING)
            return None
        context = {
            "title": "Ship",
            "labels": labels,
            "carrier": carrier,
            "refusal": refusal,
            "suggestions": CARRIERS,
        }
        return ask_for_many(self, request, "admin/orders/parcel/ship_many.html", context, status)


@admin.register(Parcel)
class ParcelAdmin(ShipsMany):
    """Every parcel: the queue of those that wait for a carrier, and those on the way."""

    moves = (SHIP_PARCEL, DELIVER_PARCEL, TURN_BACK, TAKE_BACK, UNPACK)
    list_per_page = 100
    list_display = ("parcel", "status_label", "customer", "contents", "tracking", "age")
    list_filter = ("status", "packed_at", "carrier")
    list_select_related = ("order",)
    search_fields = ("tracking_number", "order__number", "order__full_name")
    search_help_text = "Tracking number, order or name"
    actions = ("ship", "deliver")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Parcel]:
        return super().get_queryset(request).prefetch_related("lines__order_line")

    def has_move_permission(self, request: HttpRequest, row: Any = None) -> bool:
        """Who may move an order may move its parcels."""
        return bool(request.user.has_perm("orders.change_order"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("orders.view_order") or self.has_move_permission(request)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        is_queue = request.GET.get("status__exact") == ParcelStatus.PACKED
        return ["packed_at"] if is_queue else ["-packed_at"]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A parcel is looked at on the desk of its order."""
        parcel = self.get_object(request, object_id)
        if parcel is None or not self.has_view_permission(request, parcel):
            return super().change_view(request, object_id, *args, **kwargs)
        return HttpResponseRedirect(self._url("change", parcel))

    def _url(self, page: str, row: Any, *more: str) -> str:
        if page == "change":
            return reverse("admin:orders_order_change", args=[row.order_id])
        return super()._url(page, row, *more)

    @display(description="Parcel", ordering="order__number")
    def parcel(self, parcel: Parcel) -> str:
        return f"{parcel.order.number} / {parcel.number}"

    @display(description="Status", label=PARCEL_COLOURS, ordering="status")
    def status_label(self, parcel: Parcel) -> tuple[str, str]:
        return parcel.status, parcel.get_status_display()

    @display(description="Customer", ordering="order__full_name")
    def customer(self, parcel: Parcel) -> str:
        place = f"{parcel.order.city} {parcel.order.pin_code}"
        return format_html(
            '<span>{}<small class="desk-small">{}</small></span>', parcel.order.full_name, place
        )

    @display(description="Inside")
    def contents(self, parcel: Parcel) -> str:
        inside = (f"{one.quantity} × {one.order_line.sku}" for one in parcel.lines.all())
        return ", ".join(inside)

    @display(description="Carrier", ordering="carrier")
    def tracking(self, parcel: Parcel) -> str:
        number = parcel.tracking_number
        return f"{parcel.carrier} {number}" if number else "–"

    @display(description="Packed", ordering="packed_at")
    def age(self, parcel: Parcel) -> str:
        return f"{timesince(parcel.packed_at, depth=1)} ago"

    @admin.action(description="Ship, a number for each", permissions=["move"])
    def ship(self, request: HttpRequest, parcels: QuerySet[Parcel]) -> HttpResponse | None:
        return self.ship_many(request, parcels)

    @admin.action(description="Mark delivered", permissions=["move"])
    def deliver(self, request: HttpRequest, parcels: QuerySet[Parcel]) -> HttpResponse | None:
        if "confirmed" in request.POST:
            self.move_each(request, parcels, DELIVER_PARCEL)
            return None
        context = {"title": "Mark delivered", "parcels": parcels, "count": parcels.count()}
        return ask_for_many(self, request, "admin/orders/parcel/confirm.html", context)
