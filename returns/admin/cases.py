"""The list of returns, its queues, and the desk of one return."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from orders.admin.looks import REFUND_COLOURS, ask_for_many
from orders.states import RefundStatus
from returns.admin.dispositions import COLOURS, WORDS
from returns.admin.looks import CASE_COLOURS, GRADE_COLOURS, VERDICT_COLOURS
from returns.admin.moves import (
    APPROVE,
    CONSEQUENCES,
    DECLINE,
    INSPECT,
    MOVES,
    PICKED_UP,
    RECEIVE_ALL,
    status_sentence,
    what_would_follow,
)
from returns.ageing import is_overdue, waits_since
from returns.finding import OPEN, find_cases
from returns.inspection_form import InspectionForm
from returns.models import Disposition, ReturnCase
from returns.states import Grade, ReturnStatus, Verdict
from shop.admin.looks import pictured


def is_htmx(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def queues() -> list[dict[str, Any]]:
    """What waits at the table, step by step, and since when."""
    rows = ReturnCase.objects
    address = reverse("admin:returns_returncase_changelist")
    waiting = (
        ("To approve", rows.to_approve(), "filed_at", f"{address}?status__exact=filed"),
        ("To receive", rows.to_receive(), "filed_at", f"{address}?status__in=approved,picked_up"),
        ("To inspect", rows.to_inspect(), "received_at", f"{address}?status__exact=received"),
        (
            "To send back",
            Disposition.objects.due(),
            "opened_at",
            f"{reverse('admin:returns_disposition_changelist')}?status__exact=due",
        ),
    )
    return [
        {"title": title, "link": link, **found.aggregate(count=Count("pk"), oldest=Min(since))}
        for title, found, since, link in waiting
    ]


@admin.register(ReturnCase)
class ReturnCaseAdmin(DeskAdmin):
    moves = MOVES
    change_form_template = "admin/returns/returncase/desk.html"
    view_on_site = False  # the customer's page is the customer's
    fields = ("number",)
    change_list_template = "admin/returns/returncase/list.html"
    list_display = ("case", "status_label", "items", "reasons", "order_link", "age")
    list_filter = ("status", "filed_at")
    list_select_related = ("order",)
    search_fields = ("number", "order__number", "order__full_name")
    search_help_text = "Number of the return or order, or name"
    actions = ("approve", "mark_received", "mark_picked_up", "decline")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReturnCase]:
        cases = super().get_queryset(request).select_related("order")
        match = request.resolver_match
        is_list = match is not None and match.url_name == "returns_returncase_changelist"
        return cases.prefetch_related("lines__order_line") if is_list else cases

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("scan/", self.scan, "scan"),
            ("of-order/<uuid:order_id>/", self.of_order, "of_order"),
            ("<uuid:pk>/follows/", self.follows, "follows"),
        )
        mine = [
            path(address, self.admin_site.admin_view(view), name=f"returns_returncase_{name}")
            for address, view, name in pages
        ]
        return [*mine, *super().get_urls()]

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """Who waited longest is first in a queue; elsewhere the latest."""
        is_queue = "status__exact" in request.GET or "status__in" in request.GET
        return ["filed_at"] if is_queue else ["-filed_at"]

    def scan(self, request: HttpRequest) -> HttpResponse:
        """The top of the table: a scanned parcel opens its return; else what waits."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        code = request.GET.get("code", "").strip()
        found = find_cases(code)
        if len([case for case in found if case.status in OPEN]) == 1 or len(found) == 1:
            return HttpResponseRedirect(self._url("change", found[0]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Returns desk",
            "opts": self.opts,
            "found": [(case, CASE_COLOURS[ReturnStatus(case.status)]) for case in found],
            "scanned": code if code and not found else "",
            "queues": queues(),
        }
        template, status = "admin/returns/returncase/scan.html", 404 if context["scanned"] else 200
        return TemplateResponse(request, template, context, status=status)

    def follows(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """What the sheet as it is filled in would do, before it is done; it changes nothing."""
        row = self.get_object(request, str(pk))
        if row is None or request.method != "POST":
            raise Http404
        if not self.has_move_permission(request, row):
            raise PermissionDenied
        form = InspectionForm(row, request.POST)
        form.follows = what_would_follow(row, form)
        if is_htmx(request):
            return HttpResponse(form.follows)
        return self._ask(request, row, INSPECT, form)

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

    @display(description="Waits", ordering="filed_at")
    def age(self, case: ReturnCase) -> str:
        """Since when it is somebody's turn, marked when that is too long; else when it began."""
        since = waits_since(case)
        if since is None:
            return f"Filed {timesince(case.filed_at, depth=1)} ago"
        late = is_overdue(case, now=timezone.now())
        mark = format_html('<small class="desk-late">{}</small>', "Overdue") if late else ""
        return format_html("<span>{}{}</span>", timesince(since, depth=1), mark)

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
            "disposition": self._disposition_of(request, row),
            "is_late": is_overdue(row, now=timezone.now()),
            "waits": waits_since(row),
            "events": list(row.events.all()),
            "refunds": [(r, REFUND_COLOURS[RefundStatus(r.status)]) for r in refunds],
        }

    def _disposition_of(self, request: HttpRequest, case: ReturnCase) -> dict[str, Any] | None:
        """What becomes of what was refused, and what may be done about it now."""
        found = Disposition.objects.filter(case=case).select_related("case__order").first()
        if found is None:
            return None
        page = self.admin_site._registry[Disposition]
        return {
            "row": found,
            "words": WORDS[found.status],
            "colour": COLOURS[found.status],
            "moves": page.legal_moves(request, found),
        }

    def of_order(self, request: HttpRequest, order_id: Any) -> HttpResponse:
        """The returns of one order, as the fragment its desk fetches."""
        found = ReturnCase.objects.none()
        if self.has_view_permission(request):
            found = ReturnCase.objects.filter(order_id=order_id)
        cases = [(case, CASE_COLOURS[ReturnStatus(case.status)]) for case in found]
        return render(request, "admin/returns/returncase/of_order.html", {"cases": cases})
