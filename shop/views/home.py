"""The home page, and the personal part that every cached page fetches."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.http import Request
from shop.http import current_cart
from shop.models import Category, Product


@require_GET
def home(request: Request) -> HttpResponse:
    newest = list(Product.objects.published().select_related("category").newest_first()[:9])
    return render(
        request,
        "shop/home.html",
        {
            "categories": Category.objects.all(),
            "hero": newest[0] if newest else None,
            "newest": newest[1:],
        },
    )


@require_GET
@never_cache
def personal(request: Request) -> HttpResponse:
    """What a cached page does not know: the bag's count and who is here; sets the CSRF cookie."""
    get_token(request)
    cart = current_cart(request)
    count = sum(cart.lines.values_list("quantity", flat=True)) if cart else 0
    name = request.user.get_short_name() if request.user.is_authenticated else ""
    return render(request, "components/personal.html", {"bag_count": count, "name": name})
