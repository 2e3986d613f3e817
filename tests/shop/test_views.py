"""Promises of shop/views.py: pages anyone may open, a bag that answers every mistake in words."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from shop.models import Cart, CartLine, Product, Variant
from tests.factories import bag_with, make_category, make_customer, make_product, make_variant

pytestmark = pytest.mark.django_db

ADD, BAG = reverse("shop:bag_add"), reverse("shop:bag")
MOST = "Choose a quantity from 1 to 10."


def text_of(response):
    return response.content.decode()


def quantities():
    return list(CartLine.objects.values_list("quantity", flat=True))


def add(client, variant, **fields):
    return client.post(ADD, {"variant": getattr(variant, "pk", variant), **fields})


@pytest.fixture
def customer(client):
    user = make_customer()
    client.force_login(user)
    return user


# --- Looking ----------------------------------------------------------------------------------


def test_home_shows_categories_and_what_is_new(client):
    product = make_variant().colourway.product
    page = text_of(client.get("/"))
    assert product.category.get_absolute_url() in page
    assert product.name in page


def test_an_empty_shop_still_opens(client):
    assert client.get("/").status_code == 200


def test_a_category_shows_its_own_styles_only(client):
    shown = make_variant(product=make_product(name="Bagru Kurta")).colourway.product
    make_variant(product=make_product(name="Linen Shirt", category=make_category(name="Shirts")))
    page = text_of(client.get(shown.category.get_absolute_url()))
    assert "Bagru Kurta" in page
    assert "Linen Shirt" not in page


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999", "9" * 50, ""])
def test_a_page_number_nobody_printed_shows_a_page_that_exists(client, page):
    url = make_variant().colourway.product.category.get_absolute_url()
    assert client.get(url, {"page": page}).status_code == 200


def test_a_product_shows_its_name_price_and_sizes(client):
    variant = make_variant(price_minor=1_249_00, size="XL")
    page = text_of(client.get(variant.colourway.product.get_absolute_url()))
    assert "Bagru Kurta" in page
    assert "₹1,249" in page
    assert str(variant.pk) in page


@pytest.mark.parametrize("query", [{"colour": "mauve"}, {"size": "<b>"}, {"colour": "\x00"}])
def test_a_choice_that_does_not_exist_shows_the_product_all_the_same(client, query):
    url = make_variant().colourway.product.get_absolute_url()
    assert client.get(url, query).status_code == 200


def test_a_product_switched_off_is_gone(client):
    product = make_variant().colourway.product
    Product.objects.update(is_published=False)
    assert client.get(product.get_absolute_url()).status_code == 404
    assert product.name not in text_of(client.get("/"))


@pytest.mark.parametrize("path", ["/p/unknown/", "/c/unknown/"])
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["kurta", "", " ", "x" * 5000, "<script>alert(1)</script>", "\x00", "%", "🧵"]
)
def test_whatever_is_searched_for_gets_a_page(client, query):
    """F19."""
    make_variant()
    response = client.get(reverse("shop:search"), {"q": query})
    assert response.status_code == 200
    assert "<script>alert(1)" not in text_of(response)


def test_the_personal_part_counts_the_pieces_in_the_bag(client, customer):
    bag_with(make_variant(), make_variant(), user=customer, quantity=2)
    response = client.get(reverse("shop:personal"))
    assert response.context["bag_count"] == 4
    assert "no-store" in response["Cache-Control"]
    assert "csrftoken" in response.cookies


@pytest.mark.parametrize("path", ["/", "/search/?q=x", "/bag/", "/personal/"])
def test_looking_changes_nothing(client, path):
    """SEC-20."""
    client.get(path)
    assert Cart.objects.count() == 0


# --- Adding to the bag ------------------------------------------------------------------------


def test_a_guest_adds_a_size_and_finds_it_in_the_bag(client):
    response = add(client, make_variant())
    assert (response.status_code, response["Location"]) == (302, BAG)
    assert "Bagru Kurta" in text_of(client.get(BAG))


def test_one_guests_bag_is_not_anothers(client):
    add(client, make_variant())
    assert "Bagru Kurta" not in text_of(Client().get(BAG))


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "1.5", "abc", "1e3", "NaN", "٣x"])
def test_a_quantity_that_cannot_be_is_refused_in_words(client, quantity):
    """SEC-8."""
    response = add(client, make_variant(), quantity=quantity)
    assert response.status_code == 422
    assert MOST in text_of(response)
    assert quantities() == []


@pytest.mark.parametrize("variant", ["", "abc", "1", "' OR 1=1"])
def test_no_size_chosen_is_asked_for(client, variant):
    response = add(client, variant)
    assert response.status_code == 422
    assert "Choose a size." in text_of(response)


def test_a_size_that_does_not_exist_is_refused_in_words(client):
    response = add(client, uuid4())
    assert response.status_code == 422
    assert "no longer sold" in text_of(response)


def test_more_than_is_left_is_refused_with_the_number(client):
    response = add(client, make_variant(stock=2), quantity="3")
    assert response.status_code == 422
    assert "Only 2 left in M" in text_of(response)
    assert quantities() == []


@pytest.mark.parametrize("switched", ["product", "size", "stock"])
def test_what_cannot_be_bought_any_more_is_refused_in_words(client, switched):
    variant = make_variant(stock=1)
    changes = {
        "product": (Product, {"is_published": False}, "Bagru Kurta is no longer sold."),
        "size": (Variant, {"is_active": False}, "Bagru Kurta is no longer sold."),
        "stock": (Variant, {"on_hand": 0}, "The last M was just bought"),
    }
    model, columns, said = changes[switched]
    model.objects.update(**columns)
    response = add(client, variant)
    assert response.status_code == 422
    assert said in text_of(response)
    assert quantities() == []


@pytest.mark.parametrize("field", ["price", "price_minor", "total", "discount", "user", "cart"])
def test_what_a_size_costs_or_whose_bag_it_is_cannot_be_posted(client, customer, field):
    """SEC-7."""
    add(client, make_variant(), **{field: "1"})
    line = CartLine.objects.get()
    assert (line.cart.user, line.variant.price_minor) == (customer, 500_00)


def test_without_a_token_the_shop_asks_once_more_and_adds_nothing():
    """SEC-20: a cached page holds no token; a forger gets no further than a question."""
    client = Client(enforce_csrf_checks=True)
    response = add(client, make_variant())
    assert response.status_code == 200
    assert (quantities(), Cart.objects.count()) == ([], 0)


def test_htmx_gets_a_part_of_the_page_and_its_refusal_in_words(client):
    variant = make_variant(stock=1)
    headers = {"HX-Request": "true", "HX-Target": "bag-panel"}
    added = client.post(ADD, {"variant": variant.pk}, headers=headers)
    refused = client.post(ADD, {"variant": variant.pk}, headers=headers)
    assert (added.status_code, refused.status_code) == (200, 422)
    assert "<html" not in text_of(added)
    assert "Only 1 left in M" in text_of(refused)


# --- Changing the bag -------------------------------------------------------------------------


def line_url(line):
    return reverse("shop:bag_line", args=[line.pk])


@pytest.fixture
def line(customer):
    return bag_with(make_variant(stock=10), user=customer, quantity=2).lines.get()


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"quantity": "5"}, [5]),
        ({"quantity": "2", "step": "1"}, [3]),
        ({"quantity": "2", "step": "-1"}, [1]),
        ({"quantity": "1", "step": "-1"}, []),
        ({"remove": ""}, []),
    ],
)
def test_a_line_is_changed_or_taken_out(client, line, fields, left):
    response = client.post(line_url(line), fields)
    assert (response.status_code, quantities()) == (302, left)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quantity": "0"}, MOST),
        ({"quantity": "-1"}, MOST),
        ({"quantity": "1000000000"}, MOST),
        ({"quantity": "abc"}, MOST),
        ({}, MOST),
        ({"quantity": "10", "step": "1"}, MOST),
        ({"quantity": "2", "step": "100"}, "100"),
    ],
)
def test_a_line_changed_to_what_cannot_be_stays_and_says_why(client, line, fields, said):
    """SEC-8."""
    response = client.post(line_url(line), fields)
    assert response.status_code == 422
    assert said in text_of(response)
    assert quantities() == [2]


def test_more_than_is_left_stays_and_says_how_many_are(client, line):
    Variant.objects.update(on_hand=4)
    response = client.post(line_url(line), {"quantity": "5"})
    assert response.status_code == 422
    assert "Only 4 left in M" in text_of(response)
    assert quantities() == [2]


def test_somebody_elses_line_is_not_found(line):
    """SEC-5."""
    stranger = Client()
    stranger.force_login(make_customer())
    assert stranger.post(line_url(line), {"remove": ""}).status_code == 404
    assert Client().post(line_url(line), {"remove": ""}).status_code == 404
    assert quantities() == [2]


def test_a_style_switched_off_while_in_the_bag_is_said_beside_it(client, line):
    Product.objects.update(is_published=False)
    response = client.get(BAG)
    assert "Bagru Kurta is no longer sold. Remove it to go on." in text_of(response)
    assert response.context["has_problem"] is True


@pytest.mark.parametrize("path", [ADD, "/bag/line/00000000-0000-0000-0000-000000000000/"])
def test_the_bag_is_changed_by_post_only(client, path):
    """SEC-20."""
    assert client.get(path).status_code == 405
