"""Return policies: what staff promise, for one category or for all, from a day on."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.desk import StaffAdmin
from shop.models import ReturnPolicy
from shop.policies import policies_on, touch_policies
from shop.return_terms import ReturnReason
from shop.staff_forms import RupeesField

STATES = {"In force": "success", "Starts later": "info", "Followed by another": ""}


class ReasonsField(forms.MultipleChoiceField):
    """Some of the reasons a customer may give."""

    def __init__(self, **kwargs: Any) -> None:
        widget = UnfoldAdminCheckboxSelectMultipleWidget
        super().__init__(choices=ReturnReason.choices, widget=widget, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class ReturnPolicyForm(forms.ModelForm):
    """A policy in rupees and ticks."""

    fee_minor = RupeesField(
        label="Return fee (₹)",
        initial=0,
        help_text="Taken off the refund, once per return. Never when it is our fault.",
    )
    reasons = ReasonsField(
        label="Reasons offered", error_messages={"required": "Offer at least one reason."}
    )
    photo_reasons = ReasonsField(
        label="Needs 1 to 4 photos", required=False, help_text="Of what is offered above."
    )

    class Meta:
        model = ReturnPolicy
        fields: ClassVar = [
            "category", "from_on", "window_days", "fee_minor", "is_final_sale", "reasons",
            "photo_reasons", "needs_approval", "has_pickup", "has_drop_off",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_final = cleaned.get("is_final_sale")
        if not (is_final or cleaned.get("has_pickup") or cleaned.get("has_drop_off")):
            self.add_error("has_drop_off", "Offer one way at least, or make it a final sale.")
        return cleaned


@admin.register(ReturnPolicy)
class ReturnPolicyAdmin(StaffAdmin):
    """Orders keep the policy they were placed under; a change is for the orders that follow."""

    form = ReturnPolicyForm
    list_display = ("goods", "promise", "from_on", "state", "checked", "ways")
    list_filter = ("is_final_sale", "category")
    list_select_related = ("category",)
    fields = (
        ("category", "from_on"),
        ("window_days", "fee_minor"),
        "is_final_sale",
        ("reasons", "photo_reasons"),
        "needs_approval",
        ("has_pickup", "has_drop_off"),
    )

    def save_model(self, request: HttpRequest, obj: ReturnPolicy, *args: Any) -> None:
        super().save_model(request, obj, *args)
        touch_policies()

    def delete_model(self, request: HttpRequest, obj: ReturnPolicy) -> None:
        super().delete_model(request, obj)
        touch_policies()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ReturnPolicy]) -> None:
        super().delete_queryset(request, queryset)
        touch_policies()

    @display(description="For", ordering="category__name")
    def goods(self, policy: ReturnPolicy) -> str:
        return policy.category.name if policy.category else "Everything else"

    @display(description="Customers read")
    def promise(self, policy: ReturnPolicy) -> str:
        return policy.terms.sentence

    @display(description="State", label=STATES)
    def state(self, policy: ReturnPolicy) -> str:
        today = timezone.localdate()
        if policy.from_on > today:
            return "Starts later"
        return "In force" if policy.pk in policies_on(today).rows else "Followed by another"

    @display(description="Approved by")
    def checked(self, policy: ReturnPolicy) -> str:
        return "a person" if policy.needs_approval else "the shop itself"

    @display(description="Comes by")
    def ways(self, policy: ReturnPolicy) -> str:
        ways = {"pickup": policy.has_pickup, "the customer": policy.has_drop_off}
        return "–" if policy.is_final_sale else ", ".join(way for way, has in ways.items() if has)
