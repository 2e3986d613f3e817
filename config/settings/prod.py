"""Production: refuses to start on a missing, default or bad value, and names it."""

from django.core.exceptions import ImproperlyConfigured

from config.env import env
from config.environment import faults

if _faults := faults(in_production=True):
    raise ImproperlyConfigured(
        f"The shop does not start in production: {'; '.join(_faults)}. See .env.example."
    )

from config.settings.base import *  # noqa: F403  after the faults, which say what is wrong
from config.settings.base import LOGGING

if not env("LOG_FORMAT"):
    LOGGING["handlers"]["console"]["formatter"] = "json"
SECURE_SSL_REDIRECT = True
# Asked from inside, without the proxy that speaks TLS; from outside all of it is TLS anyway.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
# The proxy sets the header itself and drops a client's: config/proxy/Caddyfile.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
