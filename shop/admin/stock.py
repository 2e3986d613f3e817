"""Sizes with their stock, counted by hand, and why it changed."""

from typing import Any

from django.contrib import admin
from django.db import IntegrityError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from accounts.desk import DeskAdmin, LookInline, Move
from shop import stock
from shop.models import StockMovement, Variant
from shop.staff_forms import AdjustStockForm

FEW = 3


def _adjust_stock(variant: Variant, *, by: str, on_hand: int, note: str, reference: str) -> None:
    """Count once: the same form sent twice finds its own movement."""
    try:
        stock.adjust(variant, on_hand=on_hand, by=by, note=note, reference=reference)
    except IntegrityError:
        if not StockMovement.objects.filter(variant=variant, key__contains=reference).exists():
            raise


ADJUST_STOCK = Move(
    "stock",
    "Adjust stock",
    _adjust_stock,
    is_legal=lambda variant: True,
    said=lambda variant: (
        f"{variant.sku}: {variant.on_hand} on the shelf, {variant.available} free."
    ),
    form=AdjustStockForm,
)


class StockFilter(admin.SimpleListFilter):
    title = "stock"
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("none", "Sold out"),
            ("few", f"{FEW} or fewer left"),
            ("held", "Promised to orders"),
        ]

    def queryset(self, request: HttpRequest, variants: QuerySet[Variant]) -> QuerySet[Variant]:
        chosen: dict[str, dict[str, Any]] = {
            "none": {"on_hand": F("held")},
            "few": {"on_hand__gt": F("held"), "on_hand__lte": F("held") + FEW},
            "held": {"held__gt": 0},
        }
        return variants.filter(**chosen.get(self.value() or "", {}))


class MovementInline(LookInline):
    model = StockMovement
    fields = ("at", "cause", "on_hand_change", "held_change", "by", "note")
    verbose_name_plural = "Why its stock changed"
    per_page = 50
    hide_title = True


@admin.register(Variant)
class VariantAdmin(DeskAdmin):
    """Sizes and their stock: looked at here, priced on the colourway, counted by Adjust stock."""

    moves = (ADJUST_STOCK,)
    list_display = (
        "sku",
        "product_column",
        "size",
        "price_column",
        "on_hand",
        "held",
        "available",
        "is_active",
    )
    list_filter = (StockFilter, "is_active")
    ordering = ("sku",)
    list_select_related = ("colourway__product",)
    search_fields = ("sku", "colourway__product__name")
    search_help_text = "SKU or product"
    fields = (
        ("sku", "size"),
        ("product_column", "price_column"),
        ("on_hand", "held"),
        ("available", "is_active"),
    )
    readonly_fields = ("product_column", "price_column", "available")
    inlines = (MovementInline,)

    @display(description="Product", ordering="colourway__product__name")
    def product_column(self, variant: Variant) -> str:
        url = reverse("admin:shop_colourway_change", args=[variant.colourway_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', url, variant.colourway)

    @display(description="Price", ordering="price_minor")
    def price_column(self, variant: Variant) -> str:
        return str(variant.price)

    @display(description="Free")
    def available(self, variant: Variant) -> int:
        return variant.available


@admin.register(StockMovement)
class StockMovementAdmin(DeskAdmin):
    list_display = ("at", "variant", "cause", "on_hand_change", "held_change", "by", "note")
    list_filter = ("cause", "at")
    list_select_related = ("variant",)
    search_fields = ("key", "variant__sku")
    fields = (("at", "cause"), "variant", ("on_hand_change", "held_change"), ("by", "note"), "key")
