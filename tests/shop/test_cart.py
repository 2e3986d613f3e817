"""Promises of shop/cart.py: a bag holds what may be bought, promises nothing, and joins up."""

import pytest

from shop import cart as bag
from shop.errors import NotForSale, OutOfStock, QuantityRefused
from shop.models import Cart, CartLine, Product, Variant
from shop.money import Money
from tests.factories import bag_with, make_customer, make_variant, place_order

pytestmark = pytest.mark.django_db


def contents(cart):
    return dict(CartLine.objects.filter(cart=cart).values_list("variant_id", "quantity"))


def test_adding_the_same_size_again_makes_one_line_of_both():
    variant = make_variant()
    cart = bag_with(variant, quantity=2)
    bag.add_to_cart(cart, variant.pk, 3)
    assert contents(cart) == {variant.pk: 5}


def test_a_bag_holds_no_stock():
    variant = make_variant(stock=1)
    bag_with(variant)
    assert Variant.objects.get().held == 0


@pytest.mark.parametrize("quantity", [0, -1, 11, 10**9])
def test_an_impossible_quantity_is_refused(quantity):
    """SEC-8."""
    variant = make_variant(stock=100)
    cart = bag_with()
    with pytest.raises(QuantityRefused, match="Choose a quantity from 1 to 10"):
        bag.add_to_cart(cart, variant.pk, quantity)
    assert contents(cart) == {}


def test_the_most_per_line_counts_what_is_in_the_bag_already():
    variant = make_variant(stock=100)
    cart = bag_with(variant, quantity=10)
    with pytest.raises(QuantityRefused):
        bag.add_to_cart(cart, variant.pk)
    assert contents(cart) == {variant.pk: 10}


def test_more_than_is_left_cannot_be_bagged():
    variant = make_variant(stock=2)
    cart = bag_with(variant)
    with pytest.raises(OutOfStock, match="Only 2 left in M"):
        bag.add_to_cart(cart, variant.pk, 2)
    assert contents(cart) == {variant.pk: 1}


def test_what_is_held_for_others_cannot_be_bagged():
    variant = make_variant(stock=1)
    place_order(variant)
    with pytest.raises(OutOfStock, match="The last M was just bought"):
        bag_with(variant)


@pytest.mark.parametrize("switch_off", ["product", "size"])
def test_what_is_switched_off_cannot_be_bagged(switch_off):
    variant = make_variant()
    switched = {"product": Product.objects, "size": Variant.objects}[switch_off]
    switched.update(**{{"product": "is_published", "size": "is_active"}[switch_off]: False})
    with pytest.raises(NotForSale):
        bag_with(variant)
    assert CartLine.objects.count() == 0


def test_a_size_that_does_not_exist_cannot_be_bagged():
    with pytest.raises(NotForSale, match="This style is no longer sold"):
        bag.add_to_cart(bag_with(), make_customer().pk)


@pytest.mark.parametrize(
    ("quantity", "refusal"),
    [(0, QuantityRefused), (-1, QuantityRefused), (11, QuantityRefused), (6, OutOfStock)],
)
def test_a_line_cannot_be_set_to_what_could_not_be_added(quantity, refusal):
    variant = make_variant(stock=5)
    cart = bag_with(variant, quantity=2)
    with pytest.raises(refusal):
        bag.set_quantity(cart.lines.get(), quantity)
    assert contents(cart) == {variant.pk: 2}


def test_a_line_is_set_to_exactly_so_many():
    variant = make_variant()
    cart = bag_with(variant, quantity=2)
    bag.set_quantity(cart.lines.get(), 7)
    assert contents(cart) == {variant.pk: 7}


def test_a_removed_line_is_gone():
    cart = bag_with(make_variant())
    bag.remove_line(cart.lines.get())
    assert contents(cart) == {}


# --- Problems and sums ------------------------------------------------------------------------


def test_a_line_that_could_be_ordered_has_no_problem():
    (line,) = bag.lines_of(bag_with(make_variant()))
    assert bag.problem_of(line) == ""


def test_a_line_of_a_style_switched_off_says_so_and_is_not_counted():
    kept, gone = make_variant(price_minor=400_00), make_variant(price_minor=300_00)
    cart = bag_with(kept, gone)
    Product.objects.filter(pk=gone.colourway.product_id).update(is_published=False)
    lines = bag.lines_of(cart)
    assert [bag.problem_of(line) for line in lines] == [
        "",
        "Bagru Kurta is no longer sold. Remove it to go on.",
    ]
    assert bag.quote_of(lines).items == Money(400_00)


def test_a_line_larger_than_what_is_left_says_how_many_are():
    variant = make_variant(stock=5)
    cart = bag_with(variant, quantity=5)
    place_order(variant, quantity=3)
    (line,) = bag.lines_of(cart)
    assert bag.problem_of(line) == "Only 2 left in M: Bagru Kurta, Indigo."


def test_no_bag_has_no_lines():
    assert bag.lines_of(None) == []


def test_the_lines_come_with_all_a_page_needs_in_two_queries(django_assert_num_queries):
    cart = bag_with(make_variant(), make_variant())
    with django_assert_num_queries(2):
        lines = bag.lines_of(cart)
        shown = [
            (line.variant.colourway.product.name, list(line.variant.colourway.pictures.all()))
            for line in lines
        ]
    assert shown == [("Bagru Kurta", []), ("Bagru Kurta", [])]


# --- Joining ----------------------------------------------------------------------------------


def test_a_guests_bag_joins_the_customers_and_is_gone():
    variant, user = make_variant(), make_customer()
    guest = bag_with(variant, quantity=2)
    assert bag.merge_guest_cart(guest, user) == 1
    assert contents(Cart.objects.get()) == {variant.pk: 2}
    assert Cart.objects.get().user == user


@pytest.mark.parametrize(("own", "guests", "kept"), [(1, 3, 3), (3, 1, 3), (2, 2, 2)])
def test_of_a_size_in_both_bags_the_larger_quantity_stays(own, guests, kept):
    variant, user = make_variant(), make_customer()
    cart = bag_with(variant, user=user, quantity=own)
    bag.merge_guest_cart(bag_with(variant, quantity=guests), user)
    assert contents(cart) == {variant.pk: kept}


def test_joining_keeps_what_only_one_of_the_bags_holds():
    mine, theirs, user = make_variant(), make_variant(), make_customer()
    cart = bag_with(mine, user=user)
    bag.merge_guest_cart(bag_with(theirs), user)
    assert contents(cart) == {mine.pk: 1, theirs.pk: 1}


def test_a_bag_does_not_join_itself():
    user = make_customer()
    cart = bag_with(make_variant(), user=user)
    assert bag.merge_guest_cart(cart, user) == 0
    assert len(contents(cart)) == 1
