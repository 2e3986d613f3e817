"""What races may ask for."""

import pytest

from accounts.redis import ask_redis
from shop import locks, rush


@pytest.fixture(params=["no Redis", "every lock acquired", "locks in Redis"])
def each_kind_of_lock(request, settings, monkeypatch):
    """INV-4: what is right stays right without locks, with locks, and when locks lie.

    Everything is hot from the first buyer on.
    """
    if request.param == "no Redis":
        return
    settings.REDIS_URL = request.getfixturevalue("redis_url")
    ask_redis(lambda store: store.flushdb(), None)
    monkeypatch.setattr(rush, "HOT_FROM", 1)
    if request.param == "every lock acquired":
        monkeypatch.setattr(locks, "take", lambda *_, **__: True)
