"""Buying, paying and following an order, in the order a customer meets them."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from accounts.errors import Refusal
from accounts.http import CustomerRequest, Request
from orders import cancellation, gateway, payments, webhooks
from orders.checkout import place_order
from orders.errors import CartIsEmpty
from orders.forms import CheckoutForm
from orders.live import glance_at, socket_url
from orders.models import Order, Payment
from orders.states import OrderStatus, RefundStatus
from shop.cart import acknowledge_prices, lines_of, news_of, problem_of, quote_of
from shop.delivery import fee_for
from shop.errors import NotServed
from shop.http import cart_for_adding, current_cart, pin_of
from shop.money import Money
from shop.promotions import shopper_of

log = logging.getLogger(__name__)
MOST_WEBHOOK_BYTES = 256 * 1024
NOTHING_NEW = 204
STEPS = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)
UNPAID = {OrderStatus.PLACED, OrderStatus.EXPIRED}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def checkout(request: CustomerRequest) -> HttpResponse:
    """One page: where to, what it costs, place. A refusal comes back with everything kept."""
    if request.method == "GET":
        lines = lines_of(current_cart(request))
        if not lines or any(map(problem_of, lines)):
            return redirect("shop:bag")
        return _checkout_page(request, CheckoutForm.fresh(request.user))
    form = CheckoutForm(request.POST, user=request.user)
    if not form.is_valid():
        return _checkout_page(request, form, status=422)
    try:
        order = place_order(
            cart_for_adding(request),
            user=request.user,
            destination=form.destination(),
            key=form.key_hex,
            shown_total=Money(form.cleaned_data["shown_total"]),
        )
    except CartIsEmpty:  # ordered already, from another tab: that order is what is meant
        waiting = Order.objects.of(request.user).awaiting_payment().first()
        return redirect(waiting or "shop:bag")
    except NotServed:  # said beside the address
        return _checkout_page(request, form, status=422)
    except Refusal as refusal:
        return _checkout_page(request, form, refusal=str(refusal), status=422)
    form.keep_new_address()
    return _start_payment(request, order)


def _checkout_page(
    request: CustomerRequest, form: CheckoutForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The form with what the bag costs sent to where the form says, as it is now."""
    cart = current_cart(request)
    lines = lines_of(cart)
    quote = quote_of(
        lines,
        code=cart.coupon_code if cart else "",
        shopper=shopper_of(request.user),
        fee=_fee_to(form, pin_of(request)),
    )
    form.show_total(quote.total)
    problem = next(filter(None, map(problem_of, lines)), "")
    context = {
        "form": form,
        "lines": lines,
        "pieces": sum(line.quantity for line in lines),
        "news": [(line.variant.colourway.product.name, news_of(line)) for line in lines],
        "quote": quote,
        "refusal": refusal or problem,
        "has_problem": bool(problem),
        "failed": [part for part in (form, form.new_address) if part.errors],
        "kept_minutes": settings.PAYMENT_WINDOW_MINUTES,
    }
    if request.method == "POST":
        acknowledge_prices(lines)
    return render(request, "orders/checkout.html", context, status=status)


def _fee_to(form: CheckoutForm, remembered: str) -> Money | None:
    """The fee of the chosen address; while there is none, of the PIN code asked about before."""
    try:
        pin = form.pin_code or remembered
        return fee_for(pin) if pin else None
    except NotServed as refusal:
        if form.pin_code:
            form.refuse_address(str(refusal))
        return None


def _start_payment(request: Request, order: Order) -> HttpResponse:
    """Make the payment known to the gateway; an order already paid just shows itself."""
    try:
        payments.start_payment(order)
    except Refusal:
        return redirect(order)
    except gateway.GatewayError as error:
        log.warning("Payment of %s could not be started: %s", order, error)
    return redirect("orders:pay", number=order.number)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def pay(request: CustomerRequest, number: str) -> HttpResponse:
    """The way to the gateway's pay page: a plain form; GET changes nothing, POST tries again."""
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    if not order.is_payable:
        return redirect(order)
    if request.method == "POST":
        return _start_payment(request, order)
    payment = order.payments.latest("created_at")
    context = {
        "order": order,
        "payment": payment,
        "can_start": gateway.can_start_payments(),
        "razorpay_url": settings.RAZORPAY_BASE_URL,
        "razorpay_key": settings.RAZORPAY_KEY_ID,
        "callback_url": request.build_absolute_uri(
            reverse("orders:payment_return", args=[payment.pk])
        ),
        "cancel_url": request.build_absolute_uri(f"{order.get_absolute_url()}?payment=cancelled"),
    }
    return render(request, "orders/pay.html", context)


