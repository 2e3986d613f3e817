"""Promises of shop/templatetags: how sizes are written, and a card that is never old."""

import pytest

from shop.catalogue import refresh_listing
from shop.models import Product, Review, Variant
from shop.templatetags.shop import card_body, in_a_row, review_item
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
    assert "₹500" in card_body(product)
    Variant.objects.update(price_minor=450_00)
    refresh_listing(product)
    assert "₹450" in card_body(Product.objects.get())


@pytest.mark.django_db
def test_a_card_is_rendered_once_while_nothing_changes(monkeypatch):
    product = make_variant().colourway.product
    first = card_body(product)
    monkeypatch.setattr("shop.templatetags.shop.render_to_string", None)
    assert card_body(product) is first


@pytest.mark.django_db
def test_a_review_in_the_list_follows_its_votes():
    review = Review.objects.create(product=make_product(), rating=5, title="Lovely")
    assert "Helpful ·" not in review_item(review)
    review.helpful_count = 3
    assert "Helpful · 3" in review_item(review)
