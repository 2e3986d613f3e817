"""Coupons staff make and switch, and the orders that used them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.desk import DeskAdmin, StaffAdmin
from shop.models import Category, Colourway, Coupon, CouponUse, Product
from shop.money import written
from shop.promotions import offer_of
from shop.staff_forms import RupeesField

STATES = {"Running": "success", "Starts later": "info", "Used up": "warning"}
Kind = Coupon.Kind


class IdsField(forms.ModelMultipleChoiceField):
    """Rows to choose, their ids to keep."""

    def clean(self, value: Any) -> Any:
        return sorted(str(row.pk) for row in super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class CouponForm(forms.ModelForm):
    """A coupon in the words and the rupees staff think in."""

    amount_minor = RupeesField(label="Rupees off (₹)", required=False)
    most_minor = RupeesField(label="At most (₹)", required=False)
    minimum_minor = RupeesField(label="From (₹)", required=False)
    category_ids = IdsField(
        Category.objects.all(),
        label="Categories",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="None, here and below: it is for everything.",
    )
    product_ids = IdsField(
        Product.objects.all(),
        label="Products",
        required=False,
        widget=AutocompleteSelectMultiple(Colourway._meta.get_field("product"), admin.site),
    )

    class Meta:
        model = Coupon
        fields: ClassVar = [
            "code", "title", "kind", "percent", "most_minor", "amount_minor", "minimum_minor",
            "category_ids", "product_ids", "starts_at", "ends_at", "is_active", "is_automatic",
            "first_order_only", "total_limit", "customer_limit",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "total_limit": "How often in all. Empty: as often as people like.",
            "customer_limit": "How often each customer. Empty: as often as they like.",
            "first_order_only": "Then once for each customer, whatever is said above.",
        }

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if not (len(code) >= 3 and code.isascii() and code.isalnum()):
            raise forms.ValidationError("Use at least three letters and digits, nothing else.")
        if Coupon.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"There is a coupon {code} already.")
        return code

    def clean_amount_minor(self) -> int:
        return self.cleaned_data["amount_minor"] or 0

    def clean_minimum_minor(self) -> int:
        return self.cleaned_data["minimum_minor"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, starts, ends = (cleaned.get(name) for name in ("kind", "starts_at", "ends_at"))
        if kind == Kind.PERCENT and not 1 <= (cleaned.get("percent") or 0) <= 90:
            self.add_error("percent", "Choose 1 to 90 per cent.")
        if kind == Kind.FLAT and not cleaned.get("amount_minor"):
            self.add_error("amount_minor", "Say how many rupees come off.")
        elif kind == Kind.FLAT and cleaned.get("minimum_minor", 0) <= cleaned["amount_minor"]:
            self.add_error(
                "minimum_minor", "Ask for more than comes off: something has to be left to pay."
            )
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "It has to end after it starts.")
        limit = cleaned.get("total_limit")
        if limit is not None and limit < self.instance.uses:
            self.add_error("total_limit", f"It was used {self.instance.uses} times already.")
        return cleaned


@admin.register(Coupon)
class CouponAdmin(StaffAdmin):
    form = CouponForm
    list_display = ("code", "title", "offer", "used", "state", "ends_at")
    list_filter = ("is_active", "is_automatic", "kind")
    search_fields = ("code", "title")
    actions = ("switch_on", "switch_off")
    readonly_fields = ("state", "used", "orders_link")
    fieldsets = (
        (None, {"fields": (("code", "title"), ("state", "used", "orders_link"))}),
        ("What comes off", {"fields": ("kind", ("percent", "most_minor"), "amount_minor")}),
        ("For what", {"fields": ("minimum_minor", "category_ids", "product_ids")}),
        ("When", {"fields": ("starts_at", "ends_at", ("is_active", "is_automatic"))}),
        ("How often", {"fields": (("total_limit", "customer_limit"), "first_order_only")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # orders name it for ever; switch it off

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Never `uses`: shoppers count it up while staff look at the page."""
        obj.save(update_fields=CouponForm.Meta.fields if change else None)

    @display(description="Offer")
    def offer(self, coupon: Coupon) -> str:
        return offer_of(coupon)

    @display(description="Used", ordering="uses")
    def used(self, coupon: Coupon) -> str:
        return f"{coupon.uses} of {coupon.total_limit}" if coupon.total_limit else f"{coupon.uses}"

    @display(description="Now", label=STATES)
    def state(self, coupon: Coupon) -> str:
        return "Not saved yet" if coupon._state.adding else coupon.state_at(timezone.now())

    @display(description="Orders")
    def orders_link(self, coupon: Coupon) -> str:
        if coupon._state.adding:
            return "None yet"
        url = reverse("admin:shop_couponuse_changelist")
        return format_html(
            '<a class="desk-link" href="{}?q={}">Orders that used it</a>', url, coupon.code
        )

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request: HttpRequest, coupons: QuerySet[Coupon]) -> None:
        self._switch(request, coupons, is_active=True)

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, coupons: QuerySet[Coupon]) -> None:
        self._switch(request, coupons, is_active=False)

    def _switch(self, request: HttpRequest, coupons: QuerySet[Coupon], *, is_active: bool) -> None:
        word = "Switched on" if is_active else "Switched off"
        changed = list(coupons.exclude(is_active=is_active))
        Coupon.objects.filter(pk__in=[c.pk for c in changed]).update(is_active=is_active)
        for coupon in changed:
            self.log_change(request, coupon, word)
        self.message_user(request, f"{word}: {len(changed)}.")


@admin.register(CouponUse)
class CouponUseAdmin(DeskAdmin):
    """Which order used which coupon, and whether it came to nothing."""

    list_display = ("coupon", "reference", "discount", "at", "returned_at")
    list_select_related = ("coupon",)
    search_fields = ("=coupon__code", "=reference")
    fields = ("coupon", "reference", "discount", "at", "returned_at")
    readonly_fields = ("discount",)

    @display(description="Discount", ordering="discount_minor")
    def discount(self, use: CouponUse) -> str:
        return written(use.discount_minor)
