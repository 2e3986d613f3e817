"""Promises of the product page: an address for each choice, honest stock, kept whole."""

import json
import re
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop import stock
from shop.catalogue import publish_products, refresh_listing
from shop.display import display_product, size_tables
from shop.models import Colourway, Pairing, Picture, Product, Review, Variant
from tests.factories import bag_with, make_category, make_product, make_variant

pytestmark = pytest.mark.django_db(transaction=True)

CHART = {
    "sizes": ["S", "M"],
    "measures": [{"name": "Chest", "values": [96, 101.6]}],
    "note": "Sit close, go up.",
}
_numbers = count(1)


def page(client, product: Product, **query: str) -> str:
    response = client.get(product.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def add_colour(product: Product, slug: str, *sizes: str, units: int = 5, **columns) -> Colourway:
    colourway = Colourway.objects.create(
        product=product, slug=slug, name=slug.title(), dye="#a8322a", position=next(_numbers)
    )
    for place, size in enumerate(sizes):
        variant = Variant.objects.create(
            colourway=colourway,
            size=size,
            sku=f"{slug}-{size}-{next(_numbers)}",
            position=place,
            **{"price_minor": 500_00, "mrp_minor": 500_00, **columns},
        )
        if units:
            stock.adjust(variant, on_hand=units, by="Store", note="", reference="opening")
    refresh_listing(product)
    return colourway


@pytest.fixture
def kurta() -> Product:
    """Indigo in S (2 left), M and L (gone); madder in M."""
    product = make_product(category=make_category(size_chart=CHART))
    make_variant(2, product=product, size="S", position=1)
    make_variant(9, product=product, size="M", position=2)
    make_variant(0, product=product, size="L", position=3)
    add_colour(product, "madder", "M")
    product.refresh_from_db()
    return product


def chosen(text: str) -> list[str]:
    """The sizes whose radio is chosen."""
    return re.findall(r"size=(\w+)\" checked", text)


# --- Choosing ---------------------------------------------------------------------------------


def test_each_colour_and_size_has_its_own_address(client, kurta):
    text = page(client, kurta, colour="madder", size="M")
    assert "Colour: Madder" in text
    assert chosen(text) == ["M"]


def test_no_size_is_chosen_for_the_shopper(client, kurta):
    assert chosen(page(client, kurta)) == []


def test_the_only_size_is_chosen(client):
    variant = make_variant(size="Free size")
    assert " checked" in page(client, variant.colourway.product)


def test_the_page_opens_in_a_colour_that_can_be_bought(client):
    product = make_product()
    add_colour(product, "gone", "M", units=0)
    add_colour(product, "madder", "M")
    assert "Colour: Madder" in page(client, product)
    assert "Colour: Gone" in page(client, product, colour="gone")


def test_a_sold_out_colour_is_a_link_all_the_same_and_says_so(client, kurta):
    add_colour(kurta, "neem", "M", units=0)
    text = page(client, kurta)
    assert re.search(r'href="[^"]+\?colour=neem"[^>]* data-stock="out"', text)
    assert "Neem, sold out" in text


def test_a_colour_with_no_size_on_sale_is_not_shown(client, kurta):
    madder = Colourway.objects.get(slug="madder")
    Variant.objects.filter(colourway=madder).update(is_active=False)
    refresh_listing(kurta)
    assert "Madder" not in page(client, kurta, colour="madder")


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "mauve"},
        {"size": "<b>"},
        {"colour": "\x00", "size": "\x00"},
        {"colour": "x" * 10_000},
        {"size": "9" * 10_000, "page": "1e9"},
        {"colour": "' OR 1=1 --"},
        {"colour": "🧵", "utm_source": "<script>alert(1)</script>"},
    ],
)
def test_a_choice_that_does_not_exist_shows_the_product_unchanged(client, kurta, query):
    assert page(client, kurta, **query) == page(client, kurta)


def test_made_up_choices_do_not_fill_the_cache(client, kurta, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda name, *args: kept.append(name))
    page(client, kurta, colour="mauve")
    page(client, kurta, colour="indigo", size="XS")
    page(client, kurta, size="<b>")
    page(client, kurta, colour="madder", size="M")
    assert len(kept) == 2  # the product itself, and the choice it has


