"""Recently viewed: a part that cached pages fetch for who has a past here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.http import Request
from shop.seen import seen_products

COOKIE = "seen"


@require_GET
@never_cache
def recent(request: Request) -> HttpResponse:
    """Cards of what this browser saw lately, without the product of the page that asks."""
    here = request.htmx.current_url or ""
    products = seen_products(request.COOKIES.get(COOKIE, ""), besides=here)
    return render(request, "components/recent.html", {"products": products})
