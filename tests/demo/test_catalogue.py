"""What the demo catalogue promises to the seed, the pages and the search."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from demo.catalogue import (
    BLOCKS,
    CATEGORIES,
    OFFERS,
    PRODUCTS,
    SYNONYMS,
    canonical,
    days_on_sale,
    goes_with,
    reviews_for,
    sku,
    stock_for,
)
from demo.catalogue.reviews import OPINIONS
from demo.garments.wardrobe import LOOKS

LOOK = {look.key: look for look in LOOKS}
BY_SLUG = {product.slug: product for product in PRODUCTS}
COLOURED = [(product, colourway) for product in PRODUCTS for colourway in product.colourways]
VARIANTS = [
    (product, colourway, size) for product, colourway in COLOURED for size in product.category.sizes
]
STOCK = {sku(*variant): stock_for(*variant) for variant in VARIANTS}
SAID = {opinion for opinions in OPINIONS.values() for opinion in opinions}
GIVEN = [(product, review) for product in PRODUCTS for review in reviews_for(product)]
MEASURES = [(category, row) for category in CATEGORIES for row in category.chart]


def repeated(values):
    return [value for value, times in Counter(values).items() if times > 1]


def share(pieces):
    """How much of the shop's variants hold a number of pieces in this range."""
    return sum(count in pieces for count in STOCK.values()) / len(STOCK)


# Size


def test_there_are_at_least_eight_categories():
    assert len(CATEGORIES) >= 8


def test_there_are_at_least_120_products():
    assert len(PRODUCTS) >= 120


def test_every_category_has_at_least_twelve_products():
    counts = Counter(product.category.slug for product in PRODUCTS)
    assert set(counts) == {category.slug for category in CATEGORIES}
    assert min(counts.values()) >= 12


# Names


def test_product_slugs_are_unique():
    assert repeated(product.slug for product in PRODUCTS) == []


def test_product_names_are_unique():
    assert repeated(product.name for product in PRODUCTS) == []


def test_category_slugs_codes_and_positions_are_unique():
    assert repeated(category.slug for category in CATEGORIES) == []
    assert repeated(category.code for category in CATEGORIES) == []
    assert [category.position for category in CATEGORIES] == list(range(1, len(CATEGORIES) + 1))


def test_slugs_are_fit_for_an_address():
    slugs = [*BY_SLUG, *(category.slug for category in CATEGORIES)]
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)] == []


def test_a_sku_can_be_read_aloud():
    bagru, zari = BY_SLUG["bagru-buti-kurta"], BY_SLUG["chanderi-zari-saree"]
    assert sku(bagru, bagru.colourways[1], "M") == "KUR-BAGRU-IND-M"
    assert sku(zari, zari.colourways[0], "Free size") == "SAR-CHANDSAR-KOR-FREE"


def test_skus_are_unique():
    assert len(STOCK) == len(VARIANTS)


def test_skus_are_at_most_24_plain_characters():
    assert [label for label in STOCK if not re.fullmatch(r"[A-Z0-9-]{1,24}", label)] == []


# Words


def test_descriptions_are_distinct():
    assert repeated(product.description for product in PRODUCTS) == []


def test_descriptions_open_differently():
    assert repeated(product.description.split(". ")[0] for product in PRODUCTS) == []


def test_descriptions_have_two_to_four_sentences():
    sentences = {p.slug: len(re.findall(r"\.( |$)", p.description)) for p in PRODUCTS}
    assert {slug: count for slug, count in sentences.items() if not 2 <= count <= 4} == {}


def test_nothing_we_say_shouts_or_carries_stray_spaces():
    copy = [
        *(category.description for category in CATEGORIES),
        *(product.description for product in PRODUCTS),
        *(product.fit for product in PRODUCTS),
        *(f"{opinion.title} {opinion.body}" for opinion in SAID),
    ]
    assert [text for text in copy if re.search(r"!|  |^ | $", text)] == []


def test_fibres_add_up_to_a_hundred_per_cent():
    cloth = [p for p in PRODUCTS if p.category.slug != "sneakers"]
    fibres = {p.slug: sum(map(int, re.findall(r"(\d+)%", p.fabric))) for p in cloth}
    assert {slug: total for slug, total in fibres.items() if total != 100} == {}


def test_materials_are_the_few_words_shoppers_filter_by():
    materials = Counter(product.material for product in PRODUCTS)
    assert set(materials) == {
        "Canvas", "Cotton", "Denim", "Hemp", "Khadi", "Linen", "Lyocell", "Modal", "Silk",
        "Viscose",
    }  # fmt: skip
    assert materials["Cotton"] > materials["Denim"] > materials["Linen"]


