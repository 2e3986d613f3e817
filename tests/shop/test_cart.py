"""Promises of shop/cart.py: a bag holds what may be bought, promises nothing, and joins up."""

import pytest

from shop import cart as bag
from shop.errors import NotForSale, OtherStyle, OutOfStock, QuantityRefused, UnknownCode
from shop.models import Cart, CartLine, Product, Variant
from shop.money import Money
from tests.factories import bag_with, make_customer, make_variant, place_order
from tests.factories.coupons import make_coupon

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


# --- Another size -----------------------------------------------------------------------------


def two_sizes(stock=10):
    first = make_variant(stock=10)
    return first, make_variant(product=first.colourway.product, size="L", stock=stock)


def test_a_line_becomes_another_size_where_it_stands():
    medium, large = two_sizes()
    other = make_variant()
    cart = bag_with(medium, other, quantity=2)
    bag.change_size(cart.lines.first(), large.pk)
    assert [line.variant_id for line in cart.lines.all()] == [large.pk, other.pk]
    assert contents(cart) == {large.pk: 2, other.pk: 2}


def test_a_line_of_that_size_joins_it():
    medium, large = two_sizes()
    cart = bag_with(medium, large, quantity=2)
    bag.change_size(cart.lines.get(variant=medium), large.pk)
    assert contents(cart) == {large.pk: 4}


def test_more_than_is_left_of_that_size_is_refused_counting_both():
    medium, large = two_sizes(stock=3)
    cart = bag_with(medium, large, quantity=2)
    with pytest.raises(OutOfStock, match="Only 3 left in L"):
        bag.change_size(cart.lines.get(variant=medium), large.pk)
    assert contents(cart) == {medium.pk: 2, large.pk: 2}


def test_a_size_of_another_style_or_colour_is_no_size_of_this_one():
    cart = bag_with(make_variant())
    line = cart.lines.get()
    for stranger in (make_variant().pk, cart.pk):
        with pytest.raises(OtherStyle):
            bag.change_size(line, stranger)
    assert contents(cart) == {line.variant_id: 1}


def test_a_size_switched_off_cannot_be_changed_to():
    medium, large = two_sizes()
    Variant.objects.filter(pk=large.pk).update(is_active=False)
    cart = bag_with(medium)
    with pytest.raises(NotForSale):
        bag.change_size(cart.lines.get(), large.pk)


def test_the_sizes_of_every_line_come_in_one_query(django_assert_num_queries):
    medium, large = two_sizes()
    other = make_variant()
    lines = bag.lines_of(bag_with(medium, other))
    with django_assert_num_queries(1):
        sizes = bag.sizes_of(lines)
    assert [size.pk for size in sizes[medium.colourway_id]] == [medium.pk, large.pk]
    assert [size.pk for size in sizes[other.colourway_id]] == [other.pk]


# --- Undo -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_put_back_is_where_it_was(place):
    variants = [make_variant() for _ in range(3)]
    cart = bag_with(*variants, quantity=2)
    line = list(cart.lines.all())[place]
    assert bag.place_of(line) == place
    bag.remove_line(line)
    bag.put_back(cart, line.variant_id, 2, place=place)
    assert [line.variant_id for line in cart.lines.all()] == [v.pk for v in variants]
    assert set(contents(cart).values()) == {2}


def test_what_was_sold_meanwhile_is_not_put_back():
    variant = make_variant(stock=1)
    cart = bag_with(variant)
    bag.remove_line(cart.lines.get())
    place_order(variant)
    with pytest.raises(OutOfStock):
        bag.put_back(cart, variant.pk, 1, place=0)
    assert contents(cart) == {}


# --- Codes ------------------------------------------------------------------------------------


def test_a_code_is_kept_in_capitals_whether_it_applies_or_not():
    make_coupon(minimum_minor=9_999_00)
    cart = bag_with(make_variant())
    bag.enter_code(cart, " festive10 ")
    assert Cart.objects.get().coupon_code == "FESTIVE10"


def test_an_unknown_code_is_not_kept_and_the_one_before_stays():
    make_coupon()
    cart = bag_with(make_variant())
    bag.enter_code(cart, "FESTIVE10")
    with pytest.raises(UnknownCode, match="We don't know this code"):
        bag.enter_code(cart, "FESTIVE11")
    assert Cart.objects.get().coupon_code == "FESTIVE10"


def test_a_code_can_be_dropped():
    make_coupon()
    cart = bag_with(make_variant())
    bag.enter_code(cart, "FESTIVE10")
    bag.drop_code(cart)
    assert Cart.objects.get().coupon_code == ""


def test_the_code_a_guest_typed_joins_with_the_bag():
    make_coupon()
    user, guest = make_customer(), bag_with(make_variant())
    bag.enter_code(guest, "FESTIVE10")
    guest.refresh_from_db()
    bag.merge_guest_cart(guest, user)
    assert Cart.objects.get().coupon_code == "FESTIVE10"


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


def test_how_many_of_a_line_could_be_had():
    variant = make_variant(stock=5)
    cart = bag_with(variant, quantity=5)
    assert [bag.most_of(line) for line in bag.lines_of(cart)] == [0]
    place_order(variant, quantity=3)
    assert [bag.most_of(line) for line in bag.lines_of(cart)] == [2]
    place_order(variant, quantity=2)
    assert [bag.most_of(line) for line in bag.lines_of(cart)] == [0]


def test_a_price_that_moved_is_said_until_the_shopper_went_on_with_it():
    variant = make_variant(price_minor=1_499_00)
    cart = bag_with(variant)
    assert [bag.news_of(line) for line in bag.lines_of(cart)] == [""]
    Variant.objects.update(price_minor=1_299_00)
    lines = bag.lines_of(cart)
    assert [bag.news_of(line) for line in lines] == ["Was ₹1,499, now ₹1,299."]
    bag.acknowledge_prices(lines)
    assert [bag.news_of(line) for line in bag.lines_of(cart)] == [""]


def test_changing_a_line_is_going_on_with_its_price():
    variant = make_variant(price_minor=1_499_00)
    cart = bag_with(variant)
    Variant.objects.update(price_minor=1_299_00)
    bag.set_quantity(cart.lines.get(), 2)
    assert [bag.news_of(line) for line in bag.lines_of(cart)] == [""]


def test_a_line_nobody_noted_a_price_for_has_no_news():
    cart = bag_with(make_variant())
    cart.lines.update(seen_price_minor=None)
    assert [bag.news_of(line) for line in bag.lines_of(cart)] == [""]


def test_what_cannot_be_bought_counts_towards_no_coupon():
    make_coupon(minimum_minor=700_00)
    kept, gone = make_variant(price_minor=400_00), make_variant(price_minor=300_00)
    lines = bag.lines_of(bag_with(kept, gone))
    assert bag.quote_of(lines, code="FESTIVE10").discount == Money(70_00)
    Product.objects.filter(pk=gone.colourway.product_id).update(is_published=False)
    quote = bag.quote_of(bag.lines_of(lines[0].cart), code="FESTIVE10")
    assert (quote.discount, quote.why_not) == (
        Money(0),
        "FESTIVE10 needs ₹700. Add ₹300 more.",
    )


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
