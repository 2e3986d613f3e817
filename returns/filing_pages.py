"""The steps of filing a return: each at its own address, its answers kept in the order's draft."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import Refusal
from accounts.http import Request
from orders.access import with_order
from orders.models import Order, OrderLine
from returns import drafts, eligibility
from returns.errors import NothingChosen, StepMissing
from returns.forms import ItemsForm, WayForm, WhyForm
from returns.models import DraftLine, DraftPhoto, ReturnDraft
from returns.payout_step import PayoutStep
from returns.promises import checked_by, money_by, pickup_days
from returns.resolution import preview
from returns.states import RefundTo
from shop.models import Variant

View = Callable[..., Any]
QUESTIONS = {
    "items": "What comes back?",
    "why": "Why does it come back?",
    "money": "Your money",
    "way": "How does it reach us?",
    "review": "Is this right?",
}


def name_of(user: Any, order: Order) -> str:
    """Who acts, in the history: the customer, or the guest who holds the order's link."""
    return str(user) if user.is_authenticated else order.full_name


def verdicts_of(order: Order) -> list[tuple[OrderLine, eligibility.Eligibility]]:
    now = timezone.now()
    return [(line, eligibility.check(order, line, now=now)) for line in order.lines.all()]


def _show(
    request: Request, order: Order, step: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "order": order,
        "step": step,
        "place": drafts.STEPS.index(step) + 1,
        "steps": len(drafts.STEPS),
        "question": QUESTIONS[step],
        "back": _address(order, drafts.STEPS[drafts.STEPS.index(step) - 1]),
        **more,
    }
    return render(request, f"returns/steps/{step}.html", context, status=status)


def _address(order: Order, step: str) -> str:
    return reverse("returns:file" if step == "items" else f"returns:{step}", args=[order.number])


def _with_draft(step: str) -> Callable[[Callable[..., HttpResponse]], View]:
    """The view gets the order's draft; a step is not reached before those that lead to it."""

    def decorate(view: Callable[..., HttpResponse]) -> View:
        def open_step(request: Request, order: Order) -> HttpResponse:
            draft = drafts.draft_of(order)
            first = drafts.first_open_step(draft, now=timezone.now())
            if drafts.STEPS.index(first) < drafts.STEPS.index(step):
                return redirect(_address(order, first))
            return view(request, order, draft)

        step_page: View = with_order(open_step)
        return never_cache(require_http_methods(["GET", "POST"])(step_page))

    return decorate


@never_cache
@require_http_methods(["GET", "POST"])
@with_order
def items(request: Request, order: Order) -> HttpResponse:
    """What may come back, and what may not with its rule, date and numbers."""
    verdicts = verdicts_of(order)
    draft = drafts.draft_of(order)
    form = ItemsForm(verdicts, request.POST or None, initial=_chosen(draft, verdicts))
    said: dict[str, Any] = {
        "form": form,
        "refused": [(line, verdict.reason) for line, verdict in verdicts if not verdict],
        "draft": draft,
        "cases": list(order.return_cases.all()),
    }
    if request.method == "GET":
        return _show(request, order, "items", **said)
    if form.is_valid():
        try:
            drafts.choose_items(order, form.quantities)
        except NothingChosen as refusal:
            said["refusal"] = str(refusal)
        else:
            return redirect("returns:why", number=order.number)
    return _show(request, order, "items", status=422, **said)


def _chosen(draft: ReturnDraft | None, verdicts: list[Any]) -> dict[str, int]:
    """What the draft says; of an order of one piece, that piece."""
    if draft is not None:
        return {line.order_line_id.hex: line.quantity for line in draft.lines.all()}
    open_lines = [(line, verdict) for line, verdict in verdicts if verdict]
    is_one = len(open_lines) == 1 and open_lines[0][1].returnable == 1
    return {open_lines[0][0].pk.hex: 1} if is_one else {}


