"""The demo's own pages: who to be, with one click, and what the shop wrote to people."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.proofs import note_proof
from demo.inbox import latest
from demo.people import ACCOUNTS

NOTHING_NEW = 204


@require_GET
@never_cache
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/home.html", {"accounts": ACCOUNTS.values()})


@require_POST
def sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Become one of the demo's people; these addresses exist only where the demo is installed."""
    account = ACCOUNTS.get(role)
    user = User.objects.filter(email=account.email).first() if account else None
    if account is None or user is None:
        raise Http404("There is no such person; `manage.py seed` makes them.")
    login(request, user, backend="accounts.backends.RightsBackend")
    if user.is_staff:
        # Only here, in the demo: a click stands for the second factor of its staff.
        note_proof(request, user, "mfa", type="demo")
    return redirect(account.first_page)


@require_GET
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """The letters; the part that refreshes itself is answered with nothing while nothing is new."""
    letters = latest()
    newest = letters[0].key if letters else ""
    context = {"letters": letters, "newest": newest}
    if not request.htmx:
        return render(request, "demo/inbox.html", context)
    if request.GET.get("newest", "") == newest:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "demo/inbox.html#letters", context)
