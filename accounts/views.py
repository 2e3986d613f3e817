"""The pages of an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = {"system", "light", "dark"}
YEAR = 365 * 24 * 3600


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where a customer finds orders, addresses and the way out."""
    return render(
        request, "accounts/home.html", {"addresses": request.user.addresses.all()}
    )


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's own choice, and go back to the page."""
    chosen = request.POST.get("theme", "system")
    response = redirect_back(request)
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def redirect_back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page `next` names, if it is one of ours."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return HttpResponseRedirect(target)
    return redirect("shop:home")
