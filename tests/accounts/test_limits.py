"""Promises of accounts/limits.py: so often and no more, whoever counts (RL-1 … RL-5)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.limits import Rate, Scope, address_of, forget_ended_counts, spend
from accounts.models import LimitCount
from config.settings import base
from tests.factories.frozen import FrozenRedis
from tests.servers import free_port

pytestmark = pytest.mark.django_db

CODES = Scope("codes", (Rate(3, 60), Rate(5, 3600)))
LOOKS = Scope("looks", (Rate(3, 60),), is_open=True)
NOON = "2026-11-24 12:00:00+00:00"
SUGGEST = "/search/suggest/?q=ku"


@pytest.fixture(autouse=True)
def counted_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_rest_until", 0.0)


@pytest.fixture
def redis_is_down(settings: Any) -> None:
    use(settings, f"redis://127.0.0.1:{free_port()}/0")


def use(settings: Any, url: str) -> None:
    settings.DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = False
    settings.CACHES = {"default": {**base.CACHES["default"], "LOCATION": url}}


def allowed(scope: Scope, key: str, times: int) -> list[bool]:
    return [spend(scope, key).is_allowed for _ in range(times)]


def test_a_rate_is_read_as_it_is_written():
    assert [Rate.read(text) for text in ("10/m", "30/5s", "4/2h")] == [
        Rate(10, 60), Rate(30, 5), Rate(4, 7200)
    ]  # fmt: skip


@time_machine.travel(NOON, tick=False)
def test_the_call_after_the_last_allowed_one_is_refused():
    """RL-5."""
    assert allowed(CODES, "asha", 4) == [True, True, True, False]
    assert allowed(CODES, "ravi", 1) == [True]


def test_nothing_is_limited_where_limits_are_switched_off(settings: Any):
    settings.RATELIMIT_ENABLE = False
    assert allowed(CODES, "asha", 9) == [True] * 9


def test_the_wait_is_true_and_no_longer_than_the_window():
    """RL-2: a second before it is refused still, and when it is over it is allowed."""
    with time_machine.travel(NOON, tick=False) as clock:
        allowed(CODES, "asha", 3)
        wait = spend(CODES, "asha").seconds
        assert 1 <= wait <= 60
        clock.shift(timedelta(seconds=wait - 1))
        assert not spend(CODES, "asha").is_allowed
        clock.shift(timedelta(seconds=1))
        assert spend(CODES, "asha").is_allowed


def test_the_longer_window_holds_when_the_short_one_is_over():
    """RL-1."""
    with time_machine.travel(NOON, tick=False) as clock:
        first = allowed(CODES, "asha", 3)
        clock.shift(timedelta(seconds=spend(CODES, "asha").seconds))
        assert (first, allowed(CODES, "asha", 3)) == ([True] * 3, [True, True, False])


@time_machine.travel(NOON, tick=False)
def test_what_is_left_is_said_of_the_tighter_window():
    usage = spend(CODES, "asha")
    assert (usage.headers["RateLimit-Limit"], usage.headers["RateLimit-Remaining"]) == ("3", "2")
    assert "Retry-After" not in usage.headers
    allowed(CODES, "asha", 2)
    refused = spend(CODES, "asha").headers
    assert refused["RateLimit-Remaining"] == "0"
    assert refused["Retry-After"] == refused["RateLimit-Reset"]


# --- Whose address ------------------------------------------------------------------------------


def test_a_thousand_made_up_addresses_are_one_caller(rf: RequestFactory):
    """RL-5: nobody stands before the shop, so X-Forwarded-For is believed from nobody."""
    claimed = {
        address_of(rf.get("/", headers={"x-forwarded-for": f"10.0.{n // 250}.{n % 250}"}))
        for n in range(1000)
    }
    assert claimed == {"address:127.0.0.1"}


def test_two_callers_behind_one_proxy_are_two_whatever_they_claim(
    rf: RequestFactory, settings: Any
):
    """RL-5: the proxy wrote the last entry."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = [
        address_of(rf.get("/", headers={"x-forwarded-for": f"1.1.1.1, {address}"}))
        for address in ("203.0.113.7", "203.0.113.8")
    ]
    assert seen == ["address:203.0.113.7", "address:203.0.113.8"]


