"""What every test may ask for."""

import os
import shutil
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import breakers, redis
from accounts.sms import MemorySender
from shop import caching
from shop.index import index
from tests import ledgers

pytest_plugins = ["tests.factories.gateway", "tests.factories.tax"]


@pytest.fixture(autouse=True)
def forget_what_other_tests_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-in limits and pages live in the cache; SMS, breakers, the catalogue in the process."""
    cache.clear()
    monkeypatch.setattr(caching, "_rest_until", 0.0)
    breakers.breaker.cache_clear()
    redis.forget_rest()
    MemorySender.sent.clear()
    index.forget()  # the rows it knew were rolled back


@pytest.fixture(autouse=True)
def staff_show_their_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is signed in by force as staff has shown an authenticator app just now, too."""
    sign_in = Client.force_login

    def force_login(client: Client, user: Any, backend: str | None = None) -> None:
        sign_in(client, user, backend)
        if user.is_staff:
            session = client.session
            session["account_authentication_methods_user"] = str(user.pk)
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
            session["staff_seen_at"] = time.time()
            session.save()

    monkeypatch.setattr(Client, "force_login", force_login)


@pytest.fixture
def patient_breakers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No breaker opens: the test is about the failures themselves."""
    monkeypatch.setattr(breakers, "FAILURES_IN_A_ROW", 10_000)
    monkeypatch.setattr(breakers, "FEWEST_CALLS", 10_000)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        ledgers.let_it_be_emptied()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium or Chrome: CHROMIUM, else the first one on the PATH."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install it, or set CHROMIUM to its path")
    return found
