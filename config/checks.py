"""System checks: combinations of settings that would lose money, data or secrets."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from accounts.places import GST_STATE_CODES
from config.environment import faults
from orders.gstin import parse_gstin
from shop import cloud

RAZORPAY_HOME = "https://api.razorpay.com"


@register(Tags.database)
def mongodb_is_a_replica_set(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Transactions need a replica set (or a sharded cluster); a lone server has none."""
    return [
        Error(
            f"The MongoDB server of DATABASES[{alias!r}] is not a replica set, so it has no "
            "transactions: an order that fails half-way would stay half-written.",
            hint="Start mongod with --replSet rs0, run rs.initiate() once, and add "
            "?replicaSet=rs0 to DATABASE_URL. One member is enough.",
            id="config.E001",
        )
        for alias in databases or ()
        if _is_lone_mongodb(connections[alias])
    ]


@register()
def the_environment_is_sound(**kwargs: Any) -> list[CheckMessage]:
    """Production looks at more, and before anything else: config/settings/prod.py."""
    return [
        Error(fault, hint="`manage.py check_env` shows all of it.", id="config.E014")
        for fault in faults(in_production=False)
    ]


@register()
def the_shop_is_taxed_where_it_is(**kwargs: Any) -> list[CheckMessage]:
    """A wrong state would put the wrong tax on every invoice."""
    with suppress(ValueError):
        if parse_gstin(settings.SHOP_GSTIN)[:2] == GST_STATE_CODES.get(settings.SHOP_STATE):
            return []
    return [
        Error(
            f"SHOP_GSTIN {settings.SHOP_GSTIN!r} is none of SHOP_STATE {settings.SHOP_STATE!r}.",
            hint="It has 15 characters; the first two are the code of the state, the last a check.",
            id="config.E012",
        )
    ]


@register(Tags.security)
def sessions_stay_on_the_server(**kwargs: Any) -> list[CheckMessage]:
    """allauth keeps sign-in codes in the session, in plain text."""
    if settings.SESSION_ENGINE != "django.contrib.sessions.backends.signed_cookies":
        return []
    return [
        Error(
            "SESSION_ENGINE is signed_cookies: the visitor could read their sign-in code in "
            "their own cookie.",
            hint="Use django.contrib.sessions.backends.cached_db.",
            id="config.E002",
        )
    ]


@register(Tags.security)
def no_code_opens_every_app(**kwargs: Any) -> list[CheckMessage]:
    """allauth knows a code that stands for every authenticator app, meant for tests of its own."""
    if not getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
        return []
    return [
        Error(
            "MFA_TOTP_INSECURE_BYPASS_CODE is set: whoever knows it passes every second factor.",
            hint="Remove it.",
            id="config.E021",
        )
    ]


@register(Tags.security)
def live_keys_go_to_razorpay_only(**kwargs: Any) -> list[CheckMessage]:
    """A live key must never be sent to a stand-in for Razorpay."""
    is_live = settings.RAZORPAY_KEY_ID.startswith("rzp_live_")
    if not is_live or settings.RAZORPAY_BASE_URL == RAZORPAY_HOME:
        return []
    return [
        Error(
            f"RAZORPAY_BASE_URL is {settings.RAZORPAY_BASE_URL}, and the key is a live one.",
            hint=f"Unset RAZORPAY_BASE_URL (it is {RAZORPAY_HOME}), or use an rzp_test_ key.",
            id="config.E003",
        )
    ]


@register()
def cloudinary_url_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """A slip in it would show on the first page with a picture."""
    try:
        cloud.account()
    except ImproperlyConfigured as error:
        return [
            Error(
                str(error),
                hint="Copy it from Cloudinary's console, or unset it to keep pictures here.",
                id="config.E004",
            )
        ]
    return []


def _is_lone_mongodb(connection: Any) -> bool:
    return connection.vendor == "mongodb" and not connection.features._supports_transactions
