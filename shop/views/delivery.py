"""When it arrives: the answer to a PIN code, as a part of a product's page or on its own."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.http import Request, own_page, page_before
from shop.delivery import delivery_to
from shop.errors import NotServed
from shop.forms import PinForm
from shop.http import PIN_COOKIE, pin_of

YEAR = 365 * 24 * 3600


@csrf_exempt  # cached pages hold no token, and all a forger could do is ask about another town
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pincode(request: Request) -> HttpResponse:
    """Look a PIN code up; a POST remembers it for a year as well. Without any, the box asks."""
    if request.method == "POST":
        form = PinForm(request.POST)
        if not form.is_valid():
            return _box(request, form, status=422)
        response = _box(request, form) if request.htmx else redirect(_address_of(request, form))
        response.set_cookie(
            PIN_COOKIE,
            form.cleaned_data["pin"],
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
    if "pin" in request.GET:
        return _box(request, PinForm(request.GET))
    remembered = pin_of(request)
    return _box(request, PinForm({"pin": remembered}) if remembered else PinForm())


def _box(request: Request, form: PinForm, status: int = 200) -> HttpResponse:
    """The answer alone where only that is swapped, the box, or the page."""
    part = "answer" if request.htmx.target == "pin-answer" else "box"
    template = f"components/pin_box.html#{part}" if request.htmx else "shop/pincode.html"
    return render(
        request,
        template,
        {**_answer(form, _days_of(request)), "back": _back(request)},
        status=status,
    )


def _answer(form: PinForm, days: int | None) -> dict[str, Any]:
    if not form.is_bound:
        return {}
    if not form.is_valid():
        return {"pin": form["pin"].value(), "error": form.errors["pin"][0]}
    pin = form.cleaned_data["pin"]
    try:
        delivery = delivery_to(pin, now=timezone.now())
    except NotServed as refusal:
        return {"pin": pin, "refusal": refusal}
    return {
        "pin": pin,
        "delivery": delivery,
        "return_until": None if days is None else delivery.returnable_until(days),
        "offers_cod": settings.CASH_ON_DELIVERY,
    }


def _days_of(request: Request) -> int | None:
    """How long the piece whose page asks may be returned; None where no piece asks."""
    written = request.POST.get("days") or request.GET.get("days") or ""
    return int(written) if re.fullmatch(r"[0-9]{1,3}", written) else None


def _address_of(request: Request, form: PinForm) -> str:
    """Where the answer can be read without JavaScript, with the way back to the product."""
    query = urlencode({"pin": form.cleaned_data["pin"], "back": _back(request)})
    return f"{reverse('shop:pincode')}?{query}"


def _back(request: Request) -> str:
    given = request.POST.get("back") or request.GET.get("back")
    return own_page(request, given) if given else page_before(request)