@csrf_exempt  # posted by the gateway's page from its own site: the signature is the proof
@require_POST
@never_cache
def payment_return(request: Request, pk: Any) -> HttpResponse:
    """Where the pay page sends the shopper back; the order page then says what is true.

    The session cookie does not travel with a post from another site, so the payment is found by
    its unguessable key and believed by its signature; who may look is asked by the order page.
    """
    payment = get_object_or_404(Payment.objects.select_related("order"), pk=pk)
    try:
        if "razorpay_payment_id" in request.POST:
            payments.confirm_checkout(
                payment,
                gateway_payment_id=request.POST["razorpay_payment_id"],
                signature=request.POST.get("razorpay_signature", ""),
            )
        else:
            payments.refresh_payment(payment)
    except (Refusal, gateway.GatewayError) as error:
        log.warning("Payment %s not confirmed on return: %s", payment.receipt, error)
        return redirect(f"{payment.order.get_absolute_url()}?payment=unconfirmed")
    return redirect(payment.order)


@login_required
@require_GET
@never_cache
def order_list(request: CustomerRequest) -> HttpResponse:
    orders = Order.objects.of(request.user).prefetch_related("lines")
    page = Paginator(orders, 10).get_page(request.GET.get("page"))
    left = page.paginator.count - page.end_index()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    context = {"page": page, "left": left, "numbers": numbers, "home": reverse("shop:home")}
    return render(request, "orders/order_list.html", context)


@login_required
@require_GET
@never_cache
def order_detail(request: CustomerRequest, number: str) -> HttpResponse:
    return render(request, "orders/order_detail.html", _order_context(request, number))


@require_GET
@never_cache
def order_part(request: Request, number: str) -> HttpResponse:
    """The part of the order page that changes; what the socket and the poll fetch again.

    Nothing while the page shows it as it is, and what happened last in words when it does not.
    """
    if not request.user.is_authenticated:
        return HttpResponseClientRefresh()  # signed out elsewhere: the page asks who is there
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    glance, seen = glance_at(order), request.GET.get("seen", "")
    if seen == glance.tag:
        return HttpResponse(status=NOTHING_NEW)
    context = _order_context(request, number)
    response = render(request, "orders/order_detail.html#status", context)
    return trigger_client_event(response, "say", {"value": glance.news}) if seen else response


def _order_context(request: Request, number: str) -> dict[str, Any]:
    orders = Order.objects.of(request.user).prefetch_related("parcels__lines__order_line")
    order = get_object_or_404(orders, number=number)
    lines = list(order.lines.select_related("variant__colourway__product"))
    events = list(order.events.filter(is_public=True))
    told = request.GET.get("payment")
    return {
        "order": order,
        "lines": lines,
        "events": events,
        "knots": _knots(order, events),
        "has_arrived": any(line.delivered_quantity for line in lines),
        "payments": list(order.payments.all()),
        "refunds": list(order.refunds.exclude(status=RefundStatus.REPLACED)),
        "live_url": socket_url(request, order),
        "tag": glance_at(order).tag,
        "is_unconfirmed": told == "unconfirmed" and order.status in UNPAID,
        "has_left": told == "cancelled" and order.is_payable,
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


@login_required
@require_POST
@never_cache
def cancel(request: CustomerRequest, number: str) -> HttpResponse:
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    try:
        cancellation.cancel_order(order, by=str(request.user))
    except Refusal as refusal:
        context = {**_order_context(request, number), "refusal": str(refusal)}
        return render(request, "orders/order_detail.html", context, status=422)
    return redirect(order)


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
