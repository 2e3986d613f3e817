"""Production: refuses to start on a missing or default secret."""

from django.core.exceptions import ImproperlyConfigured

from config.env import missing_in_production
from config.settings.base import *  # noqa: F403
from config.settings.base import (
    RAZORPAY_BASE_URL,
    RAZORPAY_KEY_SECRET,
    RAZORPAY_PREVIOUS_WEBHOOK_SECRET,
    RAZORPAY_WEBHOOK_SECRET,
    SECRET_KEY,
    SITE_URL,
)

_faults = [f"{name} is not set" for name in missing_in_production()]
if len(SECRET_KEY) < 50:
    _faults.append("SECRET_KEY is shorter than 50 characters")
if len(RAZORPAY_WEBHOOK_SECRET) < 16:
    # An empty secret would accept a webhook forged with an empty secret.
    _faults.append("RAZORPAY_WEBHOOK_SECRET is shorter than 16 characters")
if RAZORPAY_PREVIOUS_WEBHOOK_SECRET and len(RAZORPAY_PREVIOUS_WEBHOOK_SECRET) < 16:
    _faults.append("RAZORPAY_PREVIOUS_WEBHOOK_SECRET is shorter than 16 characters")
if RAZORPAY_WEBHOOK_SECRET == RAZORPAY_KEY_SECRET:
    _faults.append("RAZORPAY_WEBHOOK_SECRET must differ from RAZORPAY_KEY_SECRET")
if RAZORPAY_BASE_URL != "https://api.razorpay.com":
    _faults.append("RAZORPAY_BASE_URL must be https://api.razorpay.com")
if not SITE_URL.startswith("https://"):
    _faults.append("SITE_URL must start with https://")
if _faults:
    raise ImproperlyConfigured(
        "The shop does not start in production: " + "; ".join(_faults) + ". See .env.example."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
