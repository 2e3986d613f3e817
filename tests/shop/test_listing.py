"""Promises of shop/listing.py and its pages: counts that adjust, ways on, ways out, one address."""

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.urls import reverse

from shop.catalogue import publish_products, refresh_listing
from shop.facets import CATEGORY, COLOUR, MATERIAL, SIZE, Selection
from shop.index import index
from shop.listing import MOST_OPEN, PER_PAGE, list_products, size_order
from shop.models import Colourway, Picture, Product, SearchTerm, Variant
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db

SEARCH = reverse("shop:search")


@pytest.fixture
def shelf():
    return make_category(name="Kurtas")


def style(shelf, name="Kurta", *, stock=5, size="M", price_minor=500_00, **columns):
    product = make_product(category=shelf, name=name, **columns)
    make_variant(product=product, stock=stock, size=size, price_minor=price_minor)
    return Product.objects.get(pk=product.pk)


def listed(shelf, selection=None, **how):
    index.catch_up()
    return list_products(selection or Selection(), index.of(CATEGORY, shelf.slug), **how)


def counts(listing, facet):
    group = next(group for group in listing.groups if group.facet is facet)
    return {option.value: option.count for option in group.options}


def text_of(response):
    return response.content.decode()


# --- Counts -----------------------------------------------------------------------------------


def test_counts_say_what_there_would_be_if_the_other_filters_stayed(shelf):
    style(shelf, material="Cotton", size="M")
    style(shelf, material="Cotton", size="L")
    style(shelf, material="Silk", size="L")
    listing = listed(shelf, Selection({"material": ("cotton",)}))
    assert counts(listing, SIZE) == {"M": 1, "L": 1}
    assert counts(listing, MATERIAL) == {"cotton": 2, "silk": 1}
    assert listing.total == 2


def in_madder(product, *, size, stock=5):
    """The same style in red, in this size."""
    colourway = Colourway.objects.create(
        product=product, slug="madder", name="Madder", dye="#a8322a", position=1
    )
    Picture.objects.create(colourway=colourway, key=f"madder-{product.pk.hex}", alt="In red")
    priced = {"sku": f"RED-{product.pk.hex[-12:]}", "price_minor": 500_00, "mrp_minor": 500_00}
    Variant.objects.create(colourway=colourway, size=size, on_hand=stock, **priced)
    refresh_listing(product)


def test_a_size_and_a_colour_are_had_together_or_not_at_all(shelf):
    in_madder(style(shelf, size="M"), size="L")
    listing = listed(shelf, Selection({"colour": ("red",)}))
    assert (listing.total, counts(listing, SIZE)) == (1, {"M": 0, "L": 1})
    listing = listed(shelf, Selection({"size": ("M",)}))
    assert (listing.total, counts(listing, COLOUR)) == (1, {"blue": 1, "red": 0})
    assert listed(shelf, Selection({"size": ("M",), "colour": ("red",)})).total == 0
    assert listed(shelf, Selection({"size": ("M",), "colour": ("red", "blue")})).total == 1


def test_a_card_shows_the_colour_that_was_chosen(client, shelf):
    shown = style(shelf, size="M")
    Picture.objects.create(colourway=shown.colourways.get(), key="first-one", alt="In blue")
    in_madder(shown, size="L")
    address = shown.get_absolute_url()
    every = text_of(client.get(shelf.get_absolute_url()))
    assert f'href="{address}"' in every
    assert "madder-" not in every
    red = text_of(client.get(shelf.get_absolute_url(), {"colour": "red"}))
    assert f'href="{address}?colour=madder"' in red
    assert "madder-" in red
    assert re.findall(r"Sizes in stock: </span>(\w+)<", red) == ["L"]


def test_a_value_that_would_leave_nothing_stays_with_a_nought(shelf):
    style(shelf, material="Cotton", size="M")
    style(shelf, material="Silk", size="L")
    assert counts(listed(shelf, Selection({"size": ("M",)})), MATERIAL) == {"cotton": 1, "silk": 0}


