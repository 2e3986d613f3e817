"""Promises about queries: a page that is not kept costs the same few at any size of the shop."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.index import index
from shop.models import Category, Product
from shop.templatetags.shop import _parts as drawn_before
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db

MOST = 6
PATHS = {
    "listing": "/c/kurtas/",
    "filtered listing": "/c/kurtas/?size=M&material=cotton&price=0-999",
    "second page": "/c/kurtas/?page=2",
    "search": "/search/?q=kurta",
    "search that finds nothing": "/search/?q=xylophone",
    "while typing": "/search/suggest/?q=kur",
    "home": "/",
}


@pytest.fixture
def shelf() -> Category:
    category = make_category(slug="kurtas")
    fill(category, 5)
    return category


def fill(category: Category, count: int) -> None:
    for n in range(count):
        named = {"name": f"Kurta {n}", "material": "Cotton", "category": category}
        make_variant(product=make_product(**named))


def queries_of(client: Client, path: str) -> list[str]:
    """Those of a page that is not kept, in a process that knows the catalogue but drew no card."""
    index.catch_up()
    drawn_before.clear()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("page", PATHS)
def test_a_page_costs_as_many_queries_with_sixty_styles_as_with_five(
    client: Client, shelf: Category, page: str
) -> None:
    few = queries_of(client, PATHS[page])
    fill(shelf, 55)
    many = queries_of(client, PATHS[page])
    assert len(many) == len(few) <= MOST


def test_a_product_costs_as_many_queries_with_all_its_sizes_as_with_one(
    client: Client, shelf: Category
) -> None:
    product = Product.objects.all()[0]
    one = queries_of(client, product.get_absolute_url())
    for size in ("S", "L", "XL", "XXL"):
        make_variant(product=product, size=size)
    assert len(queries_of(client, product.get_absolute_url())) == len(one) <= MOST


@pytest.mark.parametrize("page", ["listing", "filtered listing", "search"])
def test_a_kept_page_costs_none(client: Client, shelf: Category, page: str) -> None:
    client.get(PATHS[page])
    with CaptureQueriesContext(connection) as captured:
        client.get(PATHS[page])
    assert len(captured) == 0