def test_an_ipv6_network_is_one_caller(rf: RequestFactory):
    """RL-3: a household has more addresses than there are people."""
    seen = {address_of(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 9)}
    assert seen == {"address:2001:db8:1:2::"}


def test_a_caller_without_an_address_is_counted_all_the_same(rf: RequestFactory):
    assert address_of(rf.get("/", REMOTE_ADDR="")) == "address:none"


def test_no_name_or_number_is_kept_in_redis(redis_url: str, settings: Any):
    """RL-3."""
    use(settings, redis_url)
    cache.clear()
    spend(CODES, "phone:+919876543210")
    keys = caches["default"].client.get_client().keys("*")
    assert keys
    assert not [key for key in keys if b"9876543210" in key]
    caches["default"].close()


# --- Without Redis ------------------------------------------------------------------------------


@time_machine.travel(NOON, tick=False)
@pytest.mark.usefixtures("redis_is_down")
def test_without_redis_what_tells_secrets_is_counted_in_the_database():
    """RL-4."""
    assert allowed(CODES, "asha", 4) == [True, True, True, False]
    assert LimitCount.objects.get(ends_at=timezone.now() + timedelta(minutes=1)).count == 3


@pytest.mark.usefixtures("redis_is_down")
def test_without_redis_looking_around_is_open():
    """RL-4: the shop does not answer 429 to everybody because a cache died."""
    assert allowed(LOOKS, "asha", 10) == [True] * 10
    assert not LimitCount.objects.exists()


def test_a_frozen_redis_is_asked_once_and_then_left_alone(settings: Any):
    """BRK-5: its time-out is paid once, not by every request."""
    frozen = FrozenRedis()
    use(settings, f"redis://127.0.0.1:{frozen.port}/0")
    allowed(CODES, "asha", 3)
    assert frozen.asked <= 2
    frozen.close()


@pytest.mark.usefixtures("redis_is_down")
def test_counts_of_windows_that_are_over_are_forgotten():
    with time_machine.travel(NOON, tick=False) as clock:
        allowed(CODES, "asha", 1)
        clock.shift(timedelta(minutes=2))
        assert forget_ended_counts() == 1
        assert LimitCount.objects.count() == 1  # of the longer window


# --- On pages -----------------------------------------------------------------------------------


@pytest.fixture
def impatient(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody who has looked for something three times, where three are allowed."""
    monkeypatch.setattr(limits, "_spend", lambda scope, name, rate: REFUSED)
    return client


REFUSED = limits.Usage(limit=3, left=0, seconds=42, is_allowed=False)


def test_people_read_how_long_to_wait(impatient: Client):
    """RL-2."""
    response = impatient.get(SUGGEST)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "42"
    assert "Please wait 42 seconds" in response.content.decode()


def test_a_part_of_a_page_is_refused_in_its_own_place(impatient: Client):
    response = impatient.get(SUGGEST, headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "42")
    assert b"<h1" not in response.content


@pytest.mark.parametrize(
    ("name", "data"),
    [("shop:bag_code", {"code": "X"}), ("orders:find", {"number": "1"}), ("orders:checkout", {})],
)
def test_what_can_be_guessed_or_costs_money_is_limited(
    impatient: Client, name: str, data: dict[str, str]
):
    """RL-3: coupons, finding an order, the checkout."""
    assert impatient.post(reverse(name), data).status_code == 429


def test_looking_at_a_limited_page_costs_nothing(impatient: Client):
    assert impatient.get(reverse("orders:find")).status_code == 200
