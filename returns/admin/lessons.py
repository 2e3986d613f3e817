"""What returns teach, for staff: reasons by product and size, and how fast money comes back."""

import csv
from io import StringIO
from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.decorators import action, display

from accounts.desk import DeskAdmin
from returns.lessons import DAYS, refund_speed
from returns.models import ReturnTally
from shop.admin.looks import pictured
from shop.return_terms import ReturnReason

COLUMNS = ("product", "size", "delivered", "returned", "percent", *ReturnReason.values)


@admin.register(ReturnTally)
class ReturnTallyAdmin(DeskAdmin):
    change_list_template = "admin/returns/returntally/list.html"
    list_display = ("style", "size", "bought", "returned", "rate", "why")
    list_display_links = None
    list_select_related = ("product",)
    search_fields = ("product__name", "product__category__name", "size")
    search_help_text = "Product, category or size"
    ordering = ("-returned", "-bought")
    actions_list = ("download",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("returns.view_returncase"))

    def has_move_permission(self, request: HttpRequest, row: Any = None) -> bool:
        return False

    @display(description="Style", ordering="product__name")
    def style(self, tally: ReturnTally) -> str:
        return pictured(tally.product.cover, tally.product.name)

    @display(description="Rate")
    def rate(self, tally: ReturnTally) -> str:
        return f"{tally.percent} %" if tally.bought else "–"

    @display(description="Why")
    def why(self, tally: ReturnTally) -> str:
        counted = sorted(tally.reasons.items(), key=lambda pair: -pair[1])
        return ", ".join(
            f"{count} {ReturnReason(reason).label.lower()}" for reason, count in counted
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        sums = ReturnTally.objects.aggregate(
            bought=Sum("bought"), returned=Sum("returned"), counted_at=Max("counted_at")
        )
        context = {
            "title": "What returns teach",
            "days": DAYS,
            "bought": sums["bought"] or 0,
            "returned": sums["returned"] or 0,
            "rate": (sums["returned"] or 0) * 100 / sums["bought"] if sums["bought"] else None,
            "speed": refund_speed(),
            "counted_at": sums["counted_at"],
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})

    @action(description="Download CSV", url_path="download", permissions=["view"])
    def download(self, request: HttpRequest) -> HttpResponse:
        """All of it, for a spreadsheet."""
        name = f"returns-{timezone.localdate():%Y-%m-%d}.csv"
        return HttpResponse(
            _as_csv(ReturnTally.objects.select_related("product")).encode("utf-8-sig"),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _as_csv(tallies: QuerySet[ReturnTally]) -> str:
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for tally in tallies:
        said = [tally.reasons.get(reason, 0) for reason in ReturnReason.values]
        name = _harmless(tally.product.name)
        rows.writerow(
            [name, _harmless(tally.size), tally.bought, tally.returned, tally.percent, *said]
        )
    return text.getvalue()


def _harmless(words: str) -> str:
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{words}" if words[:1] in "=+-@\t\r" else words
