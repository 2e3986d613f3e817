"""Refunds: those on their way, and those that need a person."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timesince import timesince
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import Move, MoveForm
from orders.admin.looks import REFUND_COLOURS, OfOrderAdmin
from orders.models import Refund
from orders.refunds import pay_refund_by_hand, refund_again, retry_refund, settle_refund
from orders.states import RefundStatus

TRY_AGAIN = Move(
    "retry",
    "Try again",
    retry_refund,
    is_legal=lambda refund: (
        refund.status == RefundStatus.NEEDS_ATTENTION and not refund.payment.is_cash
    ),
    said=lambda refund: (
        f"The refund of {refund.amount} is being sent again; it cannot be paid twice."
    ),
)


REFUND_AGAIN = Move(
    "again",
    "Refund again",
    refund_again,
    is_legal=lambda refund: refund.can_move_to(RefundStatus.REPLACED),
    said=lambda refund: f"A new refund of {refund.amount} is on its way.",
)


class ByHandForm(MoveForm):
    """Under which reference the money left the shop's own account."""

    reference = forms.CharField(
        min_length=6,
        max_length=40,
        label="UTR or transfer reference",
        widget=UnfoldAdminTextInputWidget({"autofocus": True, "autocomplete": "off"}),
        help_text="The customer gets it by e-mail and SMS, to ask their bank with.",
        error_messages={"required": "Enter the reference of the bank transfer."},
    )

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"])
        if Refund.objects.filter(gateway_refund_id=reference).exists():
            raise forms.ValidationError("Another refund has this reference already.")
        return reference


PAID_BY_HAND = Move(
    "by-hand",
    "Paid by bank transfer",
    pay_refund_by_hand,
    is_legal=lambda refund: (
        refund.status == RefundStatus.NEEDS_ATTENTION and refund.payment.is_cash
    ),
    said=lambda refund: f"{refund.amount} is booked as paid back; the customer was told.",
    form=ByHandForm,
)


class SettleForm(MoveForm):
    """How a refund that failed was settled after all."""

    note = forms.CharField(
        max_length=120,
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
        help_text="Like: refunded in Razorpay's dashboard. The customer does not see it.",
        error_messages={"required": "Say how the customer got the money."},
    )


SETTLE = Move(
    "settle",
    "Settled otherwise",
    settle_refund,
    is_legal=lambda refund: refund.can_move_to(RefundStatus.REPLACED),
    said=lambda refund: f"The refund of {refund.amount} waits for nobody any more.",
    form=SettleForm,
)


@admin.register(Refund)
class RefundAdmin(OfOrderAdmin):
    moves = (TRY_AGAIN, PAID_BY_HAND, REFUND_AGAIN, SETTLE)
    list_display = (
        "amount_column",
        "status_label",
        "order_link",
        "reason",
        "made_by",
        "age",
        "attempt",
        "last_error",
    )
    list_filter = ("status", "is_external", "requested_at")
    search_fields = ("key", "gateway_refund_id", "reason")
    actions = ("try_again",)
    fields = (
        ("order_link", "payment"),
        ("status", "amount_column"),
        ("reason", "requested_by"),
        ("attempt", "last_error"),
        ("requested_at", "next_attempt_at"),
        ("processed_at", "gateway_refund_id"),
        "key",
        "request_body",
    )
    readonly_fields = ("order_link", "amount_column")
    list_select_related = ("order", "payment")

    @display(description="Status", label=REFUND_COLOURS, ordering="status")
    def status_label(self, refund: Refund) -> tuple[str, str]:
        return refund.status, refund.get_status_display()

    @display(description="Made by", ordering="requested_by")
    def made_by(self, refund: Refund) -> str:
        return refund.requested_by or "The shop by itself"

    @display(description="Age", ordering="requested_at")
    def age(self, refund: Refund) -> str:
        return timesince(refund.requested_at, depth=1)

    @admin.action(description="Try again", permissions=["move"])
    def try_again(self, request: HttpRequest, refunds: QuerySet[Refund]) -> None:
        self.move_each(request, refunds, TRY_AGAIN)
