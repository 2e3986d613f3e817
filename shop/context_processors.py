"""What every page needs to know about the shop itself; nothing personal, so pages can be cached."""

from django.conf import settings
from django.http import HttpRequest

from shop.index import index


def storefront(request: HttpRequest) -> dict[str, object]:
    return {
        "shop_phone": settings.SHOP_PHONE,
        "shop_email": settings.SHOP_EMAIL,
        "return_address": settings.RETURN_ADDRESS,
        "return_days": settings.RETURN_WINDOW_DAYS,
        "free_from": settings.FREE_DELIVERY_FROM_MINOR,
        "is_demo": getattr(settings, "DEMO", False),
        "navigation": index.categories,  # asked only by pages that show it
    }
