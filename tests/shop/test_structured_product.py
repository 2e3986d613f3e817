"""Promises of shop/structured_product.py: what search engines ask for, and nothing made up."""

import json
import re

import pytest

from shop.catalogue import refresh_listing
from shop.display import colours_of
from shop.models import Colourway, Picture, Product, Variant
from shop.return_terms import ReturnTerms
from shop.structured import as_script
from shop.structured_product import product_node
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db

SITE = "https://shop.example.in"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def variant() -> Variant:
    category = make_category(name="Kurtas", slug="kurtas")
    product = make_product(category=category, slug="bagru", description="Printed by hand.")
    return make_variant(product=product, price_minor=1_249_00, mrp_minor=1_499_00, sku="KU-IND-M")


def graph(product: Product) -> dict[str, dict]:
    product.refresh_from_db()
    nodes = product_node(product, colours_of(product), ReturnTerms())["@graph"]
    return {f"{node['@type']}{node.get('@id', '').partition('#')[2]}": node for node in nodes}


def group(product: Product) -> dict:
    return graph(product)["ProductGroupproduct"]


def offer(product: Product) -> dict:
    return group(product)["hasVariant"][0]["offers"]


def test_a_group_says_what_it_is_and_what_varies(variant):
    found = group(variant.colourway.product)
    assert found["name"] == "Bagru Kurta"
    assert found["url"] == f"{SITE}/p/bagru/"
    assert found["description"] == "Printed by hand."
    assert found["variesBy"] == ["https://schema.org/color", "https://schema.org/size"]
    assert found["brand"] == {"@type": "Brand", "name": "Vastra"}
    assert len(found["productGroupID"]) == 32


def test_each_size_of_each_colour_is_a_product_with_an_offer(variant):
    product = variant.colourway.product
    make_variant(product=product, size="L", position=1)
    madder = Colourway.objects.create(
        product=product, slug="madder", name="Madder", dye="#a8322a", position=1
    )
    Variant.objects.create(
        colourway=madder, sku="KU-MAD-M", size="M", price_minor=900_00, mrp_minor=900_00
    )
    refresh_listing(product)
    names = [one["name"] for one in group(product)["hasVariant"]]
    assert names == ["Bagru Kurta, Indigo, M", "Bagru Kurta, Indigo, L", "Bagru Kurta, Madder, M"]


def test_an_offer_has_what_a_merchant_listing_needs(variant):
    assert offer(variant.colourway.product) == {
        "@type": "Offer",
        "url": f"{SITE}/p/bagru/?colour=indigo&size=M",
        "price": "1249.00",
        "priceCurrency": "INR",
        "availability": "https://schema.org/InStock",
        "itemCondition": "https://schema.org/NewCondition",
        "shippingDetails": {"@id": f"{SITE}/p/bagru/#delivery"},
        "hasMerchantReturnPolicy": {"@id": f"{SITE}/p/bagru/#returns"},
    }


def test_paise_are_not_lost(variant):
    Variant.objects.update(price_minor=1_249_05)
    assert offer(variant.colourway.product)["price"] == "1249.05"


def test_a_size_that_is_gone_says_so():
    product = make_variant(stock=0).colourway.product
    assert offer(product)["availability"] == "https://schema.org/OutOfStock"


def test_delivery_costs_what_the_bag_would_say(variant, settings):
    product = variant.colourway.product
    found = graph(product)
    assert found["OfferShippingDetailsdelivery"]["shippingRate"]["value"] == "79.00"
    assert found["OfferShippingDetailsfree-delivery"]["shippingRate"]["value"] == "0.00"
    assert found["OfferShippingDetailsdelivery"]["shippingDestination"]["addressCountry"] == "IN"
    settings.FREE_DELIVERY_FROM_MINOR = 1_249_00
    assert offer(product)["shippingDetails"]["@id"].endswith("#free-delivery")


def test_returns_are_said_with_their_days(variant):
    policy = graph(variant.colourway.product)["MerchantReturnPolicyreturns"]
    assert policy["merchantReturnDays"] == 7
    assert policy["applicableCountry"] == "IN"
    assert policy["returnPolicyCategory"].endswith("MerchantReturnFiniteReturnWindow")
    assert policy["returnFees"] == "https://schema.org/FreeReturn"


def test_everything_referred_to_is_on_the_page(variant):
    product = variant.colourway.product
    ids = {node.get("@id") for node in graph(product).values()}
    assert {offer(product)["shippingDetails"]["@id"]} <= ids
    assert {offer(product)["hasMerchantReturnPolicy"]["@id"]} <= ids


def test_a_rating_is_said_only_where_there_are_reviews(variant):
    product = variant.colourway.product
    assert "aggregateRating" not in group(product)
    Product.objects.update(rating_tenths=44, review_count=9)
    assert group(product)["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.4",
        "reviewCount": 9,
    }


def test_pictures_are_those_of_the_colour_and_absolute(variant):
    product = variant.colourway.product
    assert "image" not in group(product)["hasVariant"][0]
    Picture.objects.create(colourway=variant.colourway, key="a/b", alt="Front")
    image = group(product)["hasVariant"][0]["image"]
    assert image == [f"{SITE}/media/pictures/a/b/600.webp"]


def test_the_trail_leads_from_home_over_the_category(variant):
    trail = graph(variant.colourway.product)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "Home", f"{SITE}/"),
        (2, "Kurtas", f"{SITE}/c/kurtas/"),
        (3, "Bagru Kurta", f"{SITE}/p/bagru/"),
    ]


def test_a_name_cannot_close_the_script(variant):
    Product.objects.update(name="</script><script>alert(1)</script>&")
    product = variant.colourway.product
    product.refresh_from_db()
    script = as_script(product_node(product, colours_of(product), ReturnTerms()))
    assert script.count("<") == 2
    text = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', script, re.S)[1]
    assert json.loads(text)["@graph"][0]["name"] == "</script><script>alert(1)</script>&"
