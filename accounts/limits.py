"""How often somebody may do something, counted for all processes together.

Each scope has two windows, a short one to blunt bursts and a long one (RL-1). Counts are kept in
Redis by django-ratelimit; while Redis is away a scope is either open or counted in the database
(RL-4). Names of callers are keyed hashes before they reach either (RL-3).
"""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_ratelimit.core import get_usage
from django_ratelimit.exceptions import Ratelimited

from accounts.models import LimitCount

PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
REST_SECONDS = 5  # a cache that did not answer is left alone for so long
IPV6_PREFIX = 64  # one household, or one attacker

P = ParamSpec("P")
Key = Callable[[HttpRequest], str]
View = Callable[Concatenate[Any, P], HttpResponseBase]

_rest_until = 0.0  # by the monotonic clock


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds."""

    times: int
    seconds: int

    @classmethod
    def read(cls, written: str) -> "Rate":
        """From django-ratelimit's own notation: 10/m, 30/5s."""
        times, _, period = written.partition("/")
        return cls(int(times), int(period[:-1] or 1) * PERIODS[period[-1]])


@dataclass(frozen=True)
class Scope:
    """One thing that is limited. `is_open`: without Redis it is not counted at all."""

    name: str
    rates: tuple[Rate, ...]
    is_open: bool = False


@dataclass(frozen=True)
class Usage:
    """How a caller stands in the window that is nearest to its end of patience."""

    limit: int
    left: int
    seconds: int  # until the window is over
    is_allowed: bool = True

    @property
    def headers(self) -> dict[str, str]:
        """What a program paces itself by; with the wait once it was too often (RL-2)."""
        said = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }
        return said if self.is_allowed else {**said, "Retry-After": str(self.seconds)}


class TooOften(Ratelimited):
    """The limit was reached; `usage.seconds` later it is not."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        super().__init__()


def _scope(name: str, *rates: str, is_open: bool = False) -> Scope:
    return Scope(name, tuple(map(Rate.read, rates)), is_open)


# Shorter windows first. Many phones share one address here, so what is counted by address is
# generous, and what costs money or tells secrets is counted by customer as well.
API = _scope("api", "100/10s", "400/m", is_open=True)
API_GUESTS = _scope("api by address", "100/10s", "400/m", is_open=True)
SEARCH = _scope("search", "60/10s", "240/m", is_open=True)
COUPON = _scope("coupon", "10/m", "40/h")
CHECKOUT = _scope("checkout", "20/m", "120/h")
CHECKOUT_ADDRESS = _scope("checkout by address", "300/10s", "1200/m")
FIND_ORDER = _scope("find an order", "6/m", "30/h")
REVIEW = _scope("review", "6/m", "30/d")
VOTE = _scope("vote", "30/m", "300/h", is_open=True)
REFUND = _scope("refund", "30/m", "300/h")


# --- Whom it is counted for ---------------------------------------------------------------------


def address_of(request: HttpRequest) -> str:
    """The network address of the caller; an IPv6 one by its network. Believes as many entries of
    X-Forwarded-For as TRUSTED_PROXIES says, from the right, so a made-up one changes nothing.
    """
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "address:none"  # a socket without one: all of them are one caller
    if address.version == 6:
        network = ipaddress.ip_network(f"{address}/{IPV6_PREFIX}", strict=False)
        return f"address:{network.network_address}"
    return f"address:{address}"


def visitor_of(request: HttpRequest) -> str:
    """The customer; a guest by session, or by address while they have none."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    session = request.session.session_key
    return f"session:{session}" if session else address_of(request)


# --- Counting -----------------------------------------------------------------------------------


def spend(scope: Scope, key: str) -> Usage:
    """Count one more of `scope` for `key`; says whether it was still allowed.

    Whoever is refused by the short window spends nothing of the long one.
    """
    name = salted_hmac("accounts.limits", f"{scope.name}:{key}", algorithm="sha256").hexdigest()
    tightest: Usage | None = None
    for rate in scope.rates:
        usage = _spend(scope, name, rate)
        if not usage.is_allowed:
            return usage
        if tightest is None or usage.left * tightest.limit < tightest.left * usage.limit:
            tightest = usage
    if tightest is None:
        raise ValueError(f"{scope.name} has no rates")
    return tightest


def check_limit(scope: Scope, key: str) -> None:
    """Count one more of `scope` for `key`. Raises TooOften where it is one too many."""
    usage = spend(scope, key)
    if not usage.is_allowed:
        raise TooOften(usage)


def _spend(scope: Scope, name: str, rate: Rate) -> Usage:
    counted = _count_in_cache(scope, name, rate)
    if counted is not None:
        return counted
    if scope.is_open:
        return Usage(rate.times, rate.times, rate.seconds)
    return _count_in_database(name, rate)


def _count_in_cache(scope: Scope, name: str, rate: Rate) -> Usage | None:
    """None while the cache does not answer."""
    global _rest_until  # noqa: PLW0603  one clock for the process
    if time.monotonic() < _rest_until:
        return None
    seen = get_usage(
        None,
        group=scope.name,
        key=lambda group, request: name,
        rate=(rate.times, rate.seconds),
        increment=True,
    )
    if seen is None:  # RATELIMIT_ENABLE is off, as where a hundred shoppers share one address
        return Usage(rate.times, rate.times, rate.seconds)
    if seen["time_left"] < 0:  # django-ratelimit's way to say that it could not count
        _rest_until = time.monotonic() + REST_SECONDS
        return None
    left = max(0, rate.times - seen["count"])
    # Its window includes the second it ends in, so the next one begins a second later.
    return Usage(rate.times, left, seen["time_left"] + 1, not seen["should_limit"])


def _count_in_database(name: str, rate: Rate) -> Usage:
    """The same with one row a window; the guarded UPDATE is the limit."""
    now = int(time.time())
    ends = now - now % rate.seconds + rate.seconds
    key = f"{name[:40]}:{rate.seconds}:{ends}"
    row = LimitCount.objects.filter(key=key)
    is_allowed = _add(row, key, ends, rate.times)
    count = row.values_list("count", flat=True).first() or 0
    return Usage(rate.times, max(0, rate.times - count), ends - now, is_allowed)


def _add(row: "QuerySet[LimitCount]", key: str, ends: int, most: int) -> bool:
    for _ in range(2):
        if row.filter(count__lt=most).update(count=F("count") + 1):
            return True
        if row.exists():
            return False
        try:
            LimitCount.objects.create(key=key, ends_at=datetime.fromtimestamp(ends, UTC), count=1)
        except IntegrityError:
            continue  # another began this window at the same moment
        return True
    return False


def forget_ended_counts() -> int:
    """Remove counts whose window is over; returns how many."""
    return LimitCount.objects.filter(ends_at__lt=timezone.now()).delete()[0]


# --- On views -----------------------------------------------------------------------------------


def limited(
    scope: Scope, key: Key, *, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View[P]], View[P]]:
    """Refuse a view to those who ask too often: TooOften, which is answered with a 429 page."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def run(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method in methods:
                check_limit(scope, key(request))
            return view(request, *args, **kwargs)

        return run

    return decorate
