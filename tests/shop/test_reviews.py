"""Promises of shop/reviews.py: the stars of a product are those of its published reviews."""

import pytest

from shop.models import Review
from shop.reviews import hide_review, publish_review
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def make_review(product, rating):
    return Review.objects.create(product=product, rating=rating, title="Soft cotton")


def stars(product):
    product.refresh_from_db()
    return product.rating_tenths, product.review_count


def test_a_published_review_is_counted():
    product = make_product()
    publish_review(make_review(product, 4))
    assert stars(product) == (40, 1)


def test_the_average_is_kept_in_tenths_with_halves_rounded_up():
    product = make_product()
    publish_review(make_review(product, 5))
    publish_review(make_review(product, 4))
    publish_review(make_review(product, 4))
    publish_review(make_review(product, 4))
    assert stars(product) == (43, 4)  # 4.25


def test_an_unpublished_review_counts_for_nothing():
    product = make_product()
    make_review(product, 1)
    publish_review(make_review(product, 5))
    assert stars(product) == (50, 1)


def test_hiding_the_last_review_leaves_no_stars():
    product = make_product()
    review = make_review(product, 5)
    publish_review(review)
    hide_review(review)
    assert (stars(product), review.is_published) == ((0, 0), False)


def test_publishing_twice_counts_once():
    product = make_product()
    review = make_review(product, 3)
    publish_review(review)
    publish_review(review)
    assert stars(product) == (30, 1)


def test_other_products_keep_their_stars():
    other = make_product()
    publish_review(make_review(other, 2))
    publish_review(make_review(make_product(), 5))
    assert stars(other) == (20, 1)
