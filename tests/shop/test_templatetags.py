"""Promises of shop/templatetags: how sizes are written, and a card that is never old."""

import pytest

from shop.catalogue import refresh_listing
from shop.index import index
from shop.models import Product, Review, Variant
from shop.templatetags.shop import cards, drawn, in_a_row, review_item
from tests.factories import make_product, make_variant


@pytest.mark.parametrize(
    ("sizes", "written"),
    [
        (["S", "M", "XL"], "S M XL"),
        (["UK 5", "UK 6", "UK 10"], "UK 5 6 10"),
        (["Free size"], "Free size"),
        (["UK 5", "EU 40"], "UK 5 EU 40"),
        (["30"], "30"),
        ([], ""),
    ],
)
def test_sizes_say_their_unit_once(sizes, written):
    assert in_a_row(sizes) == written


@pytest.mark.django_db
def test_a_kept_card_follows_its_product():
    product = make_variant(price_minor=500_00).colourway.product
    product.refresh_from_db()
    assert "₹500" in cards([product])
    Variant.objects.update(price_minor=450_00)
    refresh_listing(product)
    assert "₹450" in cards([Product.objects.get()])


@pytest.mark.django_db
def test_a_card_is_rendered_once_while_nothing_changes(monkeypatch):
    product = make_variant().colourway.product
    first = cards([product])
    monkeypatch.setattr("shop.templatetags.shop.render_to_string", None)
    assert cards([product]) == first


@pytest.mark.django_db
def test_cards_that_were_drawn_before_cost_no_query(django_assert_num_queries):
    products = [make_variant().colourway.product for _ in range(3)]
    index.catch_up()
    shown = index.cards_of([product.pk for product in products])
    with django_assert_num_queries(1):
        first = cards(shown, first=25)
    with django_assert_num_queries(0):
        assert cards(shown, first=25) == first
    assert [f'id="style-{place}"' in first for place in (24, 25, 27, 28)] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_card_taken_down_this_moment_is_left_out():
    kept, gone = (make_variant().colourway.product for _ in range(2))
    index.catch_up()
    shown = index.cards_of([gone.pk, kept.pk])
    Product.objects.filter(pk=gone.pk).update(is_published=False)
    assert cards(shown).count("<li") == 1
    assert kept.get_absolute_url() in cards(shown)


def test_a_component_follows_its_inputs(monkeypatch):
    chart = {"sizes": ["S"], "measures": [{"name": "Chest", "values": [96]}]}
    first = drawn("components/size_chart.html", chart=chart)
    assert "96" in first
    chart["measures"][0]["values"] = [98]
    assert "98" in drawn("components/size_chart.html", chart=chart)
    chart["measures"][0]["values"] = [96]
    monkeypatch.setattr("shop.templatetags.shop.render_to_string", None)
    assert drawn("components/size_chart.html", chart=chart) is first


@pytest.mark.django_db
def test_a_review_in_the_list_follows_its_votes():
    review = Review.objects.create(product=make_product(), rating=5, title="Lovely")
    assert "Helpful ·" not in review_item(review)
    review.helpful_count = 3
    assert "Helpful · 3" in review_item(review)
