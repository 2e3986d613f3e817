"""What orders answer when the shop asks: a picture somebody bought from is shown for ever."""

from typing import Any

from django.dispatch import receiver

from orders.models import OrderLine
from shop.pictures import is_still_shown


@receiver(is_still_shown)
def is_shown_by_an_order(key: str, **kwargs: Any) -> bool:
    return OrderLine.objects.filter(picture__key=key).exists()
