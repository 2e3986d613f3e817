"""Promises of shop/stock.py: never negative, never promised twice, every change explained."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop import stock
from shop.errors import CountRefused, OutOfStock
from shop.models import Product, StockMovement, Variant
from tests.factories import make_variant

pytestmark = pytest.mark.django_db


def counts(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


def sums(variant):
    total = StockMovement.objects.filter(variant=variant).aggregate(
        on_hand=Sum("on_hand_change"), held=Sum("held_change")
    )
    return total["on_hand"] or 0, total["held"] or 0


def hold(variant, quantity, reference="VA-1:0"):
    stock.hold({variant.pk: quantity}, reference=reference)


def test_holding_promises_units_without_moving_them():
    variant = make_variant(stock=5)
    hold(variant, 2)
    assert counts(variant) == (5, 2)


@pytest.mark.parametrize(("left", "asked"), [(5, 6), (1, 2), (0, 1), (5, 10**9)])
def test_more_than_is_left_cannot_be_held(left, asked):
    """INV-1."""
    variant = make_variant(stock=left)
    with pytest.raises(OutOfStock) as refusal, transaction.atomic():
        hold(variant, asked)
    assert (refusal.value.available, counts(variant)) == (left, (left, 0))


def test_what_is_held_already_cannot_be_held_again():
    variant = make_variant(stock=5)
    hold(variant, 4)
    with pytest.raises(OutOfStock) as refusal, transaction.atomic():
        hold(variant, 2, "VA-2:0")
    assert (refusal.value.available, counts(variant)) == (1, (5, 4))


def test_the_refusal_says_how_many_are_left_of_which_size():
    with pytest.raises(OutOfStock, match=r"Only 2 left in M: Bagru Kurta, Indigo\."):
        hold(make_variant(stock=2), 3)
    with pytest.raises(OutOfStock, match=r"The last M was just bought: Bagru Kurta, Indigo\."):
        hold(make_variant(stock=0), 1)


def test_a_size_that_is_switched_off_cannot_be_held():
    variant = make_variant(stock=5)
    Variant.objects.update(is_active=False)
    with pytest.raises(OutOfStock) as refusal:
        hold(variant, 1)
    assert refusal.value.available == 0


def test_the_same_cause_twice_is_refused():
    """INV-3: unique per cause and reference."""
    variant = make_variant(stock=5)
    hold(variant, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(variant, 1)
    assert counts(variant) == (5, 1)


def test_released_units_are_for_sale_again():
    variant = make_variant(stock=5)
    hold(variant, 2)
    stock.release({variant.pk: 2}, reference="VA-1:1")
    assert counts(variant) == (5, 0)


def test_deducted_units_leave_the_building():
    variant = make_variant(stock=5)
    hold(variant, 2)
    stock.deduct({variant.pk: 2}, reference="VA-1:2")
    assert counts(variant) == (3, 0)


@pytest.mark.parametrize("change", [stock.release, stock.deduct])
def test_what_was_never_held_is_neither_released_nor_deducted(change):
    variant = make_variant(stock=5)
    hold(variant, 1)
    with pytest.raises(RuntimeError, match="a movement is missing"), transaction.atomic():
        change({variant.pk: 2}, reference="VA-1:1")
    assert counts(variant) == (5, 1)


def test_restocked_units_are_for_sale_again():
    variant = make_variant(stock=5)
    stock.restock({variant.pk: 2}, reference="RT-1")
    assert counts(variant) == (7, 0)


def test_a_count_by_staff_is_written_down_with_its_difference_and_hand():
    variant = make_variant(stock=5)
    stock.adjust(variant, on_hand=3, by="Store", note="Two torn", reference="count-1")
    movement = StockMovement.objects.get(key__contains="count-1")
    assert (movement.on_hand_change, movement.by, movement.note) == (-2, "Store", "Two torn")
    assert counts(variant) == (3, 0)


@pytest.mark.parametrize("counted", [1, 0, -1])
def test_staff_cannot_count_away_what_is_promised(counted):
    variant = make_variant(stock=5)
    hold(variant, 2)
    with pytest.raises(CountRefused):
        stock.adjust(variant, on_hand=counted, by="Store", note="", reference="count-1")
    assert counts(variant) == (5, 2)


def test_two_lines_of_one_variant_are_one_claim():
    """INV-2."""
    first, second = make_variant(), make_variant()
    claims = [(first.pk, 2), (second.pk, 1), (first.pk, 3)]
    assert stock.summed(claims) == {first.pk: 5, second.pk: 1}


def test_when_one_of_several_is_gone_none_is_held():
    """INV-2."""
    plenty, none_left = make_variant(stock=5), make_variant(stock=0)
    with pytest.raises(OutOfStock), transaction.atomic():
        stock.hold({plenty.pk: 1, none_left.pk: 1}, reference="VA-1:0")
    assert counts(plenty) == (5, 0)


def test_whether_all_could_be_held_counts_every_variant():
    plenty, few = make_variant(stock=5), make_variant(stock=1)
    assert stock.is_available({plenty.pk: 5, few.pk: 1})
    assert not stock.is_available({plenty.pk: 5, few.pk: 2})


def test_the_last_unit_held_takes_the_size_off_the_listing_and_release_puts_it_back():
    variant = make_variant(stock=1)
    hold(variant, 1)
    assert Product.objects.values_list("sizes_in_stock", "is_in_stock").get() == ([], False)
    stock.release({variant.pk: 1}, reference="VA-1:1")
    assert Product.objects.values_list("sizes_in_stock", "is_in_stock").get() == (["M"], True)


@pytest.mark.parametrize("columns", [{"held": 6}, {"on_hand": 0, "held": 1}])
def test_the_database_itself_refuses_more_held_than_there_is(columns):
    """INV-3."""
    variant = make_variant(stock=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.filter(pk=variant.pk).update(**columns)
    assert counts(variant) == (5, 0)


CHANGES = {
    "hold": stock.hold,
    "release": stock.release,
    "deduct": stock.deduct,
    "restock": stock.restock,
}


def attempt(variant, n, name, quantity):
    try:
        with transaction.atomic():
            CHANGES[name]({variant.pk: quantity}, reference=f"step-{n}")
    except (OutOfStock, RuntimeError):
        return False
    return True


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(min_value=1, max_value=6)),
        max_size=15,
    )
)
def test_whatever_happens_the_movements_add_up_to_the_stock(steps):
    """INV-3: the sum of movements explains every count, which is never negative."""
    variant = make_variant(stock=5)
    [attempt(variant, n, name, quantity) for n, (name, quantity) in enumerate(steps)]
    on_hand, held = counts(variant)
    assert sums(variant) == (on_hand, held)
    assert 0 <= held <= on_hand
