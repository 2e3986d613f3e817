"""The same shopper says the same thing many times at once: it counts once."""

import threading
from functools import partial

import pytest
from django.db.models import F

from orders.reviewing import review_purchase
from shop.models import Review, ReviewVote
from shop.reviews import Draft, find_helpful, publish_review, take_back_vote
from tests.factories import published_review, written_review
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def thanks(review):
    return Review.objects.values_list("helpful_count", flat=True).get(pk=review.pk)


def test_one_shopper_who_thanks_many_times_at_once_is_counted_once():
    review = published_review()
    outcomes = at_once([partial(find_helpful, review, voter="guest-1")] * 8)
    assert kinds(outcomes) == {"NoneType": 8}
    assert (thanks(review), ReviewVote.objects.count()) == (1, 1)


def thank_without_the_key(review, everyone_has_looked):
    """What the unique key replaces: look, wait for the others, count."""
    voted = ReviewVote.objects.filter(review=review, voter="guest-1").exists()
    everyone_has_looked.wait()
    if not voted:
        Review.objects.filter(pk=review.pk).update(helpful_count=F("helpful_count") + 1)


@pytest.mark.engines("sqlite", "postgres")
def test_control_without_the_key_one_shopper_is_counted_many_times():
    review = published_review()
    vote = partial(thank_without_the_key, review, threading.Barrier(4, timeout=10))
    at_once([vote] * 4)
    assert thanks(review) == 4


def test_thanks_taken_back_many_times_at_once_are_taken_back_once():
    review = published_review()
    find_helpful(review, voter="guest-1")
    find_helpful(review, voter="guest-2")
    at_once([partial(take_back_vote, review, voter="guest-1")] * 8)
    assert (thanks(review), ReviewVote.objects.count()) == (1, 1)


def test_reviews_of_one_customer_written_at_once_are_one():
    first = written_review()
    write = partial(review_purchase, first.user, first.product, Draft(5, "Soft"))
    outcomes = at_once([write] * 6)
    assert kinds(outcomes) == {"Review": 6}
    assert Review.objects.filter(product=first.product).count() == 1


def test_reviews_published_at_once_are_all_counted():
    first = written_review(rating=5)
    variant = first.product.colourways.get().variants.get()
    others = [written_review(variant, rating=2) for _ in range(3)]
    at_once([partial(publish_review, review) for review in (first, *others)])
    first.product.refresh_from_db()
    assert (first.product.review_count, first.product.ratings) == (4, [0, 3, 0, 0, 1])
