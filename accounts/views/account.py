"""The pages of an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.http import CustomerRequest, Request, page_before

THEMES = {"system", "light", "dark"}
YEAR = 365 * 24 * 3600


@login_required
def home(request: CustomerRequest) -> HttpResponse:
    """Where a customer finds orders, addresses and the way out."""
    return render(request, "accounts/home.html", {"usual": request.user.addresses.first()})


@csrf_exempt  # cached pages hold no token, and all a forger could do is turn on the light
@require_POST
def theme(request: Request) -> HttpResponse:
    """Remember light, dark or the system's own choice, and go back to the page."""
    chosen = request.POST.get("theme", "system")
    response = HttpResponse(status=204) if request.htmx else redirect(page_before(request))
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
