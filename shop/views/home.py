"""The home page, and the personal part that every cached page fetches."""

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.http import Request
from shop import caching
from shop.frontpage import gather_front_page
from shop.http import current_cart, current_wishlist
from shop.index import index
from shop.wishlist import saved_keys


@require_GET
def home(request: Request) -> HttpResponse:
    """Kept whole; a page that had to leave a block out is shown, but asked anew next time."""
    return caching.serve(request, "home", lambda: _home(request))


def _home(request: Request) -> Any:
    index.catch_up()
    page = gather_front_page()
    tags = [caching.HOME, caching.CATALOGUE, caching.STOREFRONT]
    return render(request, "shop/home.html", {"page": page}), tags if page.is_whole else None


@require_GET
@never_cache
def personal(request: Request) -> HttpResponse:
    """What a cached page does not know: the bag's count, what is saved, who is here; sets the
    CSRF cookie."""
    get_token(request)
    cart = current_cart(request)
    count = sum(cart.lines.values_list("quantity", flat=True)) if cart else 0
    name = request.user.get_short_name() if request.user.is_authenticated else ""
    saved = saved_keys(current_wishlist(request))
    context = {"bag_count": count, "name": name, "saved": saved}
    return render(request, "components/personal.html", context)
