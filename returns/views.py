"""Following a return, as a customer meets it: the list, one return, and what they may do."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.errors import Refusal
from accounts.http import Request
from orders.access import orders_open_to, with_order
from orders.live import socket_url
from orders.models import Order, PayoutDetails
from returns import filing
from returns.dispositions import choose_disposition
from returns.drafts import draft_of
from returns.filing_pages import name_of, verdicts_of
from returns.forms import PickupDayForm
from returns.models import Disposition, InspectionPhoto, ReturnCase, ReturnPhoto
from returns.states import ReturnStatus
from returns.tracking import story_of

MOST_LISTED = 50


def _case_open_to(request: Request, number: str) -> ReturnCase | None:
    """The case if its order is open to this visitor: their own, or a guest's whose link they
    hold.
    """
    found: ReturnCase | None = (
        ReturnCase.objects.filter(number=number, order__in=_orders(request))
        .select_related("order")
        .first()
    )
    return found


def _orders(request: Request) -> list[Any]:
    """Keys, since a subquery is slow on MongoDB; a visitor has few orders."""
    return list(orders_open_to(request).values_list("pk", flat=True))


def _with_case(view: Any) -> Any:
    """The view gets the case its number names; 404 for somebody else's, or sign in first."""

    def open_case(request: Request, number: str, *args: Any) -> HttpResponse:
        case = _case_open_to(request, number)
        if case is not None:
            return view(request, case, *args)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    return never_cache(open_case)


@require_GET
@never_cache
def return_list(request: Request) -> HttpResponse:
    """Every return, and without any the policy with the orders that are still inside it."""
    cases = list(
        ReturnCase.objects.filter(order__in=_orders(request))
        .select_related("order")
        .prefetch_related("lines__order_line")[:MOST_LISTED]
    )
    delivered = orders_open_to(request).filter(delivered_at__isnull=False)
    since = delivered.filter(return_deadline__gte=timezone.now()).prefetch_related("lines")
    inside = [order for order in since[:MOST_LISTED] if any(v for _, v in verdicts_of(order))]
    if not request.user.is_authenticated and not delivered:
        return redirect_to_login(request.get_full_path())
    return render(request, "returns/return_list.html", {"cases": cases, "inside": inside})


@require_GET
@_with_case
def detail(request: Request, case: ReturnCase) -> HttpResponse:
    return render(request, "returns/case_detail.html", _case_context(request, case))


@require_GET
@_with_case
def done(request: Request, case: ReturnCase) -> HttpResponse:
    """What was filed, and what to do now."""
    story = story_of(case, list(case.events.all()))
    context = {"case": case, "amount": story.split, "money_on": story.money_on}
    return render(request, "returns/done.html", context)


@require_GET
@never_cache
def part(request: Request, number: str) -> HttpResponse:
    """The part of the case page that changes."""
    case = _case_open_to(request, number)
    if case is None and not request.user.is_authenticated:
        return HttpResponseClientRefresh()  # signed out elsewhere: the page asks who is there
    if case is None:
        raise Http404
    return render(request, "returns/case_detail.html#status", _case_context(request, case))


def _case_context(request: Request, case: ReturnCase, **more: Any) -> dict[str, Any]:
    events = list(case.events.filter(is_public=True))
    story = story_of(case, events)
    can_withdraw = case.can_move_to(ReturnStatus.WITHDRAWN)
    return {
        "case": case,
        "order": case.order,
        "story": story,
        "split": story.split,
        "events": events,
        "can_withdraw": can_withdraw,
        "account": PayoutDetails.objects.filter(order=case.order, wiped_at=None).first(),
        "disposition": Disposition.objects.filter(case=case).first(),
        "day_form": PickupDayForm() if can_withdraw and case.is_pickup else None,
        "live_url": socket_url(request, case.order),
        **more,
    }


def _act(request: Request, case: ReturnCase, work: Any) -> HttpResponse:
    """Do it and show the case; a refusal stands on its page and changes nothing."""
    try:
        work()
    except Refusal as refusal:
        case.refresh_from_db()
        context = _case_context(request, case, refusal=str(refusal))
        return render(request, "returns/case_detail.html", context, status=422)
    return redirect(case)


@require_POST
@_with_case
def withdraw(request: Request, case: ReturnCase) -> HttpResponse:
    by = name_of(request.user, case.order)
    return _act(request, case, lambda: filing.withdraw_return(case, by=by))


@require_POST
@_with_case
def reschedule(request: Request, case: ReturnCase) -> HttpResponse:
    """Another day for the pickup."""
    form = PickupDayForm(request.POST)
    if not form.is_valid():
        context = _case_context(request, case, day_form=form)
        return render(request, "returns/case_detail.html", context, status=422)
    day, by = form.cleaned_data["pickup_on"], name_of(request.user, case.order)
    return _act(request, case, lambda: filing.reschedule_pickup(case, day, by=by))


@require_POST
@_with_case
def choose(request: Request, case: ReturnCase) -> HttpResponse:
    """What becomes of the items that were refused: sent back, or disposed of."""
    choice = request.POST.get("choice", "")
    if choice not in Disposition.Choice.values:
        context = _case_context(request, case, refusal="Choose one of the two.")
        return render(request, "returns/case_detail.html", context, status=422)
    by = name_of(request.user, case.order)
    return _act(request, case, lambda: choose_disposition(case, choice, by=by))


@require_GET
@never_cache
@with_order
def of_order(request: Request, order: Order) -> HttpResponse:
    """The returns of one order, as the fragment its page shows."""
    verdicts = verdicts_of(order)
    refunds = list(order.refunds.all())
    context = {
        "order": order,
        "cases": [(case, case.is_refunded_by(refunds)) for case in order.return_cases.all()],
        "may_file": any(verdict for _, verdict in verdicts),
        "draft": draft_of(order),
        "verdicts": verdicts,
    }
    return render(request, "returns/of_order.html", context)


@require_GET
@never_cache
def photo(request: Request, pk: Any) -> FileResponse | HttpResponse:
    """A photo of a return or of its check, for its customer and for staff who may see cases."""
    photos = ReturnPhoto.objects.filter(pk=pk).select_related("line__case")
    checks = InspectionPhoto.objects.filter(pk=pk).select_related("unit__line__case")
    shown = photos.first() or get_object_or_404(checks)
    line = shown.line if isinstance(shown, ReturnPhoto) else shown.unit.line
    is_staff = request.user.has_perm("returns.view_returncase")
    if not is_staff and not orders_open_to(request).filter(pk=line.case.order_id).exists():
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return FileResponse(shown.file.open("rb"), content_type="image/jpeg")
