"""Help that needs no account: what we promise, whom to ask, and what sizes measure."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from shop.models import Category

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
    context = {
        "page": page,
        "title": PAGES[page],
        "pages": PAGES,
        "charts": [c for c in Category.objects.all() if c.size_chart] if page == "sizes" else [],
        "delivery_fee": settings.DELIVERY_FEE_MINOR,
        "cutoff_hour": settings.ORDER_CUTOFF_HOUR % 12 or 12,
        "has_cod": settings.CASH_ON_DELIVERY,
        "legal_name": settings.SHOP_LEGAL_NAME,
        "shop_address": settings.SHOP_ADDRESS,
        "officer": settings.GRIEVANCE_OFFICER,
        "officer_email": settings.GRIEVANCE_EMAIL or settings.SHOP_EMAIL,
        "officer_phone": settings.GRIEVANCE_PHONE or settings.SHOP_PHONE,
    }
    return render(request, f"shop/help/{page}.html", context)
