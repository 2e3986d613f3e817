"""What every page needs to know about the shop itself; nothing personal, so pages can be cached."""

from django.conf import settings
from django.http import HttpRequest


def storefront(request: HttpRequest) -> dict[str, object]:
    return {
        "shop_phone": settings.SHOP_PHONE,
        "shop_email": settings.SHOP_EMAIL,
        "is_demo": getattr(settings, "DEMO", False),
    }
