"""Refunds: those on their way, those that wait for a second person, and those that need one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timesince import timesince
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import Move, MoveForm
from accounts.errors import Refusal
from orders.admin.looks import REFUND_COLOURS, OfOrderAdmin, ask_for_many
from orders.approvals import RIGHT, approve_refund, approvers_of, decline_refund
from orders.models import PayoutDetails, Refund
from orders.payouts import reveal_payout
from orders.refunds import pay_refund_by_hand, refund_again, retry_refund, settle_refund
from orders.states import RefundStatus

PAY_RIGHT = "orders.pay_refund"

APPROVE = Move(
    "approve",
    "Approve",
    approve_refund,
    is_legal=lambda refund: refund.status == RefundStatus.AWAITING_APPROVAL,
    said=lambda refund: f"The refund of {refund.amount} is approved and on its way.",
    question=lambda refund: (
        f"{refund.amount} go back to {refund.order.full_name}: {refund.reason}. "
        f"{refund.requester} asked for it."
    ),
    is_personal=True,
    permission=RIGHT,
)


class DeclineForm(MoveForm):
    """Why the money stays."""

    note = forms.CharField(
        max_length=120,
        label="Why not",
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
        help_text="Staff read it in the order’s history.",
        error_messages={"required": "Say why it is not paid."},
    )


DECLINE = Move(
    "decline",
    "Decline",
    decline_refund,
    is_legal=lambda refund: refund.status == RefundStatus.AWAITING_APPROVAL,
    said=lambda refund: f"The refund of {refund.amount} is declined; nothing is paid.",
    form=DeclineForm,
    is_dangerous=True,
    is_personal=True,
    permission=RIGHT,
)


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
    said=lambda refund: f"A new refund of {refund.amount} takes its place.",
    is_personal=True,
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
    "Paid by transfer",
    pay_refund_by_hand,
    is_legal=lambda refund: (
        refund.status == RefundStatus.NEEDS_ATTENTION and refund.payment.is_cash
    ),
    said=lambda refund: f"{refund.amount} is booked as paid back; the customer was told.",
    form=ByHandForm,
    template="admin/orders/refund/pay.html",
    permission=PAY_RIGHT,
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
    moves = (APPROVE, TRY_AGAIN, PAID_BY_HAND, REFUND_AGAIN, SETTLE, DECLINE)
    change_form_template = "admin/orders/refund/desk.html"
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
    list_filter = ("status", "payment__provider", "is_external", "requested_at")
    search_fields = ("key", "gateway_refund_id", "reason")
    actions = ("try_again", "approve")
    fields = (
        ("order_link", "payment"),
        ("status", "amount_column"),
        ("reason", "requested_by"),
        ("requester", "approver", "approved_at"),
        ("attempt", "last_error"),
        ("requested_at", "next_attempt_at"),
        ("processed_at", "gateway_refund_id"),
        "key",
        "request_body",
    )
    readonly_fields = ("order_link", "amount_column")
    list_select_related = ("order", "payment", "requester")

    @display(description="Status", label=REFUND_COLOURS, ordering="status")
    def status_label(self, refund: Refund) -> tuple[str, str]:
        return refund.status, refund.get_status_display()

    @display(description="Made by", ordering="requested_by")
    def made_by(self, refund: Refund) -> str:
        return refund.requested_by or "The shop by itself"

    @display(description="Age", ordering="requested_at")
    def age(self, refund: Refund) -> str:
        return timesince(refund.requested_at, depth=1)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.account_view)
        return [path("<uuid:pk>/account/", view, name="orders_refund_account"), *super().get_urls()]

    def legal_moves(self, request: HttpRequest, row: Refund) -> list[tuple[Move, str]]:
        """Who asked for it is not offered what they may not do."""
        is_own = row.requester_id is not None and row.requester_id == request.user.pk
        moves = super().legal_moves(request, row)
        return [(move, url) for move, url in moves if not (is_own and move is APPROVE)]

    def desk_context(self, request: HttpRequest, row: Refund) -> dict[str, Any]:
        waits = row.status == RefundStatus.AWAITING_APPROVAL
        is_cash = row.payment.is_cash
        may_pay = is_cash and PAID_BY_HAND.is_legal(row) and request.user.has_perm(PAY_RIGHT)
        payout = PayoutDetails.objects.filter(order_id=row.order_id).first() if is_cash else None
        return {
            "requester": row.requester,
            "approver": row.approver,
            "waits": waits,
            "approvers": approvers_of(row) if waits else [],
            "is_cash": is_cash,
            "payout": payout,
            "account_url": self._url("account", row) if may_pay and payout else "",
        }

    def account_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The whole account beside the form that says it was paid; looking is written down."""
        if request.method != "POST":  # a GET writes nothing, so it shows nothing
            return HttpResponseNotAllowed(["POST"])
        row: Refund | None = self.get_object(request, str(pk))
        if row is None or not PAID_BY_HAND.is_legal(row):
            raise Http404
        if not request.user.has_perm(PAY_RIGHT):
            raise PermissionDenied
        form = ByHandForm(row)
        try:
            account = reveal_payout(row, by_user=request.user)  # type: ignore[arg-type]
        except Refusal as refusal:
            form.cleaned_data = {}
            form.add_error(None, str(refusal))
            return self._ask(request, row, PAID_BY_HAND, form, status=422)
        page = self._ask(request, row, PAID_BY_HAND, form)
        if isinstance(page, TemplateResponse):
            page.context_data = {
                **(page.context_data or {}),
                "account": account,
                "action": self._url("move", row, PAID_BY_HAND.name),
            }
        return page

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return self.has_move_permission(request) and request.user.has_perm(RIGHT)

    @admin.action(description="Try again", permissions=["move"])
    def try_again(self, request: HttpRequest, refunds: QuerySet[Refund]) -> HttpResponse | None:
        question = "Each is sent under the key it had, so none is paid twice."
        return self._ask_or_move(request, refunds, TRY_AGAIN, question)

    @admin.action(description="Approve", permissions=["approve"])
    def approve(self, request: HttpRequest, refunds: QuerySet[Refund]) -> HttpResponse | None:
        question = "Those you asked for yourself are left out and said."
        return self._ask_or_move(request, refunds, APPROVE, question)

    def _ask_or_move(
        self, request: HttpRequest, refunds: QuerySet[Refund], move: Move, question: str
    ) -> HttpResponse | None:
        if "confirmed" in request.POST:
            self.move_each(request, refunds, move)
            return None
        context = {"title": move.label, "question": question, "refunds": list(refunds)}
        return ask_for_many(self, request, "admin/orders/refund/confirm.html", context)
