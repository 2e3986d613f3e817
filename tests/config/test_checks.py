"""Promises of `config.checks`: settings that would lose money, data or secrets are refused."""

import pytest
from django.db import connection

from config import checks


@pytest.mark.engines("mongodb")
@pytest.mark.django_db
def test_a_replica_set_is_accepted():
    assert checks.mongodb_is_a_replica_set(databases=["default"]) == []


@pytest.mark.engines("mongodb")
@pytest.mark.django_db
def test_a_lone_mongodb_server_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection.features, "_supports_transactions", False)
    (error,) = checks.mongodb_is_a_replica_set(databases=["default"])
    assert error.id == "config.E001"
    assert "--replSet" in error.hint


@pytest.mark.engines("sqlite", "postgres")
def test_other_databases_are_not_asked():
    assert checks.mongodb_is_a_replica_set(databases=["default"]) == []


def test_sessions_in_the_cookie_are_refused(settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    (error,) = checks.sessions_stay_on_the_server()
    assert error.id == "config.E002"


def test_our_own_session_engine_is_accepted():
    assert checks.sessions_stay_on_the_server() == []


def test_a_live_key_with_a_stand_in_for_razorpay_is_refused(settings):
    settings.RAZORPAY_KEY_ID = "rzp_live_aaaaaaaaaaaaaa"
    settings.RAZORPAY_BASE_URL = "http://127.0.0.1:8002"
    (error,) = checks.live_keys_go_to_razorpay_only()
    assert error.id == "config.E003"


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("rzp_live_aaaaaaaaaaaaaa", "https://api.razorpay.com"),
        ("rzp_test_aaaaaaaaaaaaaa", "http://127.0.0.1:8002"),
    ],
)
def test_every_other_pair_is_accepted(settings, key: str, url: str):
    settings.RAZORPAY_KEY_ID = key
    settings.RAZORPAY_BASE_URL = url
    assert checks.live_keys_go_to_razorpay_only() == []


@pytest.mark.parametrize(
    ("gstin", "state", "found"),
    [
        ("29AAXCV4821K1ZG", "KA", 0),
        ("29AAXCV4821K1ZG", "MH", 1),  # another state's
        ("29AAXCV4821K1ZH", "KA", 1),  # a wrong last character
        ("", "KA", 1),
        ("29AAXCV4821K1ZG", "XX", 1),
    ],
)
def test_the_shop_is_taxed_where_its_gstin_says(settings, gstin, state, found):
    settings.SHOP_GSTIN, settings.SHOP_STATE = gstin, state
    assert len(checks.the_shop_is_taxed_where_it_is()) == found
