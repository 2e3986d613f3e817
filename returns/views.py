"""Sending something back, in the order a customer meets it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import Refusal
from accounts.http import CustomerRequest, Request
from orders.live import socket_url
from orders.models import Order, OrderLine
from returns import eligibility, filing
from returns.forms import ReturnForm
from returns.models import InspectionPhoto, ReturnCase, ReturnPhoto, ReturnUnit
from returns.states import GIVEN_UP, ReturnStatus, Verdict


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def file_return(request: CustomerRequest, number: str) -> HttpResponse:
    """What comes back, how many and why; what may not is said with its rule and date."""
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    verdicts = _verdicts(order)
    form = ReturnForm(
        [(line, verdict) for line, verdict in verdicts if verdict],
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    refused = [(line, verdict.reason) for line, verdict in verdicts if not verdict]
    context: dict[str, Any] = {"order": order, "form": form, "refused": refused}
    if request.method == "POST" and form.is_valid():
        try:
            case = filing.file_return(order, form.items(), key=form.key, by=str(request.user))
            return redirect(case)
        except Refusal as refusal:
            context["refusal"] = str(refusal)
    context["failed"] = [line for line in form.lines if line.errors]
    status = 422 if request.method == "POST" else 200
    return render(request, "returns/file.html", context, status=status)


def _verdicts(order: Order) -> list[tuple[OrderLine, eligibility.Eligibility]]:
    now = timezone.now()
    return [(line, eligibility.check(order, line, now=now)) for line in order.lines.all()]


@login_required
@require_GET
@never_cache
def detail(request: CustomerRequest, number: str) -> HttpResponse:
    return render(request, "returns/case_detail.html", _case_context(request, number))


@login_required
@require_GET
@never_cache
def part(request: CustomerRequest, number: str) -> HttpResponse:
    """The part of the case page that changes."""
    return render(request, "returns/case_detail.html#status", _case_context(request, number))


def _case_context(request: Request, number: str) -> dict[str, Any]:
    cases = ReturnCase.objects.of(request.user).select_related("order")
    case = get_object_or_404(cases, number=number)
    events = list(case.events.filter(is_public=True))
    refunds = list(case.refunds().shown_to_customer())
    return {
        "case": case,
        "order": case.order,
        "lines": list(case.lines.select_related("order_line").prefetch_related("units", "photos")),
        "events": events,
        "refunds": refunds,
        "refused_units": list(
            ReturnUnit.objects.filter(line__case=case, verdict=Verdict.REFUSED)
            .select_related("line__order_line")
            .prefetch_related("photos")
        ),
        "is_refunded": case.is_refunded_by(refunds),
        "knots": _knots(case, events, refunds),
        "can_withdraw": case.can_move_to(ReturnStatus.WITHDRAWN),
        "live_url": socket_url(request, case.order),
    }


def _knots(case: ReturnCase, events: list[Any], refunds: list[Any]) -> list[dict[str, Any]]:
    """The timeline from filed to money back, or to the place where it stopped."""
    reached = {event.status: event.at for event in events if event.status}
    path = [ReturnStatus.FILED, ReturnStatus.APPROVED]
    path += [ReturnStatus.PICKED_UP] if ReturnStatus.PICKED_UP in reached else []
    path += [ReturnStatus.RECEIVED, ReturnStatus.ACCEPTED]
    ended = case.status in GIVEN_UP | {ReturnStatus.REFUSED}
    walked = [step for step in path if step in reached]
    steps = [{"title": s.label, "at": reached[s], "state": "done"} for s in walked]
    if ended:
        end = ReturnStatus(case.status)
        state = "done" if end == ReturnStatus.WITHDRAWN else "fault"
        return [*steps, {"title": end.label, "at": reached.get(end), "state": state}]
    paid = next((refund.processed_at for refund in refunds if refund.processed_at), None)
    to_come = [{"title": s.label, "at": None, "state": "next"} for s in path if s not in reached]
    last = {"title": "Refunded", "at": paid, "state": "done" if paid else "next"}
    steps = [*steps, *to_come, last]
    if not paid:
        at = len(walked) if case.status == ReturnStatus.ACCEPTED else len(walked) - 1
        steps[at]["state"] = "now"
    return steps


@login_required
@require_POST
@never_cache
def withdraw(request: CustomerRequest, number: str) -> HttpResponse:
    case = get_object_or_404(ReturnCase.objects.of(request.user), number=number)
    try:
        filing.withdraw_return(case, by=str(request.user))
    except Refusal as refusal:
        context = {**_case_context(request, number), "refusal": str(refusal)}
        return render(request, "returns/case_detail.html", context, status=422)
    return redirect(case)


@login_required
@require_GET
@never_cache
def of_order(request: CustomerRequest, number: str) -> HttpResponse:
    """The returns of one order, as the fragment its page shows."""
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    may_file = any(verdict for _, verdict in _verdicts(order))
    refunds = list(order.refunds.all())
    cases = [(case, case.is_refunded_by(refunds)) for case in order.return_cases.all()]
    context = {"order": order, "cases": cases, "may_file": may_file}
    return render(request, "returns/of_order.html", context)


@login_required
@require_GET
@never_cache
def photo(request: CustomerRequest, pk: Any) -> FileResponse:
    """A photo of a return or of its check, for its customer and for staff who may see cases."""
    photos, checks = ReturnPhoto.objects.filter(pk=pk), InspectionPhoto.objects.filter(pk=pk)
    if not request.user.has_perm("returns.view_returncase"):
        own = ReturnCase.objects.of(request.user)
        photos = photos.filter(line__case__in=own)
        checks = checks.filter(unit__line__case__in=own)
    shown = photos.first() or get_object_or_404(checks)
    return FileResponse(shown.file.open("rb"), content_type="image/jpeg")