def test_only_sizes_that_can_be_bought_are_counted(shelf):
    style(shelf, size="M")
    style(shelf, size="L", stock=0)
    style(shelf, size="S")
    assert counts(listed(shelf), SIZE) == {"S": 1, "M": 1}


def test_a_facet_with_one_value_is_not_offered(shelf):
    style(shelf)
    style(shelf)
    assert COLOUR not in [group.facet for group in listed(shelf).groups]


def test_sizes_stand_smallest_first():
    sizes = ["XL", "32", "UK 8", "Free size", "S", "30", "UK 10", "XS"]
    assert sorted(sizes, key=size_order) == [
        "XS", "S", "XL", "UK 8", "UK 10", "30", "32", "Free size",
    ]  # fmt: skip


# --- Ways on and out ----------------------------------------------------------------------------


def test_an_empty_result_offers_what_to_let_go_of_with_counts(shelf):
    style(shelf, material="Cotton", size="M")
    style(shelf, material="Cotton", size="M")
    style(shelf, material="Silk", size="L")
    listing = listed(shelf, Selection({"material": ("silk",), "size": ("M",)}))
    ways = [(way.label, way.query, way.count) for way in listing.ways_out]
    assert ways == [("Without Silk", "size=M", 2), ("Without M", "material=silk", 1)]


def test_where_letting_go_of_one_does_not_help_keeping_one_is_offered(shelf):
    style(shelf, material="Cotton", size="M")
    style(shelf, material="Silk", size="L", price_minor=3000_00)
    chosen = {"material": ("linen",), "size": ("XS",), "price": ("0-999",)}
    ways = [(way.label, way.count) for way in listed(shelf, Selection(chosen)).ways_out]
    assert ways == [("Only Up to ₹999", 1)]


def test_a_typed_range_stands_in_its_fields_and_in_a_chip_only(client, shelf):
    style(shelf, price_minor=1600_00)
    style(shelf, price_minor=2600_00)
    page = text_of(client.get(f"{shelf.get_absolute_url()}?min=1500&max=2500"))
    assert 'name="min" value="1500"' in page
    assert 'name="max" value="2500"' in page
    assert 'value="1500-2500"' not in page
    assert "₹1,500 – ₹2,500" in page


def test_pages_open_one_below_the_other(shelf):
    for _ in range(PER_PAGE + 2):
        style(shelf)
    first = listed(shelf)
    assert (first.first, first.last, first.more, first.left) == (1, PER_PAGE, 2, 2)
    assert first.next_query == "page=2"
    both = listed(shelf, Selection(page=2))
    assert (both.first, both.last, both.left) == (1, PER_PAGE + 2, 0)
    below = listed(shelf, Selection(page=2), only_last=True)
    assert (below.first, below.last) == (PER_PAGE + 1, PER_PAGE + 2)
    assert [*first.products, *below.products] == list(both.products)


def test_after_many_pages_a_listing_starts_afresh(shelf, monkeypatch):
    monkeypatch.setattr("shop.listing.PER_PAGE", 1)
    for _ in range(MOST_OPEN + 2):
        style(shelf)
    listing = listed(shelf, Selection(page=MOST_OPEN + 2))
    assert (listing.first, listing.last) == (MOST_OPEN + 1, MOST_OPEN + 2)


def test_what_is_sold_out_comes_last(shelf):
    style(shelf, "Here")
    style(shelf, "Gone", stock=0)
    assert [product.name for product in listed(shelf).products] == ["Here", "Gone"]


# --- Pages ----------------------------------------------------------------------------------------


def test_a_listing_costs_as_many_queries_for_many_as_for_few(
    client, shelf, django_assert_max_num_queries
):
    for _ in range(30):
        style(shelf)
    index.catch_up()
    with django_assert_max_num_queries(3):
        client.get(shelf.get_absolute_url())
    with django_assert_max_num_queries(4):
        client.get(SEARCH, {"q": "kurta", "size": "M"})


