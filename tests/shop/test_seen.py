"""Promises of shop/seen.py: what a browser says it saw is checked, and costs one query."""

from uuid import uuid4

import pytest
from django.urls import reverse

from shop.models import Product
from shop.seen import seen_products
from tests.architecture.test_pages import Outline, is_sound
from tests.factories import make_product

pytestmark = pytest.mark.django_db

RECENT = reverse("shop:recent")


def cookie(*products):
    return ".".join(product.pk.hex for product in products)


def test_the_newest_six_come_in_the_order_they_were_seen(django_assert_num_queries):
    products = [make_product() for _ in range(8)]
    with django_assert_num_queries(1):
        assert seen_products(cookie(*products)) == products[:6]


def test_the_product_of_the_page_that_asks_is_left_out():
    here, other = make_product(), make_product()
    asking = f"http://testserver{here.get_absolute_url()}?colour=indigo"
    assert seen_products(cookie(here, other), besides=asking) == [other]


def test_what_is_not_shown_any_more_is_left_out():
    gone, kept = make_product(is_published=False), make_product()
    assert seen_products(cookie(gone, kept)) == [kept]


@pytest.mark.parametrize(
    "hostile",
    ["", ".", "abc", "' OR 1=1 --", "<script>", "\x00", "🧵", "." * 5000, "0" * 32, "g" * 32],
)
def test_whatever_the_cookie_says_nothing_breaks(hostile):
    assert seen_products(hostile) == []


def test_a_cookie_of_nonsense_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        seen_products("nonsense.more")


def test_a_long_cookie_is_read_as_far_as_the_script_writes(django_assert_num_queries):
    late = make_product()
    ids = [uuid4().hex for _ in range(8)]
    assert seen_products(".".join([*ids, late.pk.hex])) == []
    assert seen_products(".".join([*ids[:7], late.pk.hex])) == [late]


def test_the_same_product_twice_is_shown_once():
    product = make_product()
    assert seen_products(cookie(product, product)) == [product]


def test_the_part_shows_cards_and_is_never_kept(client):
    product = make_product(name="Ajrakh Dress")
    client.cookies["seen"] = cookie(product)
    response = client.get(RECENT)
    assert "Ajrakh Dress" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("past", [None, "nonsense"])
def test_without_a_past_there_is_nothing_not_even_a_heading(client, past):
    client.cookies["seen"] = past or ""
    assert client.get(RECENT).content.strip() == b""


def test_the_bag_shows_it_in_its_first_bytes(client):
    product = make_product(name="Ajrakh Dress")
    assert "You looked at" not in client.get(reverse("shop:bag")).content.decode()
    client.cookies["seen"] = cookie(product)
    page = client.get(reverse("shop:bag")).content.decode()
    assert "Ajrakh Dress" in page
    is_sound(Outline(page))


def test_a_page_of_a_product_says_which_it_is(client):
    product = make_product()
    assert Product.objects.count() == 1
    page = client.get(product.get_absolute_url()).content.decode()
    assert f'data-product="{product.pk.hex}"' in page
