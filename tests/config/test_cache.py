"""Promises of config/cache.py: without Redis people sign in, and are counted all the same."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.urls import reverse

from accounts.models import Message
from tests.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis_away(settings):
    """Nothing listens there; what this process counted before is forgotten."""
    LocMemCache("limits of signing in", {}).clear()
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.ShopCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.25},
        }
    }


def ask(identifier):
    return Client().post(reverse("account_login"), {"identifier": identifier})


def test_without_redis_a_code_to_sign_in_is_sent(redis_away):
    """F11, RL-4."""
    assert ask("asha@example.in").status_code == 302
    assert Message.objects.get().recipient == "asha@example.in"


def test_without_redis_one_address_is_still_asked_for_codes_a_few_times_only(redis_away):
    answers = [ask("ravi@example.in").status_code for _ in range(6)]
    assert answers == [302, 302, 302, 302, 302, 429]


def test_without_redis_everything_else_is_a_cache_that_knows_nothing(redis_away):
    cache.set("page", "kept")
    assert cache.get("page", "nothing") == "nothing"
