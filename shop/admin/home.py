"""What staff say on the home page: its hero and its story, by dates."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from accounts.desk import StaffAdmin
from shop import caching
from shop.admin.looks import pictured
from shop.frontpage import shown_blocks
from shop.models import HomeBlock
from shop.staff_forms import HomeBlockForm

STATES = {
    "Showing": "success",
    "Scheduled": "info",
    "Behind a newer one": "warning",
    "Its style is hidden": "danger",
    "Over": "",
    "Off": "",
}


@admin.register(HomeBlock)
class HomeBlockAdmin(StaffAdmin):
    """Hero and story; of each kind the newest inside its dates is shown."""

    form = HomeBlockForm
    list_display = ("block", "state", "kind", "starts_at", "ends_at")
    list_filter = ("kind", "is_active")
    list_select_related = ("product",)
    search_fields = ("headline", "product__name")
    autocomplete_fields = ("product", "category")
    fieldsets: ClassVar = (
        (None, {"fields": ("preview", "kind", "headline", "text")}),
        ("What it shows", {"fields": (("product", "category"), "button")}),
        ("When", {"fields": ("is_active", ("starts_at", "ends_at"))}),
    )
    readonly_fields = ("preview",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HomeBlock]:
        shown = [block.pk for block in shown_blocks(timezone.now()).values()]
        is_shown = Case(When(pk__in=shown, then=1), default=0, output_field=IntegerField())
        blocks: QuerySet[HomeBlock] = super().get_queryset(request).select_related("product")
        return blocks.annotate(is_shown=is_shown) if shown else blocks

    def save_model(self, request: HttpRequest, obj: HomeBlock, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        caching.touch(caching.HOME)

    def delete_model(self, request: HttpRequest, obj: HomeBlock) -> None:
        super().delete_model(request, obj)
        caching.touch(caching.HOME)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[HomeBlock]) -> None:
        super().delete_queryset(request, queryset)
        caching.touch(caching.HOME)

    @display(description="Block", ordering="headline")
    def block(self, block: HomeBlock) -> str:
        return pictured(block.product.cover, block.headline, block.product.name)

    @display(description="State", label=STATES)
    def state(self, block: HomeBlock) -> str:
        now = timezone.now()
        if not block.is_active:
            return "Off"
        if block.ends_at and block.ends_at <= now:
            return "Over"
        if block.starts_at > now:
            return "Scheduled"
        if not block.product.is_published:
            return "Its style is hidden"
        return "Showing" if getattr(block, "is_shown", 0) else "Behind a newer one"

    @display(description="Looks like")
    def preview(self, block: HomeBlock) -> str:
        if block._state.adding:
            return "Save first"
        return pictured(block.product.cover, block.headline, block.text or block.product.name)
