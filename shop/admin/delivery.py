"""Where we deliver: the table of PIN codes, taken over from a CSV file and corrected by hand."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action, display

from accounts.desk import StaffAdmin
from shop.admin.looks import YES_NO
from shop.models import PinCode
from shop.money import written
from shop.pin_codes import (
    COLUMNS,
    EXPRESS_COLUMNS,
    Changes,
    compare_with_table,
    import_pin_codes,
    write_pin_codes,
)
from shop.staff_forms import PinCodeForm, PinTableForm

MOST_FAULTS_SHOWN = 50
FIRST_ROWS_SHOWN = 8


@admin.register(PinCode)
class PinCodeAdmin(StaffAdmin):
    """PIN codes, and the first digits many share; the longest one that fits an address counts."""

    form = PinCodeForm
    list_display = (
        "prefix",
        "city",
        "state",
        "days",
        "fee",
        "express",
        "cod",
        "served",
        "updated_at",
    )
    list_filter = ("is_served", "has_cod", "state")
    search_fields = ("prefix", "city")
    search_help_text = "PIN code or city"
    fields = (
        ("prefix", "city"),
        ("state", "days"),
        "fee_minor",
        ("express_days", "express_fee_minor"),
        ("has_cod", "is_served"),
    )
    actions_list = ("import_table", "download_table")

    def save_model(self, request: HttpRequest, obj: PinCode, *args: Any) -> None:
        obj.updated_at = timezone.now()
        super().save_model(request, obj, *args)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    @action(description="Import CSV", url_path="import", permissions=["import"])
    def import_table(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file, show what it would change, import it; one fault and nothing is taken.

        The text travels in the second form itself, so nothing waits anywhere between the two.
        """
        form = PinTableForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self._show(request, form, status=422 if form.is_bound else 200)
        table = form.cleaned_data["table"]
        if table.faults:
            return self._show(request, form, table=table, status=422)
        if form.cleaned_data["was_shown"]:
            return self._import(request, import_pin_codes(table.rows, now=timezone.now()))
        changes = compare_with_table(table.rows)
        return self._show(request, form, table=table, changes=changes)

    @action(description="Download CSV", url_path="download", permissions=["view"])
    def download_table(self, request: HttpRequest) -> HttpResponse:
        name = f"pin-codes-{timezone.localdate():%Y-%m-%d}.csv"
        return HttpResponse(
            write_pin_codes().encode("utf-8-sig"),  # without the mark Excel takes it for Latin-1
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _import(self, request: HttpRequest, changes: Changes) -> HttpResponse:
        said = (
            f"{len(changes.new):,} added, {len(changes.changed):,} changed, "
            f"{changes.same:,} were so already."
        )
        LogEntry.objects.create(
            user_id=str(request.user.pk),
            content_type=ContentType.objects.get_for_model(PinCode),
            object_repr="The table of PIN codes",
            action_flag=ADDITION,
            change_message=f"CSV: {said}",
        )
        self.message_user(request, f"PIN codes: {said}", messages.SUCCESS)
        return redirect("admin:shop_pincode_changelist")

    def _show(
        self, request: HttpRequest, form: PinTableForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Import PIN codes",
            "opts": self.opts,
            "form": form,
            "columns": (*COLUMNS, *EXPRESS_COLUMNS),
            "most_faults": MOST_FAULTS_SHOWN,
            "first_rows": FIRST_ROWS_SHOWN,
            "list_url": reverse("admin:shop_pincode_changelist"),
            **more,
        }
        template = "admin/shop/pincode/import.html"
        return TemplateResponse(request, template, context, status=status)

    @display(description="Fee", ordering="fee_minor")
    def fee(self, row: PinCode) -> str:
        return "usual" if row.fee_minor is None else written(row.fee_minor)

    @display(description="Express", ordering="express_days")
    def express(self, row: PinCode) -> str:
        if row.express_days is None:
            return "–"
        fee = row.express_fee_minor
        return f"{row.express_days} days, {'usual fee' if fee is None else written(fee)}"

    @display(description="Cash on delivery", label=YES_NO, ordering="has_cod")
    def cod(self, row: PinCode) -> tuple[bool, str]:
        return row.has_cod, "Yes" if row.has_cod else "No"

    @display(description="We deliver", label=YES_NO, ordering="is_served")
    def served(self, row: PinCode) -> tuple[bool, str]:
        return row.is_served, "Yes" if row.is_served else "No"
