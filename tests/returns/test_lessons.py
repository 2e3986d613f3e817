"""Promises of returns/lessons.py: counted from the rows, said only when enough say so."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Refund
from returns.filing import withdraw_return
from returns.lessons import count_returns, refund_speed, runs
from returns.models import ReturnCase, ReturnTally
from returns.states import ReturnReason
from shop.models import Product
from tests.factories import accepted_case, delivered_order, filed_case, make_variant

pytestmark = pytest.mark.django_db
SMALL, LARGE = ReturnReason.TOO_SMALL, ReturnReason.TOO_LARGE


@pytest.fixture
def variant():
    return make_variant(stock=100)


def tallies():
    rows = ReturnTally.objects.order_by("product_id", "size")
    return [(row.size, row.bought, row.returned, row.reasons) for row in rows]


def test_reasons_are_counted_by_product_and_size(variant):
    other = make_variant(product=variant.colourway.product, size="XL", stock=9)
    filed_case(delivered_order(variant, quantity=3), quantity=2, reason=SMALL)
    filed_case(delivered_order(variant), reason=LARGE)
    delivered_order(other)
    assert count_returns() == 2
    assert tallies() == [
        (variant.size, 4, 3, {"too_small": 2, "too_large": 1}),
        ("XL", 1, 0, {}),
    ]


def test_counting_again_changes_nothing(variant):
    filed_case(delivered_order(variant))
    count_returns()
    before = tallies()
    count_returns()
    assert tallies() == before


def test_what_was_withdrawn_teaches_nothing(variant):
    withdraw_return(filed_case(delivered_order(variant)), by="Asha Rao")
    count_returns()
    assert tallies() == [(variant.size, 1, 0, {})]


def test_what_is_older_than_ninety_days_is_forgotten(variant):
    filed_case(delivered_order(variant))
    assert count_returns(now=timezone.now() + timedelta(days=91)) == 0
    assert tallies() == []


@pytest.mark.parametrize(
    ("small", "large", "bought", "said"),
    [
        (4, 0, 10, ""),
        (5, 0, 50, "small"),
        (5, 0, 51, ""),
        (10, 5, 50, "small"),
        (10, 6, 50, ""),
        (0, 5, 5, "large"),
        (5, 5, 10, ""),
        (0, 0, 0, ""),
    ],
)
def test_a_style_runs_small_only_where_enough_say_so(small, large, bought, said):
    assert runs(Counter({SMALL: small, LARGE: large}), bought) == said


def test_the_product_page_says_it_and_stops_saying_it(
    client, variant, django_capture_on_commit_callbacks
):
    page = variant.colourway.product.get_absolute_url()
    filed_case(delivered_order(variant, quantity=6), quantity=5, reason=SMALL)
    words = "Often sent back as too small: consider one size up"
    assert words not in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        count_returns()
    assert words in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        count_returns(now=timezone.now() + timedelta(days=91))
    assert words not in client.get(page).content.decode()
    assert Product.objects.exclude(size_advice="").count() == 0


def test_the_middle_refund_is_what_is_said():
    assert refund_speed() is None
    hours = [1, 5, 30]
    cases = [accepted_case() for _ in hours]
    now = timezone.now()
    for case, hour in zip(cases, hours, strict=True):
        ReturnCase.objects.filter(pk=case.pk).update(
            inspected_at=now - timedelta(hours=hour), filed_at=now - timedelta(days=hour)
        )
    Refund.objects.update(status="processed", processed_at=now)
    speed = refund_speed()
    assert (speed.count, speed.from_check, speed.from_filing) == (
        3,
        timedelta(hours=5),
        timedelta(days=5),
    )
    assert (speed.said_from_check, speed.said_from_filing) == ("5 h", "5.0 days")


def test_counting_asks_as_many_questions_of_nine_returns_as_of_three(variant):
    for _ in range(3):
        filed_case(delivered_order(variant), reason=ReturnReason.CHANGED_MIND)
    few = questions()
    for _ in range(6):
        filed_case(delivered_order(variant), reason=ReturnReason.CHANGED_MIND)
    assert questions() == few


def questions():
    with CaptureQueriesContext(connection) as queries:
        count_returns()
    return len(queries)
