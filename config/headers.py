"""What browsers may do with our pages, said on every answer, refusals and faults included.

Catalogue pages are kept whole, so nothing in them is drawn for one visitor: no nonces; the one
inline script, and the style of the bare pages, are allowed by their hash. Styles in place are the
dye of a cloth (`style="--dye:…"`) and nothing else, and cannot reach beyond their element. Three
places get more, each by its own policy:
paying (Razorpay's script draws over the page), the back office (Alpine evaluates what stands in
attributes), and Google's form of signing in.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string

from shop import cloud

CSP = "Content-Security-Policy"
PERSONAL = {"accounts", "orders", "returns", "admin"}  # namespaces of views
PAYING = {"orders:pay", "orders:pay_cash", "orders:outcome", "orders:check"}
FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
)  # fmt: skip
NOTHING = "default-src 'none'; frame-ancestors 'none'"  # for what is no page

Policy = Mapping[str, str]


def guard_answers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, around all that answers. A view that set a header itself keeps it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault(CSP, _policy_for(request, response))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Permissions-Policy", _features(request))
        # Banks and Google open windows of their own, which must find their way back.
        opens_windows = _view_name(request) in PAYING or _is_signing_in(request)
        opener = "same-origin-allow-popups" if opens_windows else "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = opener
        if _is_personal(request):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def _policy_for(request: HttpRequest, response: HttpResponseBase) -> str:
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return NOTHING
    shop = _shop(request)
    if request.path.startswith("/staff/"):
        return _written({**shop, **_staff()})
    if _view_name(request) in PAYING:
        return _written({**shop, **_paying(shop)})
    if _is_signing_in(request) and settings.GOOGLE_CLIENT_ID:
        return _written({**shop, "form-action": "'self' https://accounts.google.com"})
    if request.path.startswith("/api/"):  # Swagger UI lays itself out in place
        return _written({**shop, "style-src": "'self' 'unsafe-inline'"})
    if request.path.startswith("/demo/"):  # letters, drawn as mail programs want them
        return _written({**shop, "style-src": "'self' 'unsafe-inline'", "img-src": "* data:"})
    return _written(shop)


def _shop(request: HttpRequest) -> Policy:
    """Every page of the shop."""
    account = cloud.account()
    pictures = f" {account.origin}" if account else ""
    return {
        "default-src": "'self'",
        "script-src": f"'self' '{_hash_of('theme.js')}'",
        "style-src": f"'self' '{_hash_of('bare.css')}'",
        "style-src-attr": "'unsafe-inline'",
        "img-src": f"'self' data: blob:{pictures}",
        "connect-src": f"'self' {_live(request)}".strip(),
        "form-action": "'self'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        **({"upgrade-insecure-requests": ""} if settings.SECURE_SSL_REDIRECT else {}),
    }


def _live(request: HttpRequest) -> str:
    """Where sockets open, if that is elsewhere: the same host is in 'self'."""
    if "{host}" not in settings.LIVE_URL:
        return str(settings.LIVE_URL)
    try:
        hostname = request.get_host().split(":")[0]
    except DisallowedHost:  # it is refused, and has no socket
        return ""
    return str(settings.LIVE_URL).replace("{host}", hostname)


def _staff() -> Policy:
    """The back office: only staff see it, and every name of theirs in it is escaped."""
    return {
        "script-src": "'self' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "frame-src": "'self'",  # letters, as they were sent, in a sandbox
        "frame-ancestors": "'self'",
    }


def _paying(shop: Policy) -> Policy:
    """Razorpay's window over the page, or its own page without a script."""
    base = settings.RAZORPAY_BASE_URL
    hosts = base
    if base == "https://api.razorpay.com":
        hosts = "https://api.razorpay.com https://checkout.razorpay.com https://cdn.razorpay.com"
    elsewhere = " https://lumberjack.razorpay.com" if hosts != base else ""
    return {
        "script-src": f"{shop['script-src']} {hosts}",
        "style-src": "'self' 'unsafe-inline'",  # of the window it draws
        "img-src": f"{shop['img-src']} {hosts}",
        "connect-src": f"{shop['connect-src']} {hosts}{elsewhere}",
        "frame-src": hosts,
        "form-action": f"'self' {hosts}",
    }


def _features(request: HttpRequest) -> str:
    """Nothing of the device, but paying where one pays."""
    allowed = {"payment"} if _view_name(request) in PAYING else set()
    return ", ".join(f"{name}=({'self' if name in allowed else ''})" for name in FEATURES)


def _is_personal(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_ours = match is not None and bool(PERSONAL.intersection(match.namespaces))
    return is_ours or _is_signing_in(request) or request.path.startswith("/api/")


def _is_signing_in(request: HttpRequest) -> bool:
    return request.path.startswith(("/sign-in/", "/account/"))


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _written(policy: Policy) -> str:
    return "; ".join(f"{name} {value}".strip() for name, value in policy.items())


@cache
def _hash_of(template: str) -> str:
    text = render_to_string(template).encode()
    return f"sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}"
