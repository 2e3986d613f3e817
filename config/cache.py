"""The cache in Redis, with one promise more: who may sign in does not hang on it."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from django_redis.exceptions import ConnectionInterrupted

LIMITS = "allauth:rl:"  # what django-allauth counts: how often somebody asked for a code


class ShopCache(RedisCache):
    """A Redis that is away is a cache that knows nothing, except of the limits of signing in: these
    each process counts by itself meanwhile. Nothing would let everybody try for ever, or, as
    django-allauth has it, nobody sign in at all.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("limits of signing in", {})

    def add(self, key: Any, *words: Any, **named: Any) -> Any:
        return self._counted("add", key, *words, **named)

    def get(self, key: Any, *words: Any, **named: Any) -> Any:
        return self._counted("get", key, *words, **named)

    def set(self, key: Any, *words: Any, **named: Any) -> Any:
        return self._counted("set", key, *words, **named)

    def delete(self, key: Any, *words: Any, **named: Any) -> Any:
        return self._counted("delete", key, *words, **named)

    def _counted(self, name: str, key: Any, *words: Any, **named: Any) -> Any:
        if not str(key).startswith(LIMITS):
            return getattr(super(), name)(key, *words, **named)
        try:
            return getattr(self.client, name)(key, *words, **named)
        except ConnectionInterrupted:
            return getattr(self._own, name)(key, *words, **named)