# --- Stock and price --------------------------------------------------------------------------


def test_how_many_are_left_is_said_when_few_are(client, kurta):
    text = page(client, kurta)
    assert re.findall(r"(\d+) left", text) == ["2"]


def test_a_sold_out_size_stays_and_leads_to_being_told(client, kurta):
    gone = Variant.objects.get(size="L")
    radio = re.search(
        rf'<label data-stock="out"><input[^>]*value="{gone.pk}"[^>]*>', page(client, kurta)
    )
    assert radio
    assert f'hx-get="{reverse("shop:alert")}"' in radio[0]
    assert "disabled" not in radio[0]


def test_without_javascript_a_button_of_the_form_leads_there_too(client, kurta):
    button = re.search(r"<button[^>]*data-tells[^>]*>", page(client, kurta))[0]
    assert f'formaction="{reverse("shop:alert")}" formmethod="get"' in button


def test_the_price_is_the_chosen_sizes(client):
    product = make_product()
    make_variant(product=product, size="M", price_minor=700_00, position=1)
    make_variant(product=product, size="XXL", price_minor=900_00, position=2)
    text = page(client, product)
    assert "<small>From</small> <b>₹700</b>" in text
    assert "<b>₹900</b>" in page(client, product, size="XXL")
    assert "From" not in page(client, product, size="XXL")


def test_the_lowest_price_that_is_said_can_be_paid(client):
    product = make_product()
    make_variant(0, product=product, size="M", price_minor=300_00)
    make_variant(product=product, size="L", price_minor=900_00)
    assert "<b>₹900</b>" in page(client, product)


def test_a_style_that_is_gone_stays_with_what_is_like_it_first(client):
    gone = make_variant(0).colourway.product
    like = make_variant(product=make_product(name="Khadi Kurta", category=gone.category))
    Review.objects.create(product=gone, rating=5, title="Lovely", is_published=True)
    Product.objects.filter(pk=gone.pk).update(review_count=1, rating_tenths=50)
    text = page(client, gone)
    assert "Every size is sold out" in text
    assert "Add to bag" not in text
    assert 0 < text.index(like.colourway.product.name) < text.index("What buyers say")


def test_a_product_without_any_size_says_so(client):
    assert "not sold in any size" in page(client, make_product())


# --- What else it says ------------------------------------------------------------------------


def test_the_size_chart_is_in_centimetres_and_in_inches():
    cm, inches = size_tables(CHART)
    assert cm["rows"] == [("Chest", ["96", "101.6"])]
    assert inches["rows"] == [("Chest", ["37.8", "40"])]
    assert list(size_tables({})) == []


def test_the_size_chart_opens_without_javascript(client, kurta):
    text = page(client, kurta)
    assert 'popovertarget="size-chart"' in text
    assert re.search(r'id="size-chart" popover', text)
    assert "Sit close, go up." in text


def test_what_buyers_say_of_the_fit_stands_beside_the_sizes(client, kurta):
    Product.objects.filter(pk=kurta.pk).update(fits={"small": 7, "true": 3, "large": 0})
    assert "70% say it runs small: consider one size up" in page(client, kurta)


def test_the_law_is_answered(client, kurta, settings):
    settings.SHOP_PHONE, settings.SHOP_EMAIL = "+911234567890", "care@example.in"
    text = page(client, kurta)
    assert "₹500, inclusive of all taxes" in text
    assert "Net quantity" in text
    assert "Country of origin</dt><dd>India" in text
    assert "tel:+911234567890" in text
    assert "mailto:care@example.in" in text


def test_drawn_pictures_are_labelled_and_the_first_one_comes_first(client, kurta):
    indigo = Colourway.objects.get(slug="indigo")
    for place, view in enumerate(("front", "back")):
        Picture.objects.create(
            colourway=indigo, key=view, alt=f"The {view}", is_illustration=True, position=place
        )
    refresh_listing(kurta)
    text = page(client, kurta)
    assert text.count("Drawn") == 2
    assert text.count('fetchpriority="high"') == 1
    assert 'href="/media/pictures/front/800.avif"' in text
    assert 'alt="The back"' in text


