"""Help that needs no account: what we promise, whom to ask, and what sizes measure."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from shop import caching
from shop.models import Category
from shop.policies import policies_shown
from shop.return_terms import ReturnTerms

PAGES = {
    "delivery": "Delivery",
    "returns": "Returns and refunds",
    "sizes": "Size guide",
    "contact": "Contact and complaints",
    "privacy": "Privacy",
    "terms": "Terms of sale",
}


@require_safe
def help_page(request: Request, page: str) -> HttpResponse:
    if page not in PAGES:
        raise Http404
    return caching.serve(request, f"help:{page}", partial(_help_page, request, page))


def _help_page(request: Request, page: str) -> tuple[HttpResponse, list[str]]:
    context = {
        "page": page,
        "title": PAGES[page],
        "pages": PAGES,
        "charts": [c for c in Category.objects.all() if c.size_chart] if page == "sizes" else [],
        "delivery_fee": settings.DELIVERY_FEE_MINOR,
        "cutoff_hour": settings.ORDER_CUTOFF_HOUR % 12 or 12,
        "has_cod": settings.CASH_ON_DELIVERY,
        "policies": _own_policies() if page == "returns" else [],
    }
    return render(request, f"shop/help/{page}.html", context), [caching.STOREFRONT]


def _own_policies() -> list[tuple[Category, ReturnTerms]]:
    """The shelves whose returns are not as everywhere."""
    own = policies_shown().own
    return [(category, own[category.pk]) for category in Category.objects.filter(pk__in=own)]
