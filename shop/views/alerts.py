"""“Tell me when it's back”: the question, the link that confirms it and the link that ends it.

The links come by mail and are signed, so they need no session and no token of a form; mail
scanners open links, so opening one changes nothing.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.errors import Refusal
from accounts.http import Request
from shop import alerts
from shop.display import colours_of, near_sizes, same_size_elsewhere
from shop.forms import AlertForm
from shop.models import Variant

looked_at_or_pressed = require_http_methods(["GET", "HEAD", "POST"])


@looked_at_or_pressed
@never_cache
def ask(request: Request) -> HttpResponse:
    """One field for a sold-out size, with what is near it; the same thanks whoever asks."""
    variant = _variant(request)
    if request.method != "POST":
        email = request.user.email if request.user.is_authenticated else ""
        return _ask(request, variant, AlertForm(initial={"email": email}))
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _ask(request, variant, form, status=422)
    try:
        alerts.ask(variant.pk, form.cleaned_data["email"])
    except Refusal as refusal:
        return _ask(request, variant, form, status=422, refusal=str(refusal))
    return _ask(request, variant, form, asked=form.cleaned_data["email"])


def _variant(request: Request) -> Variant:
    try:
        pk = UUID((request.POST or request.GET).get("variant", ""))
    except ValueError:
        raise Http404("No such size.") from None
    on_show = Variant.objects.with_product().filter(colourway__product__is_published=True)
    return get_object_or_404(on_show, pk=pk, is_active=True)


def _ask(
    request: Request, variant: Variant, form: AlertForm, status: int = 200, **more: Any
) -> HttpResponse:
    colours = colours_of(variant.colourway.product)
    colour = next(colour for colour in colours if colour.pk == variant.colourway_id)
    size = next(size for size in colour.sizes if size.pk == variant.pk)
    context = {
        "variant": variant,
        "product": variant.colourway.product,
        "form": form,
        "near": near_sizes(colours, colour, size),
        "elsewhere": same_size_elsewhere(colours, colour, size),
        **more,
    }
    template = "shop/alert.html#part" if request.htmx else "shop/alert.html"
    return render(request, template, context, status=status)


@csrf_exempt
@looked_at_or_pressed
@never_cache
def confirm(request: Request, token: str) -> HttpResponse:
    """GET asks for one press, POST confirms."""
    return _by_link(request, token, "confirm", alerts.read_confirmation, alerts.confirm)


@csrf_exempt  # mail programs press it by themselves (RFC 8058)
@looked_at_or_pressed
@never_cache
def stop(request: Request, token: str) -> HttpResponse:
    """GET asks for one press, POST forgets the address."""
    return _by_link(request, token, "stop", alerts.read_stop, alerts.stop)


def _by_link(
    request: Request,
    token: str,
    purpose: str,
    look: Callable[[str], Any],
    press: Callable[[str], Any],
) -> HttpResponse:
    is_pressed = request.method == "POST"
    context: dict[str, Any] = {"purpose": purpose, "is_done": is_pressed}
    try:
        context["alert"] = (press if is_pressed else look)(token)
    except Refusal as refusal:
        context["refusal"] = str(refusal)
    status = 422 if "refusal" in context else 200
    return render(request, "shop/alert_link.html", context, status=status)
