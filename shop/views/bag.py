"""The bag: a drawer and a page from one template, and every change to it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from accounts.errors import Refusal
from accounts.http import Request, page_before
from accounts.limits import COUPON, limited, visitor_of
from shop import cart as bag
from shop import rush
from shop.delivery import Delivery, delivery_to
from shop.errors import NotServed
from shop.forms import AddToBagForm, CodeForm, LineForm, PutBackForm
from shop.http import (
    cart_for_adding,
    current_cart,
    lacks_csrf_token,
    pin_of,
    wishlist_for_saving,
)
from shop.models import CartLine, Variant
from shop.policies import terms_of
from shop.promotions import shopper_of
from shop.return_terms import promise_of
from shop.wishlist import save_style


@require_GET
@never_cache
def bag_page(request: Request) -> HttpResponse:
    removed = PutBackForm(request.GET)
    return _bag(request, bag_context(request, removed=removed, is_opened=True))


def _bag(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The bag in the shell it was asked for: the drawer, the page's own part, or the page."""
    part = {"bag-panel": "#panel", "bag-page": "#page"}.get(request.htmx.target or "", "")
    response = render(request, f"shop/bag.html{part}", context, status=status)
    return trigger_client_event(response, "bag:changed") if part else response


def bag_context(
    request: Request,
    *,
    refused: CartLine | None = None,
    refusal: str = "",
    removed: PutBackForm | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The bag as it is now; a refusal stands beside the line that caused it."""
    cart = current_cart(request)
    code = cart.coupon_code if cart else ""
    lines = bag.lines_of(cart)
    delivery, unserved = _delivery_of(request)
    sizes = bag.sizes_of(lines)
    terms = terms_of(lines)
    rows = [_row(line, sizes, refusal if line == refused else "") for line in lines]
    for row, own in zip(rows, terms, strict=True):
        row["is_final_sale"] = own.is_final_sale
    if removed and removed.is_valid():
        rows[removed.cleaned_data["place"] :] = [
            *_undo(removed),
            *rows[removed.cleaned_data["place"] :],
        ]
    return {
        "rows": rows,
        "lines": lines,
        "quote": bag.quote_of(
            lines,
            code=code,
            shopper=shopper_of(request.user if request.user.is_authenticated else None),
            fee=delivery.fee if delivery else None,
        ),
        "code": code,
        "delivery": delivery,
        "unserved": unserved,
        "bag_count": sum(line.quantity for line in lines),
        "in_two_sizes": bag.in_two_sizes(lines),
        "has_problem": any(map(bag.problem_of, lines)),
        "return_promise": promise_of(terms),
        "home": reverse("shop:home"),
        **more,
    }


def _row(line: CartLine, sizes: dict[Any, list[Variant]], refusal: str) -> dict[str, Any]:
    return {
        "line": line,
        "problem": refusal or bag.problem_of(line),
        "most": bag.most_of(line),
        "news": bag.news_of(line),
        "sizes": sizes[line.variant.colourway_id],
    }


def _undo(removed: PutBackForm) -> list[dict[str, Any]]:
    """The row that stands where a line was taken out; none for what is not sold any more."""
    wanted = removed.cleaned_data
    variant = Variant.objects.with_product().filter(pk=wanted["variant"]).first()
    if variant is None or not variant.is_for_sale:
        return []
    return [{**wanted, "removed": variant}]


def _delivery_of(request: Request) -> tuple[Delivery | None, str]:
    """What the shopper's PIN code means for the bag: a promise, or why there is none."""
    pin = pin_of(request) or _usual_pin(request)
    try:
        return (delivery_to(pin, now=timezone.now()) if pin else None), ""
    except NotServed as refusal:
        return None, str(refusal)


def _usual_pin(request: Request) -> str:
    """Where the checkout will propose to deliver; nothing for a guest."""
    if not request.user.is_authenticated:
        return ""
    return request.user.addresses.values_list("pin_code", flat=True).first() or ""


@csrf_exempt  # checked by hand: a cached page holds no token, so a page without one asks once more
@require_POST
@never_cache
def bag_add(request: Request) -> HttpResponse:
    """Put a size into the bag; without JavaScript and token, a one-button page asks to confirm."""
    form = AddToBagForm(request.POST)
    if not form.is_valid():
        message = next(iter(form.errors.values()))[0]
        return _add_refused(request, str(message))
    if lacks_csrf_token(request):
        return render(request, "shop/bag_confirm.html", {"form": form})
    variant, quantity = form.cleaned_data["variant"], form.cleaned_data["quantity"]
    try:
        with rush.knowing(variant):  # before the session, the customer and the bag are asked for
            line = bag.add_to_cart(cart_for_adding(request), variant, quantity)
    except Refusal as refusal:
        return _add_refused(request, str(refusal))
    if request.htmx:
        return _bag(request, bag_context(request, added=line, is_opened=True))
    return redirect("shop:bag")


def _add_refused(request: Request, message: str) -> HttpResponse:
    template = "shop/bag_refused.html#panel" if request.htmx else "shop/bag_refused.html"
    context = {"refusal": message, "back": page_before(request)}
    return render(request, template, context, status=422)


@require_POST
@never_cache
def bag_line(request: Request, pk: Any) -> HttpResponse:
    """Change the size of a line, or how many; `remove` takes it out, `save` keeps it for later."""
    line = get_object_or_404(CartLine.objects.filter(cart=current_cart(request)), pk=pk)
    if "remove" in request.POST:
        return _take_out(request, line)
    if "save" in request.POST:
        return _save_for_later(request, line)
    form = LineForm(request.POST)
    if not form.is_valid():
        return _bag_answer(request, line, str(next(iter(form.errors.values()))[0]))
    if form.asked == 0:
        return _take_out(request, line)
    try:
        if form.cleaned_data["variant"] not in (None, line.variant_id):
            bag.change_size(line, form.cleaned_data["variant"])
        else:
            bag.set_quantity(line, form.asked)
    except Refusal as refusal:
        return _bag_answer(request, line, str(refusal))
    return _bag_answer(request)


def _save_for_later(request: Request, line: CartLine) -> HttpResponse:
    """Onto the wishlist first, so that nothing is lost where it cannot be saved."""
    try:
        save_style(wishlist_for_saving(request), line.variant.colourway_id)
    except Refusal as refusal:
        return _bag_answer(request, line, str(refusal))
    return _take_out(request, line, saved="1")


def _take_out(request: Request, line: CartLine, saved: str = "") -> HttpResponse:
    """Take the line out; a row with “Undo” stands in its place until the page is left."""
    place = bag.place_of(line)
    wanted = {"variant": line.variant_id, "quantity": line.quantity, "place": place, "saved": saved}
    bag.remove_line(line)
    if request.htmx:
        return _bag(request, bag_context(request, removed=PutBackForm(wanted)))
    return redirect(f"{reverse('shop:bag')}?{urlencode(wanted)}#undo")


@require_POST
@never_cache
def bag_put_back(request: Request) -> HttpResponse:
    """Undo: the line is where it was. What was sold meanwhile is refused in words."""
    form = PutBackForm(request.POST)
    if not form.is_valid():
        return redirect("shop:bag")
    wanted = form.cleaned_data
    try:
        bag.put_back(
            cart_for_adding(request), wanted["variant"], wanted["quantity"], place=wanted["place"]
        )
    except Refusal as refusal:
        return _add_refused(request, str(refusal))
    return _bag_answer(request)


@require_POST
@never_cache
@limited(COUPON, visitor_of)
def bag_code(request: Request) -> HttpResponse:
    """Keep the code that was typed, or with `drop` forget it."""
    cart = current_cart(request)
    if cart is None:
        return redirect("shop:bag")
    if "drop" in request.POST:
        bag.drop_code(cart)
        return _bag_answer(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_refused(request, str(form.errors["code"][0]))
    try:
        bag.enter_code(cart, form.cleaned_data["code"])
    except Refusal as refusal:
        return _code_refused(request, str(refusal))
    return _bag_answer(request)


def _code_refused(request: Request, refusal: str) -> HttpResponse:
    typed = request.POST.get("code", "").replace("\0", "")[:24]
    return _bag(request, bag_context(request, code_refusal=refusal, typed=typed), status=422)


def _bag_answer(request: Request, line: CartLine | None = None, refusal: str = "") -> HttpResponse:
    if not refusal and not request.htmx:
        return redirect("shop:bag")
    context = bag_context(request, refused=line, refusal=refusal)
    return _bag(request, context, status=422 if refusal else 200)
