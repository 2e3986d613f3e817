"""Promises of shop/index.py: it knows what the rows say, and catches up with one query."""

from datetime import timedelta
from random import Random
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from shop import stock
from shop.catalogue import publish_products, refresh_category, refresh_listing
from shop.facets import CATEGORY, COLOUR, FACETS, MATERIAL, PRICE_FACET, SIZE, Selection
from shop.index import LATE_COMMIT, CatalogueIndex, index, read_ahead
from shop.models import Colourway, Product, Variant
from tests.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db


def pks(places):
    return set(index.pks_of(places))


def product(**columns):
    stocked = columns.pop("stock", 10)
    sized = {"price_minor": columns.pop("price_minor", 500_00), "size": columns.pop("size", "M")}
    made = make_variant(stock=stocked, product=make_product(**columns), **sized)
    return Product.objects.get(colourways__variants=made)


def test_it_is_caught_up_with_one_query(django_assert_num_queries):
    product()
    index.catch_up()
    with django_assert_num_queries(1):
        index.catch_up()


def test_a_new_product_is_known_at_the_next_look():
    index.catch_up()
    new = product(material="Silk")
    index.catch_up()
    assert pks(index.of(MATERIAL, "silk")) == {new.pk}


def test_what_changed_is_under_its_new_values_only():
    changed = product(material="Silk")
    index.catch_up()
    Product.objects.filter(pk=changed.pk).update(material="Cotton")
    refresh_listing(changed)
    index.catch_up()
    assert pks(index.of(MATERIAL, "cotton")) == {changed.pk}
    assert "silk" not in index.values_of(MATERIAL)


def test_what_is_hidden_is_gone_and_comes_back():
    hidden = product()
    index.catch_up()
    publish_products([hidden], is_published=False)
    index.catch_up()
    assert pks(index.published) == set()
    publish_products([hidden], is_published=True)
    index.catch_up()
    assert pks(index.published) == {hidden.pk}


def test_the_last_piece_sold_takes_the_size_out():
    variant = make_variant(stock=1)
    index.catch_up()
    stock.hold({variant.pk: 1}, reference="VA1")
    index.catch_up()
    assert index.values_of(SIZE) == []
    stock.release({variant.pk: 1}, reference="VA1")
    index.catch_up()
    assert index.values_of(SIZE) == ["M"]


def test_a_transaction_that_committed_late_is_still_seen():
    index.catch_up()
    late = product()
    Product.objects.update(listed_at=timezone.now() - LATE_COMMIT / 2)
    index.catch_up()
    assert pks(index.published) == {late.pk}


def test_many_changes_at_once_are_all_taken_in(monkeypatch):
    monkeypatch.setattr("shop.index.MOST_BY_KEY", 2)
    index.catch_up()
    made = {product().pk for _ in range(4)}
    index.catch_up()
    assert pks(index.published) == made


def test_a_renamed_category_is_found_by_its_new_name():
    shelf = make_category(name="Kurtas")
    renamed = product(category=shelf)
    index.catch_up()
    shelf.name = "Tunics"
    shelf.save()
    refresh_category(shelf)
    index.catch_up()
    assert pks(index.named["tunic"]) == {renamed.pk}
    assert [category.name for category in index.categories()] == ["Tunics"]


def test_a_category_with_nothing_to_show_is_not_in_the_navigation():
    make_category(name="Empty")
    shown = product(category=make_category(name="Kurtas"))
    index.catch_up()
    assert [category.pk for category in index.categories()] == [shown.category_id]


def test_every_order_puts_what_is_sold_out_last():
    gone = product(stock=0, price_minor=100_00)
    here = product(price_minor=900_00)
    index.catch_up()
    firsts = {name: pks(index.first(index.published, name, 1)) for name in index.orders}
    assert firsts == {order: {here.pk} for order in index.orders}
    assert pks(index.first(index.published, "price", 2)) == {here.pk, gone.pk}


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("new", ["C", "B", "A"]),
        ("price", ["B", "A", "C"]),
        ("price-down", ["C", "A", "B"]),
        ("popular", ["A", "C", "B"]),
        ("rating", ["B", "C", "A"]),
        ("discount", ["A", "C", "B"]),
    ],
)
def test_orders(order, names):
    now = timezone.now()
    for name, days, price, sold, rating, reviews in (
        ("A", 3, 500_00, 9, 0, 0),
        ("B", 2, 400_00, 0, 45, 30),
        ("C", 1, 600_00, 0, 50, 1),
    ):
        made = product(name=name, published_at=now - timedelta(days=days))
        Product.objects.filter(pk=made.pk).update(
            price_minor=price,
            mrp_minor=1000_00 if name == "A" else price,
            sold_recently=sold,
            rating_tenths=rating,
            review_count=reviews,
        )
    index.catch_up()
    found = index.pks_of(index.first(index.published, order, 3))
    by_pk = dict(Product.objects.values_list("pk", "name"))
    assert [by_pk[pk] for pk in found] == names


