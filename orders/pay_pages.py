"""Paying a placed order: the way to the gateway, back from it, and what became of the money."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import Refusal
from accounts.http import Request
from orders import gateway, payments
from orders.access import with_order
from orders.cash import cash_fee
from orders.failures import in_words
from orders.links import address_of
from orders.models import Order, Payment, Provider
from orders.states import OrderStatus, PaymentStatus
from orders.switching import switch_to_cash, why_not_switch

log = logging.getLogger(__name__)
QUICK_SECONDS = 120  # while a page is new it looks every 3 seconds, then every 15


def after_placing(order: Order, *, by: str = "") -> HttpResponse:
    """To the gateway for what is paid online; what is paid at the door is done."""
    if order.is_cash:
        return redirect("orders:outcome", number=order.number)
    return start(order, by=by or "any")


def start(order: Order, *, by: str = "") -> HttpResponse:
    """Make the payment known to the gateway; an order already paid just shows itself."""
    try:
        payments.start_payment(order)
    except Refusal:
        return redirect("orders:outcome", number=order.number)
    except gateway.GatewayError as error:
        log.warning("Payment of %s could not be started: %s", order, error)
    chosen = f"?{urlencode({'by': by})}" if by else ""
    return redirect(f"{reverse('orders:pay', args=[order.number])}{chosen}")


@never_cache
@require_http_methods(["GET", "POST"])
@with_order
def pay(request: Request, order: Order) -> HttpResponse:
    """The way to the gateway's pay page: a plain form; GET changes nothing, POST tries again.

    Before anybody pays a second time the gateway is asked about the first.
    """
    if not order.is_payable:
        return redirect("orders:outcome", number=order.number)
    if request.method == "POST":
        look_again(order)
        order.refresh_from_db()
        return start(order, by=request.POST.get("by", ""))
    return render(request, "orders/pay.html", _pay_context(request, order))


def _pay_context(request: Request, order: Order, **said: Any) -> dict[str, Any]:
    payment = order.payments.filter(provider=Provider.RAZORPAY).latest("created_at")
    back = reverse("orders:payment_return", args=[payment.pk])
    left = reverse("orders:pay", args=[order.number])
    return {
        "order": order,
        "payment": payment,
        "by": request.GET.get("by", ""),
        "failure": in_words(payment.failure),
        "has_left": "left" in request.GET,
        "seconds_left": max(0, int((order.expires_at - timezone.now()).total_seconds())),
        "can_start": gateway.can_start_payments(),
        "razorpay_url": settings.RAZORPAY_BASE_URL,
        "razorpay_script": _script(),
        "razorpay_key": settings.RAZORPAY_KEY_ID,
        "callback_url": request.build_absolute_uri(back),
        "cancel_url": request.build_absolute_uri(f"{left}?left=1"),
        **cash_context(order),
        **said,
    }


def _script() -> str:
    """Razorpay's own checkout, which opens over the page; the local Razorpay brings its own."""
    base = settings.RAZORPAY_BASE_URL
    host = "https://checkout.razorpay.com" if base == gateway.LIVE_URL else base
    return f"{host}/v1/checkout.js"


def cash_context(order: Order) -> dict[str, Any]:
    """Whether an unpaid order can be paid at the door instead, what that adds, or why not."""
    if not settings.CASH_ON_DELIVERY or not order.is_payable:
        return {"offers_cash": False}
    try:
        why_not = why_not_switch(order)
    except Refusal as refusal:
        why_not = str(refusal)
    return {
        "offers_cash": True,
        "why_not_cash": why_not,
        "cash_fee": cash_fee(),
        "cash_total": order.total + cash_fee(),
    }


