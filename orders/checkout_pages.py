"""The checkout: one page, one form, and the parts of it that follow what is chosen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Refusal
from accounts.http import Request, customer_of
from accounts.limits import CHECKOUT, CHECKOUT_ADDRESS, address_of, limited, visitor_of
from orders.access import let_in, orders_open_to
from orders.cash import cash_fee, why_no_cash, why_no_place
from orders.changes import Shown, pieces_of
from orders.checkout import place_order, price_order
from orders.checkout_draft import draft_of, forget_draft, keep_draft
from orders.checkout_form import CASH, WAYS_TO_PAY, CheckoutForm
from orders.errors import CartIsEmpty, CashNotOffered, TotalChanged
from orders.models import Order
from orders.pay_pages import after_placing
from orders.states import PaymentMethod
from orders.tax import Tax
from orders.taxation import tax_cart
from shop.cart import acknowledge_prices, lines_of, news_of, problem_of
from shop.errors import NoExpress
from shop.http import cart_for_adding, current_cart, pin_of
from shop.models import CartLine, DeliveryMethod
from shop.policies import terms_of
from shop.pricing import Quote
from shop.promotions import shopper_of
from shop.return_terms import promise_of

ONLINE = tuple(value for value, _ in WAYS_TO_PAY if value != CASH)


@never_cache
@require_http_methods(["GET", "POST"])
@limited(CHECKOUT_ADDRESS, address_of)
@limited(CHECKOUT, visitor_of)
def checkout(request: Request) -> HttpResponse:
    """Whom, where to, how and at what cost; a refusal comes back with everything kept."""
    if request.method == "GET":
        context = _context(request, _fresh_form(request))
        if not context["lines"]:
            return redirect(_placed_lately(request) or "shop:bag")
        if context["has_problem"]:
            return redirect("shop:bag")
        return render(request, "orders/checkout.html", context)
    keep_draft(request, request.POST)
    form = CheckoutForm(request.POST, user=customer_of(request))
    if not form.is_valid():
        return _refused(request, form)
    return _place(request, form)


def _place(request: Request, form: CheckoutForm) -> HttpResponse:
    try:
        order = place_order(
            cart_for_adding(request),
            user=form.user,
            destination=form.destination,
            key=form.key_hex,
            shown_total=form.promised,
            terms=form.asked_terms,
            shown=Shown.read(form.cleaned_data["shown"]),
        )
    except CartIsEmpty:  # ordered already, from another tab
        return redirect(_placed_lately(request) or "shop:bag")
    except TotalChanged as refusal:
        return _refused(request, form, changed=refusal)
    except NoExpress as refusal:
        form.add_error("delivery_method", str(refusal))
    except CashNotOffered as refusal:
        form.add_error("pay", str(refusal))
    except Refusal as refusal:
        return _refused(request, form, refusal=str(refusal))
    else:
        form.keep_new_address()
        forget_draft(request)
        let_in(request, order)
        _say_what_is_less(request, order, form)
        return after_placing(order, by=form.cleaned_data["pay"])
    return _refused(request, form)


def _say_what_is_less(request: Request, order: Order, form: CheckoutForm) -> None:
    if order.total < form.promised:
        less = form.promised - order.total
        messages.info(request, f"The total is {order.total}, {less} less than the page showed.")


def _placed_lately(request: Request) -> Order | None:
    """The order this browser just placed: what a bag that is empty now became."""
    since = timezone.now() - timedelta(minutes=settings.PAYMENT_WINDOW_MINUTES)
    placed = orders_open_to(request).filter(placed_at__gte=since)
    newest: Order | None = placed.order_by("-placed_at").first()
    return newest


@require_POST  # it carries the whole form, and orders nothing
@never_cache
def checkout_quote(request: Request) -> HttpResponse:
    """What follows from a PIN code, a method or a way to pay: the parts of the page it changes."""
    keep_draft(request, request.POST)
    is_new_pin = request.htmx.trigger == "pin-part"
    form = CheckoutForm(request.POST, user=customer_of(request), is_new_pin=is_new_pin)
    context = _context(request, form)
    if not context["lines"]:
        return HttpResponse(headers={"HX-Redirect": "/bag/"})
    return render(request, "orders/checkout.html#quoted", {**context, "is_new_pin": is_new_pin})


@require_POST
@never_cache
def checkout_keep(request: Request) -> HttpResponse:
    """Keep what is typed so far, for who leaves the page and comes back."""
    keep_draft(request, request.POST)
    return HttpResponse(status=204)


def _fresh_form(request: Request) -> CheckoutForm:
    last = orders_open_to(request).prefetch_related("payments").first()
    draft = draft_of(request)
    return CheckoutForm.fresh(
        customer_of(request),
        remembered_pin="" if draft.get("pin_code") else pin_of(request),
        pay=_last_paid_by(last),
        draft=draft,
    )


def _last_paid_by(order: Any) -> str:
    """How the last order was paid; nothing is proposed to somebody new."""
    if order is None:
        return ""
    methods = [CASH if p.is_cash else p.method for p in order.payments.all()]
    return next((method for method in methods if method in (*ONLINE, CASH)), "")


def _refused(request: Request, form: CheckoutForm, **said: Any) -> HttpResponse:
    """The page again with what was typed, and what stands in the way."""
    context = {**_context(request, form), **said}
    acknowledge_prices(context["lines"])
    return render(request, "orders/checkout.html", context, status=422)


def _context(request: Request, form: CheckoutForm) -> dict[str, Any]:
    """The form with what the bag costs on the terms it says, as it is now."""
    cart = current_cart(request)
    lines = lines_of(cart)
    price = _prices(form, lines, cart.coupon_code if cart else "")
    why_not_cash = why_no_cash(price(_online(form)).total, form.delivery)
    why_not_cash = why_not_cash or _why_no_more_cash(request, form)
    quote = price(_online(form) if why_not_cash else form.terms)
    form.show(quote, Shown.of(quote, lines))
    problem = next(filter(None, map(problem_of, lines)), "")
    terms = terms_of(lines)
    return {
        "form": form,
        "lines": lines,
        "pieces": pieces_of(lines),
        "marked": [(line, news_of(line)) for line in lines],
        "return_promise": promise_of(terms),
        "final_sales": [line for line, own in zip(lines, terms, strict=True) if own.is_final_sale],
        "quote": quote,
        "tax": _tax(form, lines, quote),
        "methods": _methods(form, price),
        "ways": [(value, label) for value, label in WAYS_TO_PAY if value != CASH],
        "pays_by": form.said("pay"),
        "why_not_cash": why_not_cash,
        "offers_cash": settings.CASH_ON_DELIVERY,
        "cash_fee": cash_fee(),
        "refusal": problem,
        "changed": None,
        "has_problem": bool(problem),
        "kept_minutes": settings.PAYMENT_WINDOW_MINUTES,
        "is_guest": form.user is None,
    }


def _why_no_more_cash(request: Request, form: CheckoutForm) -> str:
    """Whether all places for cash are taken, told to a customer, and to a guest whose phone has an
    order that this browser may open; to nobody who typed another's number.
    """
    phone = form.phone_said
    is_known = form.user or (phone and orders_open_to(request).filter(phone=phone).exists())
    return why_no_place(shopper_of(form.user, phone=phone).customer) if is_known else ""


def _tax(form: CheckoutForm, lines: list[CartLine], quote: Quote) -> Tax | None:
    """The GST in the total, once the PIN code tells the state it is supplied to."""
    state = form.delivery.state_code if form.delivery else ""
    return tax_cart(lines, quote, state=state).total if state and lines else None


def _online(form: CheckoutForm) -> Any:
    return replace(form.terms, payment_method=PaymentMethod.ONLINE)


def _prices(form: CheckoutForm, lines: list[CartLine], code: str) -> Any:
    """What the bag costs there, on these terms or on others; cash only where it is offered."""
    shopper = shopper_of(form.user, phone=form.phone_said)

    def price(terms: Any) -> Quote:
        def on(these: Any) -> Quote:
            return price_order(
                lines, code=code, shopper=shopper, delivery=form.delivery, terms=these
            )

        try:
            return on(terms)
        except CashNotOffered:
            return on(replace(terms, payment_method=PaymentMethod.ONLINE))

    return price


def _methods(form: CheckoutForm, price: Any) -> list[dict[str, Any]]:
    """The ways it can come: each with its day and what it costs for this bag."""
    if form.delivery is None:
        return []
    offered = [DeliveryMethod.STANDARD]
    if form.delivery.express:
        offered.append(DeliveryMethod.EXPRESS)
    terms = form.terms
    return [
        {
            "value": method.value,
            "label": method.label,
            "day": form.delivery.arrival_by(method),
            "fee": price(replace(_online(form), delivery_method=method)).delivery,
            "is_chosen": terms.delivery_method == method,
        }
        for method in offered
    ]
