"""Promises of shop/search.py: what was meant is found and said; nothing typed can break it."""

import pytest

from shop import search
from shop.catalogue import publish_products
from shop.index import index
from shop.models import Product, SearchTerm, Synonym
from shop.querysets import in_order
from shop.words import MOST_WORDS
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db


def found(query, *, exactly=False):
    index.catch_up()
    places = search.understand(search.clean(query), exactly=exactly).places
    keys = index.pks_of(places)
    return sorted(product.name for product in in_order(Product.objects.filter(pk__in=keys), keys))


def understood(query):
    index.catch_up()
    return search.understand(search.clean(query))


@pytest.fixture
def kurta():
    product = make_product(
        name="Bagru Buti Kurta",
        fabric="Cotton, 140 gsm",
        fit="Straight",
        material="Cotton",
        category=make_category(name="Kurtas"),
    )
    return make_variant(product=product).colourway.product


@pytest.mark.parametrize(
    "query",
    ["kurta", "KURTA", "bagru cotton", "buti 140", "kurtas bagru", "Bagrú", "straight", "indigo"],
)
def test_a_style_is_found_by_words_of_its_name_cloth_fit_colour_and_category(kurta, query):
    assert found(query) == ["Bagru Buti Kurta"]


@pytest.mark.parametrize("query", ["saree", "bagru silk", "kurta kurta saree"])
def test_every_word_must_be_there(kurta, query):
    assert found(query) == []


@pytest.mark.parametrize("query", ["", "   ", "\x00", "\t\n", "☃", "----"])
def test_nothing_asked_finds_nothing(kurta, query):
    assert found(query) == []


@pytest.mark.parametrize("query", ["%", "_", "' OR 1=1 --", "\\", "{$gt: ''}", "(.*)"])
def test_signs_that_mean_something_elsewhere_find_nothing(kurta, query):
    assert found(query) == []


def test_a_query_of_a_thousand_words_is_cut(kurta):
    assert len(understood("bagru " * MOST_WORDS + "saree " * 1000).words) == MOST_WORDS


def test_what_is_switched_off_is_not_found(kurta):

    publish_products([kurta], is_published=False)
    assert found("kurta") == []


@pytest.mark.parametrize("query", ["kurtha", "kurtta", "bargu", "cottn", "bagru kutra"])
def test_a_slip_of_the_finger_is_mended_and_said(kurta, query):
    assert found(query) == ["Bagru Buti Kurta"]
    assert understood(query).phrase


def test_what_was_typed_right_is_not_said_again(kurta):
    assert understood("bagru kurta").phrase == ""


def test_as_typed_means_as_typed(kurta):
    assert found("kurtha", exactly=True) == []
    assert found("kurta", exactly=True) == ["Bagru Buti Kurta"]


def test_a_short_word_is_not_guessed_at(kurta):
    assert understood("gsn").unknown == ("gsn",)


def test_the_beginning_of_a_word_finds_it(kurta):
    assert found("bag kur") == ["Bagru Buti Kurta"]


def test_the_more_common_of_two_near_words_is_taken():
    for name in ("Silk Saree", "Silk Scarf", "Milk Saree"):
        make_variant(product=make_product(name=name, category=make_category(name="Sarees")))
    assert understood("bilk").phrase == "silk"


@pytest.mark.parametrize(
    ("phrase", "means", "query"),
    [
        ("tunic", "kurta", "tunic"),
        ("hand block", "bagru", "hand block kurta"),
        ("T-Shirts", "kurta", "t shirt"),
        ("suti", "cotton", "SUTI kurtas"),
    ],
)
def test_staffs_synonyms_are_put_in_before_anything_is_looked_up(kurta, phrase, means, query):
    Synonym.objects.create(phrase=phrase, means=means)
    assert found(query) == ["Bagru Buti Kurta"]
    assert understood(query).phrase


def test_the_longest_synonym_wins(kurta):
    Synonym.objects.create(phrase="block", means="saree")
    Synonym.objects.create(phrase="hand block", means="bagru")
    assert found("hand block") == ["Bagru Buti Kurta"]


def test_words_in_the_name_come_first():
    by_fabric = make_product(name="Plain Shirt", fabric="Khadi cotton")
    by_name = make_product(name="Khadi Shirt", fabric="Cotton")
    make_variant(product=by_fabric)
    make_variant(product=by_name)
    answer = understood("khadi")
    assert index.pks_of(answer.named) == [by_name.pk]
    assert set(index.pks_of(answer.places)) == {by_name.pk, by_fabric.pk}


@pytest.mark.parametrize("typed", ["KU-77-M", "ku-77-m"])
def test_a_sku_leads_to_its_variant(kurta, typed):
    variant = make_variant(product=kurta, sku="KU-77-M", size="L")
    assert search.variant_of_sku(typed) == variant


@pytest.mark.parametrize("typed", ["KU-78-M", "kurta", "t-shirt", "KU-77-M x", ""])
def test_what_is_no_sku_leads_nowhere(kurta, typed):
    make_variant(product=kurta, sku="KU-77-M", size="L")
    assert search.variant_of_sku(typed) is None


def test_a_sku_of_something_not_sold_leads_nowhere(kurta):
    make_variant(product=kurta, sku="KU-77-M", size="L", is_active=False)
    assert search.variant_of_sku("KU-77-M") is None


def test_suggestions_go_on_with_the_last_word_and_only_to_what_is_there(kurta):
    make_variant(product=make_product(name="Linen Shirt", category=make_category(name="Shirts")))
    index.catch_up()
    assert search.suggest("bag").phrases == (("bag", "ru"),)
    assert search.suggest("linen shi").phrases == (("linen shi", "rt"),)
    assert search.suggest("linen ba").phrases == ()
    assert [c.name for c in search.suggest("kur").categories] == ["Kurtas"]


def test_searches_are_counted_by_day_and_term_with_what_they_found_last():
    search.count_search("Kurta", 4)
    search.count_search("kurta", 3)
    row = SearchTerm.objects.get()
    assert (row.term, row.searches, row.found) == ("kurta", 2, 3)


def test_the_most_wanted_terms_are_those_that_found_something():
    search.count_search("lehenga", 0)
    search.count_search("saree", 2)
    search.count_search("kurta", 4)
    search.count_search("kurta", 4)
    assert SearchTerm.objects.popular(5, least=1) == ["kurta", "saree"]
    assert SearchTerm.objects.popular(5, least=2) == ["kurta"]


def test_only_words_of_the_catalogue_are_fit_to_be_shown_to_others(kurta):
    index.catch_up()
    assert search.is_in_our_words("bagru kurta")
    assert not search.is_in_our_words("bagru kurtha")
    assert not search.is_in_our_words("")


@pytest.mark.parametrize("query", ["a\x00b", "a\r\nb", "a  b", " a b ", "a\u202eb"])
def test_a_query_is_one_line_without_signs_nobody_sees(query):
    assert search.clean(query) == "a b"


def test_a_long_query_is_cut():
    assert len(search.clean("x" * 10_000)) == search.LONGEST_QUERY
