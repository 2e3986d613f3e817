"""Promises of display.fit_words and the bag's note: what reviews and returns say of the size."""

import pytest
from django.urls import reverse

from shop.cart import in_two_sizes, lines_of
from shop.catalogue import write_size_advice
from shop.display import fit_words
from shop.models import Product
from tests.factories import bag_with, make_customer, make_product, make_variant

pytestmark = pytest.mark.django_db
TRUE, SMALL = {"small": 1, "true": 4, "large": 0}, {"small": 4, "true": 1, "large": 0}
UP = "Often sent back as too small: consider one size up"
DOWN = "Often sent back as too large: consider one size down"


@pytest.mark.parametrize(
    ("fits", "advice", "words"),
    [
        ({}, "", ""),
        ({}, "small", UP),
        ({}, "large", DOWN),
        ({"small": 2, "true": 0, "large": 0}, "small", UP),
        (TRUE, "", "80% say true to size"),
        (TRUE, "small", f"80% say true to size. {UP}"),
        (SMALL, "small", "80% say it runs small: consider one size up"),
        (SMALL, "large", f"80% say it runs small: consider one size up. {DOWN}"),
    ],
)
def test_reviews_and_returns_are_said_together_and_nothing_twice(fits, advice, words):
    assert fit_words(Product(fits=fits, size_advice=advice)) == words


def test_advice_is_written_where_it_changed_and_taken_back_where_it_is_gone():
    first, second = make_product(), make_product()
    assert write_size_advice({first.pk: "small", second.pk: "large"}) == 2
    assert write_size_advice({first.pk: "small", second.pk: "large"}) == 0
    assert write_size_advice({second.pk: "small"}) == 2
    assert dict(Product.objects.values_list("pk", "size_advice")) == {
        first.pk: "",
        second.pk: "small",
    }


@pytest.fixture
def kurta():
    return make_product(name="Bagru Kurta")


def test_two_sizes_of_one_style_are_noticed(kurta):
    cart = bag_with(make_variant(product=kurta, size="M"), make_variant(product=kurta, size="L"))
    assert in_two_sizes(lines_of(cart)) == [kurta]


def test_two_styles_in_two_sizes_are_none_of_our_business(kurta):
    cart = bag_with(make_variant(product=kurta, size="M"), make_variant(size="L"))
    assert in_two_sizes(lines_of(cart)) == []


def test_the_bag_says_so_kindly_with_a_link_to_the_size_chart(client, kurta):
    kurta.category.size_chart = {"sizes": ["M", "L"], "measures": []}
    kurta.category.save()
    write_size_advice({kurta.pk: "small"})
    user = make_customer()
    bag_with(
        make_variant(product=kurta, size="M"), make_variant(product=kurta, size="L"), user=user
    )
    client.force_login(user)
    page = client.get(reverse("shop:bag")).content.decode()
    assert "Two sizes of the Bagru Kurta?" in page
    assert f'href="{reverse("shop:help", args=["sizes"])}"' in page
    assert "This one runs small." in page
