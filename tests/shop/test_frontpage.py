"""Promises of shop/frontpage.py: staff choose, rows fill, and no block takes the page along."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from shop import frontpage, periodic
from shop.catalogue import publish_products, refresh_listing, write_recent_sales
from shop.frontpage import gather_front_page
from shop.index import index
from shop.models import HomeBlock, Product, Review
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def make_style(**columns):
    """A published style that is in stock."""
    return make_variant(product=make_product(**columns)).colourway.product


def make_block(**columns):
    product = columns.pop("product", None) or make_style()
    shown = {"kind": "hero", "headline": "Printed by hand", "starts_at": NOW - timedelta(days=1)}
    return HomeBlock.objects.create(product=product, **{**shown, **columns})


def make_review(product, **columns):
    said = {"rating": 5, "title": "Sits well", "body": "Kept its shape.", "size": "M"}
    return Review.objects.create(product=product, **{"is_published": True, **said, **columns})


def front_page(now=None):
    index.catch_up()
    return gather_front_page(now=now or timezone.now())


def page_of(client):
    return client.get("/").content.decode()


# --- Hero and story -----------------------------------------------------------------------------


def test_the_newest_block_inside_its_dates_is_the_hero():
    make_block(headline="Older")
    make_block(headline="Now", starts_at=NOW - timedelta(hours=1))
    make_block(headline="Later", starts_at=NOW + timedelta(days=1))
    make_block(headline="Over", starts_at=NOW - timedelta(minutes=9), ends_at=NOW)
    make_block(headline="Off", is_active=False, starts_at=NOW - timedelta(minutes=5))
    assert front_page().hero.headline == "Now"


def test_a_block_that_ends_gives_way_to_the_one_before():
    make_block(headline="Always", starts_at=NOW - timedelta(days=2))
    make_block(headline="Festival", ends_at=NOW + timedelta(days=1))
    assert front_page().hero.headline == "Festival"
    assert front_page(NOW + timedelta(days=1)).hero.headline == "Always"


def test_hero_and_story_are_chosen_each_for_itself():
    make_block(kind="hero", headline="Printed")
    make_block(kind="story", headline="Tied")
    page = front_page()
    assert (page.hero.headline, page.story.headline) == ("Printed", "Tied")


def test_a_block_of_a_hidden_style_is_not_shown():
    block = make_block(headline="Hidden")
    publish_products([block.product], is_published=False)
    assert front_page().hero is None


def test_without_a_block_the_newest_style_is_the_hero_and_not_shown_twice():
    make_style(name="Older", published_at=NOW - timedelta(days=3))
    make_style(name="Newer", published_at=NOW - timedelta(days=1))
    page = front_page()
    assert page.hero.headline == "Newer"
    assert [product.name for product in page.newest] == ["Older"]


def test_the_button_leads_to_the_category_or_else_to_the_style():
    shelf = make_category(name="Kurtas")
    to_shelf = frontpage._feature(make_block(category=shelf))
    assert (to_shelf.button, to_shelf.address) == ("Shop kurtas", shelf.get_absolute_url())
    block = make_block(button="Look closer")
    to_style = frontpage._feature(block)
    assert (to_style.button, to_style.address) == ("Look closer", block.product.get_absolute_url())


# --- Rows of styles -----------------------------------------------------------------------------


def test_only_styles_of_the_last_week_are_new_this_week():
    make_style(published_at=NOW - timedelta(days=1))
    assert front_page().is_this_week
    make_style(published_at=NOW - timedelta(days=8))
    make_block()
    assert not front_page().is_this_week


def test_the_best_seller_of_each_kind_is_shown_the_most_bought_first():
    old = NOW - timedelta(days=30)
    for n in range(9):
        make_style(name=f"New {n}", published_at=NOW)
    shirts, tees, jeans = make_category(), make_category(), make_category()
    shirt = make_style(category=shirts, published_at=old)
    other = make_style(category=shirts, published_at=old)
    tee = make_style(category=tees, published_at=old)
    make_style(category=jeans, published_at=old)  # never bought
    write_recent_sales({shirt.pk: 5, other.pk: 4, tee.pk: 7})
    assert front_page().best_sellers == [tee, shirt]


def test_a_style_stands_among_the_new_or_the_best_sellers_not_in_both():
    style = make_style()
    make_block()
    write_recent_sales({style.pk: 5})
    page = front_page()
    assert style in page.newest
    assert page.best_sellers == []


# --- Chips --------------------------------------------------------------------------------------


def shelf_of(name, *styles):
    category = make_category(name=name, slug=name.lower())
    for columns in styles:
        style = dict(columns)
        price = style.pop("price_minor", 500_00)
        mrp = style.pop("mrp_minor", price)
        product = make_product(category=category, **style)
        make_variant(product=product, price_minor=price, mrp_minor=mrp)


def test_a_chip_names_a_filter_and_leads_to_its_listing():
    shelf_of("Shirts", *[{"material": "Linen"}] * 2, *[{"material": "Cotton"}] * 3)
    assert [(chip.label, chip.address) for chip in front_page().chips] == [
        ("Cotton shirts", "/c/shirts/?material=cotton")
    ]


def test_the_lowest_price_is_offered_where_no_cloth_narrows():
    shelf_of("Tees", *[{"price_minor": 900_00}] * 2, *[{"price_minor": 1500_00}] * 2)
    assert [chip.label for chip in front_page().chips] == ["Tees up to ₹999"]


def test_the_largest_discount_is_offered_where_nothing_else_narrows():
    off = {"price_minor": 700_00, "mrp_minor": 1000_00}
    shelf_of("Jackets", off, off, {}, {})
    assert [chip.label for chip in front_page().chips] == ["Jackets, 25% off or more"]


def test_a_filter_that_narrows_nothing_is_no_chip():
    shelf_of("Shirts", *[{"material": "Linen"}] * 5)
    assert front_page().chips == []


def test_every_chip_leads_to_something(client):
    shelf_of("Tees", *[{"price_minor": 900_00}] * 3, *[{"price_minor": 1500_00}] * 3)
    [chip] = front_page().chips
    assert "3 styles" in client.get(chip.address).content.decode()


# --- What buyers say ----------------------------------------------------------------------------


def test_quotes_have_words_four_stars_and_a_size_and_come_from_what_is_shown():
    make_block()
    style = make_style()
    make_review(style, rating=3, title="Three stars")
    make_review(style, body="", title="No words")
    make_review(style, size="", title="No size")
    make_review(style, is_published=False, title="Not published")
    make_review(style, title="A good one", rating=4)
    assert [review.title for review in front_page().quotes] == ["A good one"]


def test_the_most_helpful_review_of_each_style_is_quoted_three_at_most():
    make_block()
    for n in range(4):
        style = make_style(name=f"Style {n}")
        make_review(style, title="Plain", helpful_count=0)
        make_review(style, title=f"Helpful {n}", helpful_count=n + 1)
    titles = [review.title for review in front_page().quotes]
    assert titles == ["Helpful 3", "Helpful 2", "Helpful 1"]


# --- The page -----------------------------------------------------------------------------------


def test_an_empty_shop_opens_and_says_so(client):
    page = page_of(client)
    assert page.count("<h1>") == 1
    assert "The rails are still empty" in page


def fill():
    make_block(kind="story", headline="Tied by hand")
    for n in range(12):
        style = make_style(name=f"Style {n}", published_at=NOW - timedelta(days=n))
        make_review(style)
        write_recent_sales({style.pk: n + 1})


def test_the_page_costs_four_queries_at_any_size(client, django_assert_num_queries):
    fill()
    index.catch_up()
    with django_assert_num_queries(4):  # the index, the blocks, the cards, the quotes
        client.get("/")
    fill()
    index.catch_up()
    cache.clear()
    with django_assert_num_queries(4):
        client.get("/")


@pytest.mark.parametrize(
    ("block", "gone", "kept"),
    [
        ("read_features", "Tied by hand", "Style 3"),
        ("_cards", "Style 3", "Tied by hand"),
        ("_chips", "/?material=", "Tied by hand"),
        ("_quotes", "Kept its shape.", "Style 3"),
    ],
)
def test_a_block_that_fails_is_left_out_logged_and_not_kept(
    client, monkeypatch, caplog, block, gone, kept
):
    fill()

    def broken(*given):
        raise RuntimeError("torn")

    broken.__name__ = block
    with monkeypatch.context() as patch:
        patch.setattr(frontpage, block, broken)
        page = page_of(client)
    assert gone not in page
    assert kept in page
    assert f"goes without {block}" in caplog.text
    assert "Kept its shape." in page_of(client)


def test_a_new_price_shows_at_once_on_a_kept_page(client, django_capture_on_commit_callbacks):
    variant = make_variant(price_minor=500_00)
    assert "₹500" in page_of(client)
    with django_capture_on_commit_callbacks(execute=True):
        type(variant).objects.filter(pk=variant.pk).update(price_minor=400_00, mrp_minor=400_00)
        refresh_listing(Product.objects.get(pk=variant.colourway.product_id))
    page = page_of(client)
    assert "₹400" in page
    assert "₹500" not in page


def test_a_block_whose_hour_has_come_shows_within_a_minute(
    client, django_capture_on_commit_callbacks
):
    turns_at = timezone.now() + timedelta(minutes=1)
    make_block(headline="Before", ends_at=turns_at)
    make_block(headline="After", starts_at=turns_at)
    assert "Before" in page_of(client)
    with time_machine.travel(turns_at + timedelta(seconds=40)):
        assert "Before" in page_of(client)  # kept, since nobody saved anything
        with django_capture_on_commit_callbacks(execute=True):
            periodic.turn_front_page()
        assert "After" in page_of(client)


def test_the_clock_leaves_the_page_alone_while_no_block_begins_or_ends(
    django_capture_on_commit_callbacks,
):
    make_block(starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1))
    with django_capture_on_commit_callbacks() as callbacks:
        periodic.turn_front_page()
    assert callbacks == []
