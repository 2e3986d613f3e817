"""The kinds of message the shop itself writes, each with a sample to look at in the back office."""

from typing import Any

from django.conf import settings

from accounts.kinds import Kind, register


def _of_a_size(**more: str) -> dict[str, Any]:
    size = {"product": "Khadi Long Kurta", "colour": "Kora", "size": "M"}
    return {**size, "url": settings.SITE_URL, **more}


register(
    Kind(
        "shop/emails/alert_confirm.html",
        "Tell me when it's back?",
        "when somebody asks to be told of a sold-out size",
        lambda: _of_a_size(button="Yes, tell me"),
        has_sms=False,
    ),
    Kind(
        "shop/emails/back_in_stock.html",
        "Back in stock",
        "once, when the size can be bought again",
        lambda: _of_a_size(button="See it in M", price="₹2,249", stop_url=settings.SITE_URL),
        has_sms=False,
    ),
)
