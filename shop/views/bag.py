"""The bag: a drawer and a page from one template, and every change to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from accounts.errors import Refusal
from accounts.http import Request, page_before
from shop import cart as bag
from shop.forms import AddToBagForm, LineQuantityForm
from shop.http import cart_for_adding, current_cart, lacks_csrf_token
from shop.models import CartLine


@require_GET
@never_cache
def bag_page(request: Request) -> HttpResponse:
    return _bag(request, bag_context(request))


def _bag(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The bag in the shell it was asked for: the drawer, the page's own part, or the page."""
    part = {"bag-panel": "#panel", "bag-page": "#page"}.get(request.htmx.target or "", "")
    response = render(request, f"shop/bag.html{part}", context, status=status)
    return trigger_client_event(response, "bag:changed") if part else response


def bag_context(
    request: Request, refused: CartLine | None = None, refusal: str = "", **more: Any
) -> dict[str, Any]:
    """The bag as it is now; a refusal stands beside the line that caused it."""
    lines = bag.lines_of(current_cart(request))
    problems = {line.pk: bag.problem_of(line) for line in lines}
    shown = {**problems, refused.pk: refusal} if refused else problems
    return {
        "rows": [{"line": line, "problem": shown[line.pk]} for line in lines],
        "quote": bag.quote_of(lines),
        "bag_count": sum(line.quantity for line in lines),
        "has_problem": any(problems.values()),
        "home": reverse("shop:home"),
        **more,
    }


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
    try:
        line = bag.add_to_cart(
            cart_for_adding(request),
            form.cleaned_data["variant"],
            form.cleaned_data["quantity"],
        )
    except Refusal as refusal:
        return _add_refused(request, str(refusal))
    if request.htmx:
        return _bag(request, bag_context(request, added=line))
    return redirect("shop:bag")


def _add_refused(request: Request, message: str) -> HttpResponse:
    template = "shop/bag_refused.html#panel" if request.htmx else "shop/bag_refused.html"
    context = {"refusal": message, "back": page_before(request)}
    return render(request, template, context, status=422)


@require_POST
@never_cache
def bag_line(request: Request, pk: Any) -> HttpResponse:
    """Change how many of a line, or take it out; `remove` wins."""
    line = get_object_or_404(CartLine.objects.filter(cart=current_cart(request)), pk=pk)
    if "remove" in request.POST:
        bag.remove_line(line)
        return _bag_answer(request)
    form = LineQuantityForm(request.POST)
    if not form.is_valid():
        return _bag_answer(request, line, str(next(iter(form.errors.values()))[0]))
    quantity = form.cleaned_data["quantity"] + form.cleaned_data["step"]
    if quantity == 0:
        bag.remove_line(line)
        return _bag_answer(request)
    try:
        bag.set_quantity(line, quantity)
    except Refusal as refusal:
        return _bag_answer(request, line, str(refusal))
    return _bag_answer(request)


def _bag_answer(request: Request, line: CartLine | None = None, refusal: str = "") -> HttpResponse:
    if not refusal and not request.htmx:
        return redirect("shop:bag")
    context = bag_context(request, refused=line, refusal=refusal)
    return _bag(request, context, status=422 if refusal else 200)
