"""How templates write what people are reached by, and what they may sign in with."""

import re

from django import template
from django.conf import settings

register = template.Library()

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
            ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip
METHODS = {
    "code": "Code",
    "password": "Password",
    "google": "Google",
    "mfa": "Authenticator app",
    "demo": "One click, in the demo",
}


@register.filter
def phone(number: str) -> str:
    """+91 98765 43210 from +919876543210; any other number as it is."""
    local = number.removeprefix("+91")
    if local == number or len(local) != 10:
        return number
    return f"+91 {local[:5]} {local[5:]}"


@register.filter
def device(agent: str) -> str:
    """Chrome on Android, from what a browser calls itself."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " on ".join(filter(None, (browser, system))) or "A browser we do not know"


@register.filter
def way_in(method: str) -> str:
    return METHODS.get(method, method.title())


@register.filter
def in_fours(secret: str) -> str:
    """A key that is typed by hand, in groups one can keep in mind."""
    return " ".join(re.findall(".{1,4}", secret))


@register.simple_tag
def google_is_offered() -> bool:
    """Whether this shop has a client at Google; without one there is no button."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS["google"]["APPS"])