def test_a_material_is_named_in_the_cloth_it_stands_for():
    unnamed = [p for p in PRODUCTS if p.material.lower() not in p.fabric.lower()]
    assert {(p.category.slug, p.material) for p in unnamed} == {("jeans", "Denim")}


# Prices


def test_price_never_exceeds_mrp():
    assert [p.slug for p in PRODUCTS if not 0 < p.price_rupees <= p.mrp_rupees] == []


def test_money_reaches_the_shop_in_paise():
    bagru = BY_SLUG["bagru-buti-kurta"]
    assert (bagru.mrp_minor, bagru.price_minor) == (189_900, 149_900)


def test_about_two_in_five_products_are_discounted():
    assert 0.35 <= sum(p.is_discounted for p in PRODUCTS) / len(PRODUCTS) <= 0.45


# Tax, charts, pictures


def test_hsn_codes_are_of_the_chapters_for_clothes_shoes_and_saree_cloth():
    codes = {product.slug: product.hsn for product in PRODUCTS}
    chapters = r"(50|52|53|54|55|61|62|64)\d\d(\d\d)?"
    assert {slug: code for slug, code in codes.items() if not re.fullmatch(chapters, code)} == {}


def test_a_linen_shirt_does_not_pass_as_cotton():
    assert BY_SLUG["deccan-oxford-shirt"].hsn == "620520"
    assert BY_SLUG["coastline-linen-shirt"].hsn == "620590"


def test_every_size_has_every_measure():
    assert [c.slug for c, (_, values) in MEASURES if len(values) != len(c.sizes)] == []


def test_measures_never_shrink_as_sizes_grow():
    assert [(c.slug, name) for c, (name, row) in MEASURES if list(row) != sorted(row)] == []


def test_every_colourway_has_a_look_that_is_drawn():
    assert {colourway.look for _, colourway in COLOURED} <= set(LOOK)


def test_looks_are_of_the_garment_that_is_sold():
    assert [p.slug for p, c in COLOURED if LOOK[c.look].style != p.category.style] == []


def test_looks_have_the_colour_that_is_named():
    drawn = [(LOOK[c.look].colour, LOOK[c.look].dye) for _, c in COLOURED]
    assert drawn == [(c.name, c.dye) for _, c in COLOURED]


def test_a_product_has_one_to_three_colours_and_none_twice():
    names = {p.slug: [c.name for c in p.colourways] for p in PRODUCTS}
    assert {slug: found for slug, found in names.items() if repeated(found)} == {}
    assert {len(found) for found in names.values()} == {1, 2, 3}


def test_every_dye_belongs_to_a_colour_shoppers_ask_for():
    families = {colourway.name: colourway.family for _, colourway in COLOURED}
    assert families["Ret"] == "brown"
    assert set(families.values()) == {
        "black", "blue", "brown", "cream", "green", "grey", "orange", "pink", "purple", "red",
        "white", "yellow",
    }  # fmt: skip


# What goes with what


def test_a_style_goes_with_two_or_three_others_of_other_shelves():
    shelves = {
        p.slug: [p.category.slug, *(o.category.slug for o in goes_with(p))] for p in PRODUCTS
    }
    assert {slug: found for slug, found in shelves.items() if repeated(found)} == {}
    assert {len(found) for found in shelves.values()} == {3, 4}


def test_nothing_sold_out_is_offered_with_anything():
    assert "patchwork-kantha-jacket" not in {o.slug for p in PRODUCTS for o in goes_with(p)}


def test_what_goes_together_never_has_one_colour():
    alike = [
        (p.slug, other.slug)
        for p in PRODUCTS
        for other in goes_with(p)
        if p.colourways[0].family == other.colourways[0].family
    ]
    assert alike == []


# The front page and the offers


def test_headlines_have_at_most_seven_words_and_show_a_style_of_their_shelf():
    assert [b.headline for b in BLOCKS if len(b.headline.split()) > 7] == []
    assert [BY_SLUG[b.product].category for b in BLOCKS] == [b.category for b in BLOCKS]


def test_offer_codes_are_capitals_and_digits():
    assert [o.code for o in OFFERS if not re.fullmatch(r"[A-Z0-9]{4,24}", o.code)] == []


# Newness


