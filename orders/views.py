"""Following an order, as a customer meets it: the list, one order, and what they may do."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from accounts.errors import Refusal
from accounts.http import Request
from accounts.limits import FIND_ORDER, address_of, limited
from orders import cancellation, gateway, webhooks
from orders.access import keep_link, orders_open_to, with_order
from orders.buying_again import buy_again
from orders.finding import send_link
from orders.forms import FindOrderForm
from orders.links import number_in
from orders.live import glance_at, socket_url
from orders.models import Order, OrderLine
from orders.narrowing import KINDS, about, of_kind
from orders.pay_pages import cash_context
from orders.states import OrderStatus
from shop.http import cart_for_adding

MOST_WEBHOOK_BYTES = 256 * 1024
NOTHING_NEW = 204
MOST_SEARCHED = 60  # letters of what somebody looks for
STEPS = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)


# --- The list -----------------------------------------------------------------------------------


@require_GET
@never_cache
def order_list(request: Request) -> HttpResponse:
    """Orders of the customer, or those whose links a guest holds; narrowed by kind and words."""
    orders = orders_open_to(request)
    kind = request.GET.get("kind", "")
    asked = request.GET.get("q", "").replace("\0", "").strip()[:MOST_SEARCHED]
    found = about(of_kind(orders, kind), asked).prefetch_related("lines")
    page = Paginator(found, 10).get_page(request.GET.get("page"))
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "left": page.paginator.count - page.end_index(),
        "numbers": numbers,
        "query": f"{kept.urlencode()}&" if kept else "",
        "kinds": KINDS.items(),
        "kind": kind if kind in KINDS else "",
        "q": asked,
        "is_narrowed": bool(asked or kind),
        "home": reverse("shop:home"),
        "find_form": None if request.user.is_authenticated else FindOrderForm(),
    }
    return render(request, "orders/order_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@limited(FIND_ORDER, address_of)
def find(request: Request) -> HttpResponse:
    """Have the link to an order sent to who placed it; the answer is the same for everyone."""
    form = FindOrderForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "orders/find.html", {"form": form}, status=status)
    send_link(form.cleaned_data["number"], form.cleaned_data["phone"])
    return render(request, "orders/find.html", {"form": form, "was_sent": True})


@require_GET
@never_cache
def open_link(request: Request, token: str) -> HttpResponse:
    """A guest's link: this browser may open the order while the link is good."""
    number = number_in(token)
    order = Order.objects.filter(number=number).first() if number else None
    if order is None:
        context = {"days": settings.ORDER_LINK_DAYS}
        return render(request, "orders/link_gone.html", context, status=404)
    keep_link(request, token)
    return redirect(order)


# --- One order ----------------------------------------------------------------------------------


@require_GET
@never_cache
@with_order
def order_detail(request: Request, order: Order) -> HttpResponse:
    return render(request, "orders/order_detail.html", _order_context(request, order))


@require_GET
@never_cache
def order_part(request: Request, number: str) -> HttpResponse:
    """The part of the order page that changes; what the socket and the poll fetch again.

    Nothing while the page shows it as it is, and what happened last in words when it does not.
    """
    order = orders_open_to(request).filter(number=number).first()
    if order is None and not request.user.is_authenticated:
        return HttpResponseClientRefresh()  # signed out elsewhere: the page asks who is there
    if order is None:
        raise Http404
    glance, seen = glance_at(order), request.GET.get("seen", "")
    if seen == glance.tag:
        return HttpResponse(status=NOTHING_NEW)
    context = _order_context(request, order)
    response = render(request, "orders/order_detail.html#status", context)
    return trigger_client_event(response, "say", {"value": glance.news}) if seen else response


def _order_context(request: Request, order: Order) -> dict[str, Any]:
    bought = OrderLine.objects.select_related("variant__colourway__product")
    prefetch_related_objects(
        [order], "parcels__lines__order_line", Prefetch("lines", queryset=bought)
    )
    lines = list(order.lines.all())
    events = list(order.events.filter(is_public=True))
    refunds = order.refunds.select_related("payment").shown_to_customer()
    return {
        "order": order,
        "lines": lines,
        "events": events,
        "knots": _knots(order, events),
        "invoice": getattr(order, "invoice", None),
        "has_arrived": any(line.delivered_quantity for line in lines),
        "payments": list(order.payments.all()),
        "refunds": list(refunds),
        "live_url": socket_url(request, order),
        "tag": glance_at(order).tag,
        "is_guest": order.user_id is None,
        **cash_context(order),
    }


def _knots(order: Order, events: list[Any]) -> list[dict[str, Any]]:
    """The timeline: each step done with its time, the one we are at, those still to come."""
    reached = {event.status: event.at for event in events if event.status}
    status = OrderStatus(order.status)
    until = STEPS.index(status) + 1 if status in STEPS else len(STEPS)
    walked = [_knot(step, reached[step], "done") for step in STEPS[:until] if step in reached]
    if status not in STEPS:
        return [*walked, _knot(status, reached.get(status), "fault")]
    if status != OrderStatus.DELIVERED:
        walked[-1]["state"] = "now"
    return [*walked, *(_knot(step, None, "next") for step in STEPS[until:])]


def _knot(step: OrderStatus, at: Any, state: str) -> dict[str, Any]:
    title = "Placed" if step == OrderStatus.PLACED else step.label
    return {"title": title, "at": at, "state": state}


@require_POST
@never_cache
@with_order
def cancel(request: Request, order: Order) -> HttpResponse:
    try:
        cancellation.cancel_order(order, by=str(order.user or order.full_name))
    except Refusal as refusal:
        context = {**_order_context(request, order), "refusal": str(refusal)}
        return render(request, "orders/order_detail.html", context, status=422)
    return redirect(order)


@require_POST
@never_cache
@with_order
def again(request: Request, order: Order) -> HttpResponse:
    """Put what is still sold into the bag, and say what is not."""
    done = buy_again(order, cart_for_adding(request))
    if done.added:
        pieces = "1 piece is" if done.added == 1 else f"{done.added} pieces are"
        messages.success(request, f"{pieces} in your bag, at today's prices.")
    for why_not in done.refused:
        messages.warning(request, why_not)
    return redirect("shop:bag")


# --- The gateway ----------------------------------------------------------------------------------


@csrf_exempt  # signed by the gateway
@require_POST
def webhook(request: Request) -> HttpResponse:
    """Keep a signed event and answer at once; nothing is written before the signature."""
    declared = request.headers.get("Content-Length", "")
    if not declared.isdecimal() or int(declared[:12]) > MOST_WEBHOOK_BYTES:
        return HttpResponse(status=413 if declared.isdecimal() else 411)
    body = request.body
    if not gateway.is_webhook_signature_valid(body, request.headers.get("X-Razorpay-Signature")):
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    webhooks.keep_event(event_id=request.headers.get("X-Razorpay-Event-Id", ""), body=body)
    return HttpResponse(status=200)
