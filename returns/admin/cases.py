"""The list of returns, its queues, and the desk of one return."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from orders.admin.looks import REFUND_COLOURS, ask_for_many
from orders.states import RefundStatus
from returns.admin.looks import CASE_COLOURS, GRADE_COLOURS, VERDICT_COLOURS
from returns.admin.moves import (
    APPROVE,
    CONSEQUENCES,
    DECLINE,
    MOVES,
    PICKED_UP,
    RECEIVE_ALL,
    status_sentence,
)
from returns.models import ReturnCase
from returns.states import Grade, ReturnStatus, Verdict
from shop.admin.looks import pictured


@admin.register(ReturnCase)
class ReturnCaseAdmin(DeskAdmin):
    moves = MOVES
    change_form_template = "admin/returns/returncase/desk.html"
    view_on_site = False  # the customer's page is the customer's
    fields = ("number",)
    list_display = ("case", "status_label", "items", "reasons", "order_link", "age")
    list_filter = ("status", "filed_at")
    list_select_related = ("order",)
    search_fields = ("number", "order__number", "order__full_name")
    search_help_text = "Number of the return or order, or name"
    actions = ("approve", "mark_received", "mark_picked_up", "decline")

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

    @admin.action(description="Approve", permissions=["move"])
    def approve(self, request: HttpRequest, cases: QuerySet[ReturnCase]) -> HttpResponse | None:
        return self.move_many(request, cases, APPROVE)

    @admin.action(description="Decline", permissions=["move"])
    def decline(self, request: HttpRequest, cases: QuerySet[ReturnCase]) -> HttpResponse | None:
        return self.move_many(request, cases, DECLINE)

    @admin.action(description="Mark picked up", permissions=["move"])
    def mark_picked_up(
        self, request: HttpRequest, cases: QuerySet[ReturnCase]
    ) -> HttpResponse | None:
        return self.move_many(request, cases, PICKED_UP)

    @admin.action(description="Receive, all of each", permissions=["move"])
    def mark_received(
        self, request: HttpRequest, cases: QuerySet[ReturnCase]
    ) -> HttpResponse | None:
        return self.move_many(request, cases, RECEIVE_ALL)

    def move_many(
        self, request: HttpRequest, cases: QuerySet[ReturnCase], move: Move
    ) -> HttpResponse | None:
        """Say first what it does to which, ask what it needs, then do it row by row."""
        is_sent = "confirmed" in request.POST
        form = move.form(None, request.POST if is_sent else None)
        if is_sent and form.is_valid():
            self.move_each(request, cases, move, **form.cleaned_data)
            return None
        chosen = list(cases)
        context = {
            "title": move.label,
            "move": move,
            "form": form,
            "consequence": CONSEQUENCES[move.name],
            "possible": [case for case in chosen if move.is_legal(case)],
            "left_out": [case for case in chosen if not move.is_legal(case)],
        }
        template = "admin/returns/returncase/confirm.html"
        return ask_for_many(self, request, template, context, 422 if is_sent else 200)

    def desk_context(self, request: HttpRequest, row: ReturnCase) -> dict[str, Any]:
        lines = row.lines.select_related("order_line").prefetch_related("units__photos", "photos")
        refunds = list(row.refunds())
        return {
            "case": row,
            "order": row.order,
            "sentence": status_sentence(row),
            "state_colour": CASE_COLOURS[ReturnStatus(row.status)],
            "lines": [
                (
                    line,
                    [
                        (u, GRADE_COLOURS[Grade(u.grade)], VERDICT_COLOURS[Verdict(u.verdict)])
                        for u in line.units.all()
                    ],
                )
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