def test_the_newest_nine_stand_on_nine_different_shelves():
    assert len({product.category.slug for product in PRODUCTS[:9]}) == 9


def test_products_run_newest_first():
    days = [days_on_sale(product) for product in PRODUCTS]
    assert days == sorted(days)
    assert days[0] == 3


# Stock


def test_stock_is_the_same_on_every_run():
    khadi = BY_SLUG["khadi-long-kurta"]
    kora = khadi.colourways[0]
    assert [stock_for(khadi, kora, size) for size in khadi.category.sizes] == [
        4,
        21,
        24,
        31,
        17,
        7,
    ]


def test_sold_out_share_is_believable():
    assert 0.08 <= share(range(1)) <= 0.16


def test_last_pieces_share_is_believable():
    assert 0.07 <= share(range(1, 4)) <= 0.13


def test_a_few_variants_are_deep():
    assert 0.005 <= share(range(60, 1000)) <= 0.06


def test_exactly_one_product_is_sold_out_in_every_size():
    left = dict.fromkeys(BY_SLUG, 0)
    for product, colourway, size in VARIANTS:
        left[product.slug] += stock_for(product, colourway, size)
    assert [slug for slug, pieces in left.items() if pieces == 0] == ["patchwork-kantha-jacket"]


def test_middle_sizes_are_kept_deeper_than_the_ends():
    held = Counter()
    for product, colourway, size in VARIANTS:
        held[size] += stock_for(product, colourway, size)
    assert held["M"] > held["XL"] > held["XXL"]
    assert held["M"] > held["S"] > held["XS"]


# Reviews


def test_there_are_150_different_opinions():
    assert len(SAID) >= 150
    assert repeated(opinion.body for opinion in SAID) == []


def test_opinions_use_the_words_the_fit_summary_counts():
    assert {opinion.fit for opinion in SAID} == {
        "runs small",
        "true",
        "runs large",
        None,
    }
    assert {opinion.rating for opinion in SAID} == {2, 3, 4, 5}


def test_a_saree_has_no_size_to_argue_about():
    assert {o.fit for o in OPINIONS["sarees"]} == {None}
    assert [o for slug in set(OPINIONS) - {"sarees"} for o in OPINIONS[slug] if not o.fit] == []


def test_a_product_has_none_to_nine_reviews_and_none_twice():
    titles = {p.slug: [review.title for review in reviews_for(p)] for p in PRODUCTS}
    assert {slug: said for slug, said in titles.items() if repeated(said)} == {}
    assert {len(said) for said in titles.values()} == set(range(10))


def test_ratings_spread_like_a_good_shop():
    counts = Counter(review.rating for _, review in GIVEN)
    assert counts[4] + counts[5] > 2 * (counts[2] + counts[3])
    assert counts[2] > 0.04 * len(GIVEN)


def test_reviews_speak_of_a_size_and_colour_that_are_sold():
    assert [r for p, r in GIVEN if r.size not in p.category.sizes] == []
    assert [r for p, r in GIVEN if r.colourway not in p.colourways] == []


def test_no_review_is_older_than_the_first_parcel():
    assert [r for p, r in GIVEN if not 1 <= r.days_ago <= days_on_sale(p) - 7] == []


def test_reviews_are_the_same_on_every_run():
    assert [(r.title, r.city) for r in reviews_for(BY_SLUG["bagru-buti-kurta"])][:2] == [
        ("Average for me", "Chennai"),
        ("Good, but delivery was slow", "Lucknow"),
    ]


# Search words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kurtha", "kurta"),
        ("Saari", "saree"),
        ("tshirt", "tee"),
        ("T shirt", "tee"),
        ("sky blue kurti", "aasmani kurta"),
        ("kala cotton kurta", "kala cotton kurta"),
        ("", ""),
    ],
)
def test_shoppers_spellings_find_the_catalogues_word(typed, meant):
    assert canonical(typed) == meant


def test_no_synonym_leads_to_another():
    assert [word for word in SYNONYMS.values() if word in SYNONYMS] == []


def test_every_synonym_leads_to_a_word_of_the_catalogue():
    texts = [
        f"{p.name} {p.category.name} {p.description} {p.fabric} {colourway.name}"
        for p, colourway in COLOURED
    ]
    vocabulary = set(re.findall(r"[a-z]+", " ".join(texts).lower()))
    answers = {word for phrase in SYNONYMS.values() for word in phrase.split()}
    assert answers - vocabulary == set()


def test_the_catalogue_needs_no_django():
    ask = "import demo.catalogue, sys; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