@_with_draft("why")
def why(request: Request, order: Order, draft: ReturnDraft) -> HttpResponse:
    """Why, for each line; photos stay even if something else is still missing."""
    lines = list(draft.lines.all())
    sizes = _sizes(lines)
    if request.method == "GET":
        forms = [WhyForm(line, sizes[line.pk]) for line in lines]
        return _show(request, order, "why", forms=forms)
    forms = [WhyForm(line, sizes[line.pk], request.POST, request.FILES) for line in lines]
    verdicts = [form.is_valid() for form in forms]  # all of them, to show every error
    refusal = ""
    try:
        _keep_answers(forms)
    except Refusal as refused:
        refusal = str(refused)
    if all(verdicts) and not refusal:
        return redirect("returns:money", number=order.number)
    fresh = drafts.draft_of(order)
    photos = {line.pk: line for line in fresh.lines.all()} if fresh else {}
    for form in forms:
        form.line = photos.get(form.line.pk, form.line)
    failed = [form for form in forms if form.errors]
    return _show(request, order, "why", 422, forms=forms, failed=failed, refusal=refusal)


def _keep_answers(forms: list[WhyForm]) -> None:
    for form in forms:
        drafts.explain(form.line, **form.answers)
        drafts.drop_photos(form.line, form.dropped)
        drafts.keep_photos(form.line, form.cleaned_data.get("photos") or [])


def _sizes(lines: list[DraftLine]) -> dict[Any, list[Variant]]:
    """The sizes on sale of each line's colour, as they are in stock now; one query."""
    by_line = {line.pk: line.order_line.variant.colourway_id for line in lines}
    found = Variant.objects.filter(colourway__in=set(by_line.values()), is_active=True)
    sizes = sorted(found, key=lambda size: size.position)
    return {pk: [s for s in sizes if s.colourway_id == of] for pk, of in by_line.items()}


@_with_draft("money")
def money(request: Request, order: Order, draft: ReturnDraft) -> HttpResponse:
    """How much goes back and where to; what was paid in cash needs an account, now or later."""
    payout = PayoutStep(order, request.POST if request.method == "POST" else None)
    if request.method == "POST" and payout.is_valid():
        payout.save(by=name_of(request.user, order))
        drafts.choose_refund(draft, payout.refund_to)
        return redirect("returns:way", number=order.number)
    status = 422 if request.method == "POST" else 200
    return _show(request, order, "money", status, payout=payout, **_amounts(order, draft))


def _amounts(order: Order, draft: ReturnDraft) -> dict[str, Any]:
    """What would go back, line by line, and by when."""
    chosen = drafts.items_of(draft)
    amount = preview(order, chosen)
    leaves_on = draft.pickup_on or pickup_days(timezone.now())[0]
    checked_on = checked_by(draft.way, leaves_on)
    to = draft.refund_to or (RefundTo.UPI if order.is_cash else RefundTo.SOURCE)
    return {
        "amount": amount,
        "parts": list(zip(chosen, [part.amount for part in amount.parts], strict=True)),
        "checked_on": checked_on,
        "money_on": money_by(to, checked_on),
    }


@_with_draft("way")
def way(request: Request, order: Order, draft: ReturnDraft) -> HttpResponse:
    """Fetched at the door on a day of the customer's choice, or sent."""
    now = timezone.now()
    if request.method == "GET":
        return _show(request, order, "way", form=WayForm.first(draft, order, now=now))
    form = WayForm(draft, request.POST, now=now)
    if form.is_valid():
        drafts.choose_way(draft, form.journey)
        return redirect("returns:review", number=order.number)
    return _show(request, order, "way", 422, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
@with_order
def review(request: Request, order: Order) -> HttpResponse:
    """Everything once more; one press files it, and a second one finds what the first filed."""
    draft = drafts.draft_of(order)
    refusal = ""
    if request.method == "POST":
        try:
            key = request.POST.get("key", "")[:64].replace("\0", "")
            case = drafts.file_draft(order, key=key, by=name_of(request.user, order))
        except StepMissing:
            pass  # to the step that is missing
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("returns:done", number=case.number)
    first = drafts.first_open_step(draft, now=timezone.now())
    if draft is None or (first != "review" and not refusal):
        return redirect(_address(order, first))
    said = {"draft": draft, "lines": list(draft.lines.all()), **_amounts(order, draft)}
    status = 422 if refusal else 200
    return _show(request, order, "review", status, refusal=refusal, **said)


@require_POST
@never_cache
@with_order
def discard(request: Request, order: Order) -> HttpResponse:
    drafts.discard(order)
    return redirect(order)


@require_GET
@never_cache
@with_order
def draft_photo(request: Request, order: Order, pk: Any) -> FileResponse:
    """A photo that is kept with the draft of this order."""
    shown = get_object_or_404(DraftPhoto, pk=pk, line__draft__order=order)
    return FileResponse(shown.file.open("rb"), content_type="image/jpeg")
