"""The queue of what was refused: sent back with a number, or disposed of."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import DeskAdmin, Move, MoveForm
from orders.admin.moves import CARRIERS
from returns.dispositions import dispose, send_back
from returns.models import Disposition
from shop.admin.looks import pictured

WORDS = {
    "choosing": "The customer may choose",
    "send_back": "To send back",
    "dispose": "To dispose of",
    "sent_back": "Sent back",
    "disposed": "Disposed of",
}
COLOURS = {"choosing": "", "send_back": "warning", "dispose": "warning", "sent_back": "success",
           "disposed": "success"}  # fmt: skip


class SendBackForm(MoveForm):
    """With whom the refused items left."""

    carrier = forms.CharField(
        max_length=60,
        widget=UnfoldAdminTextInputWidget({"list": "carriers", "autofocus": True}),
        error_messages={"required": "Say who carries the parcel."},
    )
    tracking_number = forms.CharField(
        max_length=60,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
        help_text="The customer gets it by e-mail and SMS.",
        error_messages={"required": "Enter the tracking number on the label."},
    )
    suggestions = CARRIERS


SEND_BACK = Move(
    "send-back",
    "Sent back",
    send_back,
    is_legal=lambda row: row.status == "send_back",
    said=lambda row: f"On their way back with {row.carrier}; the customer was told.",
    form=SendBackForm,
)


DISPOSE = Move(
    "dispose",
    "Disposed of",
    dispose,
    is_legal=lambda row: row.status == "dispose",
    said=lambda row: "Noted: the refused items are gone.",
    question=lambda row: "The customer asked for it. It cannot be taken back.",
    is_dangerous=True,
)


class WhatIsDue(admin.SimpleListFilter):
    """To do now, still the customer's turn, or done."""

    title = "status"
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("due", "To do now"), ("choosing", "The customer may choose"), ("done", "Done")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any] | None:
        match self.value():
            case "due":
                return rows & Disposition.objects.due()
            case "choosing":
                due = Disposition.objects.due().values_list("pk", flat=True)
                return rows.filter(done_at__isnull=True).exclude(pk__in=list(due))
            case "done":
                return rows.filter(done_at__isnull=False)
        return None


@admin.register(Disposition)
class DispositionAdmin(DeskAdmin):
    """Refused items, by case; each is handled on the desk of its return."""

    moves = (SEND_BACK, DISPOSE)
    list_display = ("of_case", "status_label", "items", "customer", "tracking", "age")
    list_filter = (WhatIsDue,)
    list_select_related = ("case__order",)
    search_fields = ("case__number", "case__order__number", "tracking_number")
    search_help_text = "Number of the return or order, or tracking number"
    ordering = ("opened_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disposition]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("case__lines__units", "case__lines__order_line")

    def has_move_permission(self, request: HttpRequest, row: Any = None) -> bool:
        """Who may move a return may move what was refused of it."""
        return bool(request.user.has_perm("returns.change_returncase"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("returns.view_returncase") or self.has_move_permission(request)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None or not self.has_view_permission(request, row):
            return super().change_view(request, object_id, *args, **kwargs)
        return HttpResponseRedirect(self._url("change", row))

    def _url(self, page: str, row: Any, *more: str) -> str:
        if page == "change":
            return reverse("admin:returns_returncase_change", args=[row.case_id])
        return super()._url(page, row, *more)

    @display(description="Return", ordering="case__number")
    def of_case(self, row: Disposition) -> str:
        line = next(iter(row.case.lines.all()), None)
        return pictured(line.order_line.picture if line else {}, row.case.number)

    @display(description="Status", label=COLOURS)
    def status_label(self, row: Disposition) -> tuple[str, str]:
        return row.status, WORDS[row.status]

    @display(description="Items")
    def items(self, row: Disposition) -> str:
        refused = [
            line.order_line
            for line in row.case.lines.all()
            for unit in line.units.all()
            if unit.is_refused and unit.is_here
        ]
        return ", ".join(f"{line.name}, {line.size}" for line in refused)

    @display(description="Customer", ordering="case__order__full_name")
    def customer(self, row: Disposition) -> str:
        order = row.case.order
        place = f"{order.city} {order.pin_code}"
        return format_html(
            '<span>{}<small class="desk-small">{}</small></span>', order.full_name, place
        )

    @display(description="Carrier")
    def tracking(self, row: Disposition) -> str:
        return f"{row.carrier} {row.tracking_number}" if row.tracking_number else "–"

    @display(description="Refused", ordering="opened_at")
    def age(self, row: Disposition) -> str:
        return f"{timesince(row.opened_at, depth=1)} ago"