@require_POST
@never_cache
@with_order
def pay_cash(request: Request, order: Order) -> HttpResponse:
    """Pay at the door after all; the button said what that comes to."""
    try:
        switch_to_cash(order, by=order.full_name)
    except Refusal as refusal:
        order.refresh_from_db()
        if not order.is_payable:
            return redirect("orders:outcome", number=order.number)
        context = _pay_context(request, order, refusal=str(refusal))
        return render(request, "orders/pay.html", context, status=422)
    except gateway.GatewayError as error:
        log.warning("%s could not be switched to cash: %s", order, error)
        words = "The payment service does not answer, so we cannot be sure that you have not paid."
        context = _pay_context(request, order, refusal=f"{words} Try again in a moment.")
        return render(request, "orders/pay.html", context, status=422)
    return redirect("orders:outcome", number=order.number)


@csrf_exempt  # posted by the gateway's page from its own site: the signature is the proof
@require_POST
@never_cache
def payment_return(request: Request, pk: Any) -> HttpResponse:
    """Where the pay page sends the shopper back; the next page then says what is true.

    The session cookie does not travel with a post from another site, so the payment is found by
    its unguessable key and believed by its signature; who may look is asked by that page.
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
        return redirect(f"{_outcome(payment.order)}?unconfirmed=1")
    return redirect(_outcome(payment.order))


def _outcome(order: Order) -> str:
    return reverse("orders:outcome", args=[order.number])


@require_GET
@never_cache
@with_order
def outcome(request: Request, order: Order) -> HttpResponse:
    """What became of the payment: it waits, it failed, or the order is sure."""
    return _show_outcome(request, order)


@require_POST
@never_cache
@with_order
def check(request: Request, order: Order) -> HttpResponse:
    """Look again, for the page that waits and for the shopper who presses “Check again”."""
    look_again(order)
    order.refresh_from_db()
    if request.htmx:
        return _show_outcome(request, order)
    waits = "?unconfirmed=1" if request.POST.get("unconfirmed") else ""
    return redirect(f"{_outcome(order)}{waits}")


def look_again(order: Order) -> None:
    """Ask the gateway about an unpaid order's payments, each at most every few seconds."""
    for payment in order.payments.exclude(gateway_order_id=None):
        try:
            payments.refresh_if_stale(payment)
        except gateway.GatewayError as error:
            log.warning("Payment %s could not be looked up: %s", payment.receipt, error)


def _show_outcome(request: Request, order: Order) -> HttpResponse:
    payment = order.payments.first()
    kind = _kind(order, payment, is_unconfirmed=_is_unconfirmed(request))
    if kind is None:  # cancelled, expired, or long on its way: the order's own page says it
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": order.get_absolute_url()})
        return redirect(order)
    since = _since(request)
    waited = int(timezone.now().timestamp()) - since
    context = {
        "order": order,
        "payment": payment,
        "kind": kind,
        "failure": in_words(payment.failure if payment else ""),
        "lines": list(order.lines.all()),
        "since": since,
        "waited_minutes": waited // 60,
        "every": 3 if waited < QUICK_SECONDS else 15,
        "is_unconfirmed": _is_unconfirmed(request),
        "link": request.build_absolute_uri(address_of(order)),
        **cash_context(order),
    }
    template = "orders/outcome.html#state" if request.htmx else "orders/outcome.html"
    return render(request, template, context)


def _is_unconfirmed(request: Request) -> bool:
    return "unconfirmed" in request.GET or "unconfirmed" in request.POST


def _since(request: Request) -> int:
    """When this page began to wait; it tells itself with every look."""
    now = int(timezone.now().timestamp())
    said = request.POST.get("since", "")
    return min(int(said), now) if said.isascii() and said.isdigit() and len(said) < 12 else now


def _kind(order: Order, payment: Payment | None, *, is_unconfirmed: bool) -> str | None:
    if order.status in {OrderStatus.CONFIRMED, OrderStatus.PACKED}:
        return "success"
    if order.status != OrderStatus.PLACED or payment is None:
        return None
    if payment.status == PaymentStatus.AUTHORIZED:
        return "pending"
    if payment.status == PaymentStatus.FAILED and order.is_payable:
        return "failed"
    return "pending" if is_unconfirmed else None
