"""The returns desk of the back office: receive a parcel, inspect every unit, settle the case."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import DeskAdmin, Move, MoveForm
from orders.admin.looks import REFUND_COLOURS
from orders.states import RefundStatus
from returns import kinds  # noqa: F401  (registers itself)
from returns.filing import decline_return
from returns.inspection import inspect_return, receive_return
from returns.inspection_form import InspectionForm
from returns.models import ReturnCase, ReturnUnit
from returns.states import ReturnStatus, Verdict
from shop.admin.looks import pictured
from shop.money import Money

CASE_COLOURS = {
    ReturnStatus.FILED: "warning",
    ReturnStatus.APPROVED: "info",
    ReturnStatus.DECLINED: "",
    ReturnStatus.WITHDRAWN: "",
    ReturnStatus.RECEIVED: "primary",
    ReturnStatus.ACCEPTED: "success",
    ReturnStatus.REFUSED: "danger",
}
VERDICT_COLOURS = dict.fromkeys(Verdict, "danger") | {
    Verdict.PASSED: "success",
    Verdict.UNSOUND: "success",
    Verdict.AWAITED: "",
}


class DeclineForm(MoveForm):
    note = forms.CharField(
        label="Why not",
        max_length=200,
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
        help_text="The customer reads this.",
        error_messages={"required": "Say why: the customer reads it."},
    )


def what_follows(case: ReturnCase) -> str:
    """What happens next with an inspected case, in the words staff pass on."""
    if case.status != ReturnStatus.ACCEPTED:
        return "Not accepted: nothing is refunded or restocked, and the customer reads why."
    owed = case.refunds().exclude(status__in=[RefundStatus.FAILED, RefundStatus.REPLACED])
    refunded = sum((refund.amount for refund in owed), Money(0))
    units = ReturnUnit.objects.filter(line__case=case, verdict=Verdict.PASSED).count()
    return f"{refunded} is on its way back; {units} unit{'s' if units != 1 else ''} restocked."


DECLINE = Move(
    "decline",
    "Decline",
    decline_return,
    is_legal=lambda case: case.can_move_to(ReturnStatus.DECLINED),
    said=lambda case: f"{case} is declined; the items can be filed again.",
    form=DeclineForm,
    is_dangerous=True,
)
RECEIVE = Move(
    "receive",
    "Receive",
    receive_return,
    is_legal=lambda case: case.can_move_to(ReturnStatus.RECEIVED),
    said=lambda case: f"{case} is here. Inspect it next.",
)
INSPECT = Move(
    "inspect",
    "Inspect",
    inspect_return,
    is_legal=lambda case: case.status == ReturnStatus.RECEIVED,
    said=what_follows,
    form=InspectionForm,
    template="admin/returns/returncase/inspect.html",
)


def status_sentence(case: ReturnCase) -> str:
    """Where the case stands and what it waits for."""
    match ReturnStatus(case.status):
        case ReturnStatus.FILED:
            return "Filed. Approve or decline it before the parcel travels."
        case ReturnStatus.APPROVED:
            return "Approved. The parcel is on its way to us."
        case ReturnStatus.RECEIVED:
            return (
                f"Here since {timezone.localtime(case.received_at):%a, %-d %b, %H:%M}. To inspect."
            )
        case ReturnStatus.ACCEPTED:
            return (
                "Inspected. The money is back with the customer."
                if case.is_refunded_by(case.refunds())
                else f"Inspected. {what_follows(case)}"
            )
        case ReturnStatus.REFUSED:
            return what_follows(case)
        case ReturnStatus.DECLINED:
            return "Declined before it travelled."
        case ReturnStatus.WITHDRAWN:
            return "Withdrawn: the customer keeps the items."


@admin.register(ReturnCase)
class ReturnCaseAdmin(DeskAdmin):
    moves = (RECEIVE, INSPECT, DECLINE)
    change_form_template = "admin/returns/returncase/desk.html"
    view_on_site = False  # the customer's page is the customer's
    fields = ("number",)
    list_display = ("case", "status_label", "items", "reasons", "order_link", "age")
    list_filter = ("status", "filed_at")
    list_select_related = ("order",)
    search_fields = ("number", "order__number", "order__full_name")
    search_help_text = "Number of the return or order, or name"
    actions = ("mark_received",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReturnCase]:
        cases = super().get_queryset(request).select_related("order")
        return cases.prefetch_related("lines__order_line")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.of_order)
        mine = path("of-order/<uuid:order_id>/", view, name="returns_returncase_of_order")
        return [mine, *super().get_urls()]

    @display(description="Return", ordering="number")
    def case(self, case: ReturnCase) -> str:
        line = next(iter(case.lines.all()), None)
        return pictured(line.order_line.picture if line else {}, case.number, case.order.full_name)

    @display(description="Status", label=CASE_COLOURS, ordering="status")
    def status_label(self, case: ReturnCase) -> tuple[str, str]:
        return case.status, case.get_status_display()

    @display(description="Items")
    def items(self, case: ReturnCase) -> str:
        return ", ".join(str(line) for line in case.lines.all())

    @display(description="Why")
    def reasons(self, case: ReturnCase) -> str:
        return ", ".join({line.get_reason_display(): None for line in case.lines.all()})

    @display(description="Order", ordering="order__number")
    def order_link(self, case: ReturnCase) -> str:
        url = reverse("admin:orders_order_change", args=[case.order_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', url, case.order.number)

    @display(description="Filed", ordering="filed_at")
    def age(self, case: ReturnCase) -> str:
        return f"{timesince(case.filed_at, depth=1)} ago"

    @admin.action(description="Mark received", permissions=["move"])
    def mark_received(self, request: HttpRequest, cases: QuerySet[ReturnCase]) -> None:
        self.move_each(request, cases, RECEIVE)

    def desk_context(self, request: HttpRequest, row: ReturnCase) -> dict[str, Any]:
        lines = row.lines.select_related("order_line").prefetch_related("units", "photos")
        refunds = list(row.refunds())
        return {
            "case": row,
            "order": row.order,
            "sentence": status_sentence(row),
            "state_colour": CASE_COLOURS[ReturnStatus(row.status)],
            "lines": [
                (line, [(u, VERDICT_COLOURS[Verdict(u.verdict)]) for u in line.units.all()])
                for line in lines
            ],
            "events": list(row.events.all()),
            "refunds": [(r, REFUND_COLOURS[RefundStatus(r.status)]) for r in refunds],
        }

    def of_order(self, request: HttpRequest, order_id: Any) -> HttpResponse:
        """The returns of one order, as the fragment its desk fetches."""
        found = ReturnCase.objects.none()
        if self.has_view_permission(request):
            found = ReturnCase.objects.filter(order_id=order_id)
        cases = [(case, CASE_COLOURS[ReturnStatus(case.status)]) for case in found]
        return render(request, "admin/returns/returncase/of_order.html", {"cases": cases})
