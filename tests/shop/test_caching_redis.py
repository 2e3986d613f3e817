"""Promises of shop/caching.py on a real Redis: kept, flushed, gone, and frozen.

With the cache settings of production; only the address differs.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client

from config.settings import base
from shop import caching
from shop.catalogue import refresh_listing
from shop.models import Product, Variant
from tests.factories import make_variant
from tests.factories.frozen import FrozenRedis
from tests.servers import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def settings_of_production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(caching, "_rest_until", 0.0)
    settings.DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = False  # they are expected here
    yield settings
    caching._owed.clear()
    caches["default"].close()


def use(settings: Any, url: str) -> None:
    settings.CACHES = {"default": {**base.CACHES["default"], "LOCATION": url}}


@pytest.fixture
def redis(settings_of_production: Any, redis_url: str) -> None:
    use(settings_of_production, redis_url)
    cache.clear()


@pytest.fixture
def redis_is_down(settings_of_production: Any) -> None:
    use(settings_of_production, f"redis://127.0.0.1:{free_port()}/0")


@pytest.fixture
def frozen_redis(settings_of_production: Any) -> Iterator[FrozenRedis]:
    frozen = FrozenRedis()
    use(settings_of_production, f"redis://127.0.0.1:{frozen.port}/0")
    yield frozen
    frozen.close()


@pytest.fixture
def product() -> Product:
    return make_variant(price_minor=500_00, stock=5).colourway.product


@pytest.fixture
def shelf(product: Product) -> str:
    return product.category.get_absolute_url()


def change_price(product: Product, price_minor: int) -> None:
    Variant.objects.filter(colourway__product=product).update(
        price_minor=price_minor, mrp_minor=price_minor
    )
    refresh_listing(product)


def test_a_page_is_kept_and_comes_back_as_it_was(
    client: Client, redis: None, shelf: str, django_assert_num_queries: Any
) -> None:
    first = client.get(shelf)
    with django_assert_num_queries(0):
        again = client.get(shelf)
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])


def test_a_new_price_shows_at_once(
    client: Client, redis: None, product: Product, shelf: str
) -> None:
    assert "₹500" in client.get(shelf).content.decode()
    change_price(product, 649_00)
    page = client.get(shelf).content.decode()
    assert "₹649" in page
    assert "₹500" not in page


def test_a_page_ends_by_itself_after_about_ten_minutes(
    client: Client, redis: None, shelf: str
) -> None:
    client.get(shelf)
    (kept,) = [key for key in cache.keys("page:*") if not key.endswith(":rendering")]
    assert 8 * 60 - 1 <= cache.ttl(kept) <= 12 * 60


def test_after_a_flush_pages_are_rendered_anew_and_kept_again(
    client: Client, redis: None, product: Product, shelf: str, django_assert_num_queries: Any
) -> None:
    client.get(shelf)
    cache.clear()
    change_price(product, 649_00)
    assert "₹649" in client.get(shelf).content.decode()
    with django_assert_num_queries(0):
        client.get(shelf)


def test_what_changed_while_it_was_flushed_is_not_served_from_before(
    client: Client, redis: None, product: Product, shelf: str
) -> None:
    """A page written back after the flush, by a process that was slow, belongs to the past."""
    client.get(shelf)
    (kept,) = [key for key in cache.keys("page:*") if not key.endswith(":rendering")]
    old = cache.get(kept)
    cache.clear()
    change_price(product, 649_00)
    cache.set(kept, old)
    assert "₹649" in client.get(shelf).content.decode()


def test_with_redis_down_pages_still_come(
    client: Client, redis_is_down: None, product: Product, shelf: str
) -> None:
    """BRK-5."""
    began = time.monotonic()
    answers = [client.get(path) for path in (shelf, product.get_absolute_url(), "/", "/bag/")]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert time.monotonic() - began < 3


def test_with_redis_down_a_new_price_shows_at_once(
    client: Client, redis_is_down: None, product: Product, shelf: str
) -> None:
    client.get(shelf)
    change_price(product, 649_00)
    assert "₹649" in client.get(shelf).content.decode()


def test_a_frozen_redis_is_asked_once_and_pages_still_come(
    client: Client, frozen_redis: FrozenRedis, shelf: str
) -> None:
    """BRK-5: ten pages wait once, not ten times."""
    began = time.monotonic()
    assert [client.get(shelf).status_code for _ in range(10)] == [200] * 10
    waited = time.monotonic() - began
    assert 1 <= frozen_redis.asked <= 3
    assert waited < 3


def test_what_changed_while_redis_was_down_is_told_when_it_is_back(
    client: Client, settings_of_production: Any, redis_url: str, product: Product, shelf: str
) -> None:
    use(settings_of_production, redis_url)
    cache.clear()
    client.get(shelf)
    use(settings_of_production, f"redis://127.0.0.1:{free_port()}/0")
    change_price(product, 649_00)
    use(settings_of_production, redis_url)
    assert "₹649" in client.get(shelf).content.decode()
