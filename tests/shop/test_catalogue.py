"""Promises of shop/catalogue.py: what a card shows is true of the rows below the product."""

import pytest
import time_machine
from django.utils import timezone

from shop.catalogue import refresh_listing, refresh_listing_of
from shop.models import Colourway, Picture, Product, Variant
from tests.factories import make_product, make_variant

pytestmark = pytest.mark.django_db


def listed(product):
    refresh_listing(product)
    product.refresh_from_db()
    return product


def test_a_card_shows_the_cheapest_size_that_can_be_bought():
    product = make_product()
    make_variant(product=product, size="S", price_minor=300_00, stock=0)
    make_variant(product=product, size="M", price_minor=500_00, mrp_minor=900_00)
    make_variant(product=product, size="L", price_minor=600_00)
    shown = listed(product)
    assert (shown.price_minor, shown.mrp_minor) == (500_00, 900_00)


def test_a_sold_out_card_still_shows_a_price():
    product = make_product()
    make_variant(product=product, price_minor=300_00, stock=0)
    shown = listed(product)
    assert (shown.price_minor, shown.is_in_stock, shown.sizes_in_stock) == (300_00, False, [])


def test_sizes_are_listed_smallest_first_and_each_once():
    product = make_product()
    make_variant(product=product, size="XL", position=4)
    make_variant(product=product, size="S", position=1)
    other = Colourway.objects.create(product=product, slug="madder", name="Madder", dye="#8a2b1d")
    Variant.objects.create(
        colourway=other, sku="x", size="S", position=1, price_minor=1, mrp_minor=1, on_hand=1
    )
    assert listed(product).sizes_in_stock == ["S", "XL"]


@pytest.mark.parametrize("columns", [{"is_active": False}, {"on_hand": 0}])
def test_a_size_nobody_can_buy_is_not_listed(columns):
    product = make_product()
    make_variant(product=product)
    Variant.objects.update(**columns)
    assert listed(product).sizes_in_stock == []


def test_a_product_without_anything_costs_nothing_and_is_not_in_stock():
    shown = listed(make_product())
    assert (shown.price_minor, shown.is_in_stock, shown.cover, shown.swatches) == (0, False, {}, [])


def test_the_cover_is_the_first_picture_of_the_first_colourway_that_has_one():
    product = make_product()
    bare = make_variant(product=product).colourway
    other = Colourway.objects.create(
        product=product, slug="madder", name="Madder", dye="#8a2b1d", position=1
    )
    Picture.objects.create(colourway=other, key="back", alt="Back", position=2)
    Picture.objects.create(colourway=other, key="front", alt="Front", position=1)
    shown = listed(product)
    assert (shown.cover["key"], shown.cover["alt"], shown.cover["dye"]) == (
        "front",
        "Front",
        "#8a2b1d",
    )
    assert [swatch["slug"] for swatch in shown.swatches] == [bare.slug, "madder"]


def test_only_the_products_of_the_changed_variants_are_refreshed():
    changed, untouched = make_variant(), make_variant()
    Product.objects.update(price_minor=1)
    refresh_listing_of([changed.pk])
    assert Product.objects.get(colourways__variants=changed).price_minor == 500_00
    assert Product.objects.get(colourways__variants=untouched).price_minor == 1


def test_a_transaction_that_took_its_time_stamps_its_products_after_the_commit(
    django_capture_on_commit_callbacks,
):
    """Indexes look back a few seconds only, and the stamp is older than the commit."""
    product = make_variant().colourway.product
    with time_machine.travel(0, tick=False) as clock:
        with django_capture_on_commit_callbacks(execute=True):
            refresh_listing(product)
            clock.shift(60)
        product.refresh_from_db()
        assert product.listed_at == timezone.now()


def test_a_quick_one_is_stamped_once(django_capture_on_commit_callbacks):
    product = make_variant().colourway.product
    with time_machine.travel(0, tick=False) as clock:
        with django_capture_on_commit_callbacks(execute=True):
            refresh_listing(product)
            stamped = timezone.now()
            clock.shift(2)
        product.refresh_from_db()
        assert product.listed_at == stamped