def test_the_only_scripts_in_the_page_are_files_the_theme_and_data(client, kurta):
    text = page(client, kurta)
    kinds = re.findall(r"<script(?![^>]*src=)([^>]*)>", text)
    assert kinds == ["", ' type="application/ld+json"']
    data = re.search(r'ld\+json">(.*?)</script>', text, re.S)[1]
    assert len(json.loads(data)["@graph"][0]["hasVariant"]) == 4


# --- What is near it --------------------------------------------------------------------------


def test_what_staff_would_wear_with_it_is_shown_in_their_order(kurta):
    jeans = make_variant(product=make_product(name="Jeans")).colourway.product
    shoes = make_variant(product=make_product(name="Shoes")).colourway.product
    hidden = make_variant(product=make_product(is_published=False)).colourway.product
    for place, other in enumerate((shoes, hidden, jeans)):
        Pairing.objects.create(product=kurta, goes_with=other, position=place)
    assert [card.pk for card in display_product(kurta.slug).paired] == [shoes.pk, jeans.pk]


def test_what_is_sold_out_comes_last(kurta):
    gone = make_variant(0, product=make_product(category=kurta.category)).colourway.product
    here = make_variant(product=make_product(category=kurta.category)).colourway.product
    assert gone.is_in_stock is False
    assert [card.pk for card in display_product(kurta.slug).similar] == [here.pk, gone.pk]


def test_what_is_worn_with_it_is_not_named_twice(kurta):
    both = make_variant(product=make_product(category=kurta.category)).colourway.product
    Pairing.objects.create(product=kurta, goes_with=both)
    display = display_product(kurta.slug)
    assert [card.pk for card in display.paired] == [both.pk]
    assert display.similar == []


# --- Kept whole -------------------------------------------------------------------------------


def test_a_page_that_is_kept_costs_no_query(client, kurta, django_assert_num_queries):
    first = page(client, kurta)
    with django_assert_num_queries(0):
        assert page(client, kurta, utm_source="mail") == first


def test_what_is_bought_shows_at_once(client, kurta):
    page(client, kurta)
    variant = Variant.objects.get(size="S")
    stock.hold({variant.pk: 2}, reference="order")
    assert re.findall(r"(\d+) left", page(client, kurta)) == []


def test_what_changes_on_a_card_near_it_shows_at_once(client, kurta):
    near = make_variant(product=make_product(name="Near", category=kurta.category))
    assert "₹500" in page(client, kurta)
    Variant.objects.filter(pk=near.pk).update(price_minor=123_00, mrp_minor=123_00)
    refresh_listing(near.colourway.product)
    assert "₹123" in page(client, kurta)


def test_a_style_taken_out_of_the_shop_is_gone_at_once(client, kurta):
    page(client, kurta)
    publish_products([kurta], is_published=False)
    assert client.get(kurta.get_absolute_url()).status_code == 404


def stocked(products: int) -> Product:
    """A full page: colours, pictures, reviews, pairs, and so many others on its shelf."""
    product = make_product()
    for slug in ("indigo", "madder", "neem"):
        colourway = add_colour(product, slug, "S", "M", "L", "XL")
        Picture.objects.create(colourway=colourway, key=slug, alt=slug)
    for _ in range(products):
        make_variant(product=make_product(category=product.category))
    for other in list(Product.objects.exclude(pk=product.pk)[:3]):
        Pairing.objects.create(product=product, goes_with=other)
    for n in range(8):
        Review.objects.create(product=product, rating=4, title=f"Good {n}", is_published=True)
    Product.objects.filter(pk=product.pk).update(review_count=8)
    refresh_listing(product)
    return product


@pytest.mark.parametrize("products", [3, 30])
def test_a_page_that_is_not_kept_costs_six_queries_at_any_size(client, products):
    product = stocked(products)
    page(client, product)
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, product, colour="neem", size="L")
    assert len(queries) == 6


def test_a_bag_is_filled_from_the_page_as_it_was_printed(client, kurta):
    variant = Variant.objects.get(size="M", colourway__slug="indigo")
    value = re.search(r'value="([0-9a-f-]+)" required data-url="[^"]+size=M"', page(client, kurta))[
        1
    ]
    assert value == str(variant.pk)
    assert bag_with(variant).lines.count() == 1
