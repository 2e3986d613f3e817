"""What every page needs to know about the shop itself; nothing personal, so pages can be cached."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest

from shop.index import index
from shop.policies import policies_shown
from shop.return_terms import ReturnTerms


def storefront(request: HttpRequest | None) -> dict[str, object]:
    return {
        "shop_phone": settings.SHOP_PHONE,
        "shop_email": settings.SHOP_EMAIL,
        "return_address": settings.RETURN_ADDRESS,
        "usual_terms": cache(_usual_terms),  # asked only by pages that show them
        "free_from": settings.FREE_DELIVERY_FROM_MINOR,
        "legal_name": settings.SHOP_LEGAL_NAME,
        "shop_address": settings.SHOP_ADDRESS,
        "officer": settings.GRIEVANCE_OFFICER,
        "officer_email": settings.GRIEVANCE_EMAIL or settings.SHOP_EMAIL,
        "officer_phone": settings.GRIEVANCE_PHONE or settings.SHOP_PHONE,
        "usual_fee": settings.DELIVERY_FEE_MINOR,
        "is_demo": getattr(settings, "DEMO", False),
        "navigation": index.categories,  # asked only by pages that show it
    }


def _usual_terms() -> ReturnTerms:
    """What holds for returns where a category has no policy of its own."""
    return policies_shown().general