def test_any_range_of_prices_counts_not_only_the_usual_ones():
    cheap, dear = product(price_minor=700_00), product(price_minor=701_00)
    index.catch_up()
    assert pks(index.of(PRICE_FACET, "600-700")) == {cheap.pk}
    assert pks(index.of(PRICE_FACET, "701-")) == {dear.pk}


def test_facets_narrow_together_and_values_of_one_facet_widen():
    """The same answer as counting the rows one by one, on 60 products and 200 selections."""
    rng = Random(7)
    shelves = [make_category(name=name) for name in ("Kurtas", "Shirts")]
    for _ in range(60):
        made = product(
            category=rng.choice(shelves),
            material=rng.choice(["Cotton", "Silk", "Linen"]),
            price_minor=rng.choice([500_00, 1500_00, 2500_00]),
            stock=rng.choice([0, 5]),
            size=rng.choice(["M", "L"]),
        )
        in_another_colour(made, size=rng.choice(["M", "L"]), stock=rng.choice([0, 5]))
    index.catch_up()
    options = [
        (CATEGORY, [shelf.slug for shelf in shelves]),
        (MATERIAL, ["cotton", "silk", "linen"]),
        (PRICE_FACET, ["0-999", "1000-1999", "100-2600"]),
        (SIZE, ["M", "L"]),
        (COLOUR, ["blue", "red"]),
    ]
    for _ in range(200):
        chosen = {f.name: tuple(rng.sample(v, rng.randint(1, len(v)))) for f, v in options}
        selection = Selection({f: v for f, v in chosen.items() if rng.random() < 0.5})
        assert pks(index.narrow(index.published, selection)) == counted_naively(selection)


def in_another_colour(product, *, size, stock, slug="madder", dye="#a8322a"):
    colourway = Colourway.objects.create(product=product, slug=slug, name=slug, dye=dye, position=1)
    variant = Variant.objects.create(
        colourway=colourway, sku=f"{slug}-{product.slug}", size=size,
        price_minor=500_00, mrp_minor=500_00, on_hand=stock,
    )  # fmt: skip
    refresh_listing(product)
    return variant


def counted_naively(selection):
    sizes, families = set(selection.of(SIZE)), selection.of(COLOUR)

    def of_chosen_colours(product):
        return [s for s in product.swatches if not families or s["family"] in families]

    def has(product, facet, value):
        low, _, high = value.partition("-")
        return {
            "category": lambda: product.category.slug == value,
            "material": lambda: product.material.lower() == value,
            "size": lambda: any(value in s["sizes"] for s in of_chosen_colours(product)),
            "colour": lambda: any(
                s["family"] == value and (not sizes or sizes & set(s["sizes"]))
                for s in product.swatches
            ),
            "price": lambda: int(low) * 100 <= product.price_minor < int(high) * 100 + 100,
        }[facet.name]()

    return {
        p.pk
        for p in Product.objects.select_related("category")
        if all(
            any(has(p, facet, value) for value in selection.of(facet))
            for facet in FACETS
            if selection.of(facet)
        )
    }


def test_similar_ones_share_most_and_are_never_the_product_itself():
    shelf = make_category()
    one = product(category=shelf, material="Silk", price_minor=500_00)
    near = product(category=shelf, material="Silk", price_minor=600_00)
    far = product(category=shelf, material="Cotton", price_minor=9000_00)
    product(material="Silk")
    index.catch_up()
    assert index.similar(one.pk, 4) == [near.pk, far.pk]
    assert index.similar(one.pk, 1) == [near.pk]
    assert index.similar(uuid4(), 4) == []


def test_two_processes_break_ties_alike():
    now = timezone.now()
    for _ in range(8):
        product(published_at=now)
    index.catch_up()
    other = CatalogueIndex()
    other.catch_up()
    mine = index.pks_of(index.first(index.published, "new", 8))
    assert other.pks_of(other.first(other.published, "new", 8)) == mine


def test_a_database_that_is_not_there_yet_does_not_keep_a_process_from_starting(
    monkeypatch, caplog
):
    def refuse():
        raise OperationalError("no such host")

    monkeypatch.setattr(index, "catch_up", refuse)
    monkeypatch.setattr("shop.index.connection", Mock())
    read_ahead()
    assert "could not be read ahead: no such host" in caplog.text