def test_a_kept_page_costs_no_query(client, shelf, django_assert_num_queries):
    style(shelf)
    client.get(shelf.get_absolute_url())
    with django_assert_num_queries(0):
        client.get(shelf.get_absolute_url())


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens after a commit, in a test that never commits."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_change_of_price_shows_at_once(client, shelf, committed):
    product = style(shelf)
    assert "₹500" in text_of(client.get(shelf.get_absolute_url()))
    Variant.objects.update(price_minor=490_00)
    with committed():
        refresh_listing(product)
    assert "₹490" in text_of(client.get(shelf.get_absolute_url()))
    assert "₹490" in text_of(client.get(SEARCH, {"q": "kurta"}))


def test_another_shelf_stays_warm(client, shelf, committed, django_assert_num_queries):
    changed, other = style(shelf), make_category(name="Shirts")
    style(other, "Shirt")
    client.get(other.get_absolute_url())
    with committed():
        refresh_listing(changed)
    with django_assert_num_queries(0):
        client.get(other.get_absolute_url())


def test_a_hidden_style_is_gone_from_every_listing_at_once(client, shelf, committed):
    product = style(shelf, "Bagru Kurta")
    paths = ["/", shelf.get_absolute_url(), f"{SEARCH}?q=bagru"]
    assert all("Bagru Kurta" in text_of(client.get(path)) for path in paths)
    with committed():
        publish_products([product], is_published=False)
    assert not any(product.get_absolute_url() in text_of(client.get(path)) for path in paths)


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [dict(attrs).get("href", "")] if tag == "a" else []


def test_the_same_choice_in_another_order_is_the_same_page(client, shelf):
    style(shelf, size="M")
    style(shelf, size="L")
    one = client.get(shelf.get_absolute_url() + "?size=M&size=L&sort=price&utm=x")
    other = client.get(shelf.get_absolute_url() + "?sort=price&size=L&size=M&page=1")
    assert one.content == other.content


def test_every_filter_is_a_link_or_a_field_without_javascript(client, shelf):
    style(shelf, material="Cotton")
    style(shelf, material="Silk")
    page = text_of(client.get(shelf.get_absolute_url() + "?material=silk"))
    assert f"{shelf.get_absolute_url()}?" in Links(page).found  # the chip that takes it off
    assert 'name="material" value="cotton"' in page
    assert "<noscript>" in page


def test_htmx_gets_the_results_the_facets_and_the_one_address(client, shelf):
    style(shelf, material="Cotton")
    style(shelf, material="Silk")
    headers = {"HX-Request": "true", "HX-Target": "results"}
    url = f"{shelf.get_absolute_url()}?min=&max=&sort=&material=silk"
    answer = client.get(url, headers=headers)
    assert "<html" not in text_of(answer)
    assert 'id="facet-groups" hx-swap-oob="true"' in text_of(answer)
    assert answer.headers["HX-Push-Url"] == f"{shelf.get_absolute_url()}?material=silk"
    assert "HX-Request" in answer.headers["Vary"]


def test_a_part_asked_for_without_htmx_is_the_page(client, shelf):
    """Else anybody could put a part in the place of the page that is kept for everybody."""
    style(shelf)
    for headers in ({"HX-Target": "results"}, {"HX-Target": "grid"}):
        assert "<html" in text_of(client.get(shelf.get_absolute_url(), headers=headers))
    assert "<html" in text_of(client.get(shelf.get_absolute_url()))


def test_the_count_in_the_heading_follows_the_filters(client, shelf):
    style(shelf, size="M")
    style(shelf, size="L")
    headers = {"HX-Request": "true", "HX-Target": "results"}
    answer = client.get(f"{shelf.get_absolute_url()}?size=M", headers=headers)
    assert '<small id="count" hx-swap-oob="true">1 style</small>' in text_of(answer)


