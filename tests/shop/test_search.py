"""Promises of shop/search.py: every word must be there; nothing typed can break it."""

import pytest

from shop.search import MOST_WORDS, search_products
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db


def found(query):
    return [product.name for product in search_products(query)]


@pytest.fixture
def kurta():
    return make_product(
        name="Bagru Buti Kurta", fabric="Cotton, 140 gsm", category=make_category(name="Kurtas")
    )


@pytest.mark.parametrize("query", ["kurta", "KURTA", "bagru cotton", "buti 140", "kurtas bagru"])
def test_a_style_is_found_by_words_of_its_name_cloth_and_category(kurta, query):
    assert found(query) == ["Bagru Buti Kurta"]


@pytest.mark.parametrize("query", ["saree", "bagru silk", "kurta kurta saree"])
def test_every_word_must_be_there(kurta, query):
    assert found(query) == []


@pytest.mark.parametrize("query", ["", "   ", "\x00", "\t\n"])
def test_nothing_asked_finds_nothing(kurta, query):
    assert found(query) == []


@pytest.mark.parametrize("query", ["%", "_", "b%u", "' OR 1=1 --", "\\", "{$gt: ''}", "(.*)"])
def test_signs_that_mean_something_elsewhere_mean_themselves(kurta, query):
    assert found(query) == []


def test_a_query_of_a_thousand_words_is_cut(kurta):
    assert found("bagru " * MOST_WORDS + "saree " * 1000) == ["Bagru Buti Kurta"]


def test_what_is_switched_off_is_not_found(kurta):
    kurta.is_published = False
    kurta.save()
    assert found("kurta") == []


def test_what_can_be_bought_comes_before_what_is_sold_out():
    make_variant(product=make_product(name="Kurta sold out"), stock=0)
    make_variant(product=make_product(name="Kurta in stock"), stock=1)
    make_variant(product=make_product(name="Kurta newest sold out"), stock=0)
    assert found("kurta")[0] == "Kurta in stock"