def test_htmx_gets_the_next_cards_alone(client, shelf):
    for _ in range(PER_PAGE + 1):
        style(shelf)
    headers = {"HX-Request": "true", "HX-Target": "grid"}
    answer = client.get(f"{shelf.get_absolute_url()}?page=2", headers=headers)
    assert text_of(answer).count('class="card"') == 1
    assert f'id="style-{PER_PAGE + 1}"' in text_of(answer)
    assert answer.headers["HX-Replace-Url"] == f"{shelf.get_absolute_url()}?page=2"


def test_addresses_nobody_printed_are_answered_but_not_kept(client, shelf):
    style(shelf)
    client.get(shelf.get_absolute_url() + "?size=MADEUP")
    client.get(shelf.get_absolute_url() + "?page=999")
    assert [key for key in cache._cache if ":page:" in key] == []
    client.get(shelf.get_absolute_url())
    assert len([key for key in cache._cache if ":page:" in key]) == 1


def test_filtered_listings_are_not_for_search_engines(client, shelf):
    style(shelf)
    style(shelf, size="L")
    assert "noindex" not in text_of(client.get(shelf.get_absolute_url()))
    assert "noindex" in text_of(client.get(shelf.get_absolute_url() + "?size=M"))
    assert "noindex" in text_of(client.get(SEARCH, {"q": "kurta"}))


# --- Searching ------------------------------------------------------------------------------------


def test_a_corrected_search_says_so_and_offers_what_was_typed(client, shelf):
    style(shelf, "Bagru Kurta")
    page = text_of(client.get(SEARCH, {"q": "kurtha"}))
    assert "Showing results for <b>kurta</b>" in page
    assert f"{SEARCH}?q=kurtha&exactly=1" in Links(page).found


def test_a_sku_jumps_to_its_size(client, shelf):
    variant = style(shelf).colourways.get().variants.get()
    answer = client.get(SEARCH, {"q": variant.sku.lower()})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?colour=indigo&size=M")


def test_nothing_found_names_the_word_and_shows_what_others_buy(client, shelf):
    style(shelf, "Bagru Kurta")
    page = text_of(client.get(SEARCH, {"q": "lehenga"}))
    assert "No style has the word “lehenga”" in page
    assert "Bagru Kurta" in page


def test_an_opened_search_is_counted_by_a_post_of_its_own(client, shelf):
    style(shelf, "Bagru Kurta")
    assert SearchTerm.objects.count() == 0
    page = text_of(client.get(SEARCH, {"q": "Kurta"}))
    assert reverse("shop:count_search") in page
    assert client.post(reverse("shop:count_search"), {"q": "Kurta"}).status_code == 204
    assert SearchTerm.objects.values_list("term", "searches", "found").get() == ("kurta", 1, 1)


def test_a_narrowed_search_is_not_counted_again(client, shelf):
    style(shelf, "Bagru Kurta")
    page = text_of(client.get(SEARCH, {"q": "kurta", "size": "M"}))
    assert reverse("shop:count_search") not in page


@pytest.mark.parametrize("query", ["", "x", "\x00", " "])
def test_what_is_no_search_is_not_counted(client, query):
    assert client.post(reverse("shop:count_search"), {"q": query}).status_code == 204
    assert SearchTerm.objects.count() == 0


def test_suggestions_show_words_kinds_and_styles(client, shelf):
    style(shelf, "Bagru Kurta")
    page = text_of(client.get(reverse("shop:suggest"), {"q": "kur"}))
    assert "kur<b>ta</b>" in page
    assert shelf.get_absolute_url() in page
    assert "Bagru Kurta" in page


def test_before_anything_is_typed_others_searches_and_kinds_are_shown(client, shelf):
    style(shelf, "Bagru Kurta")
    for query in ["bagru"] * 3 + ["bagrv"] * 5:
        client.post(reverse("shop:count_search"), {"q": query})
    page = text_of(client.get(reverse("shop:suggest")))
    assert f"{SEARCH}?q=bagru" in page
    assert "bagrv" not in page  # mended and found, but not ours to show
    assert shelf.get_absolute_url() in page
