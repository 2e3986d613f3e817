"""Promises of shop/wishlist.py: what is saved stays, knows its price, joins up, can be shown."""

from uuid import uuid4

import pytest

from shop import stock
from shop import wishlist as saving
from shop.errors import OutOfStock, SizeNotChosen, StyleGone, WishlistFull
from shop.models import CartLine, Colourway, Product, Variant, Wishlist, WishlistItem
from shop.money import Money
from tests.factories import bag_with, make_customer, make_product, make_variant

pytestmark = pytest.mark.django_db


def wishlist_with(*variants, user=None):
    wishlist = Wishlist.objects.create(user=user)
    for variant in variants:
        saving.save_style(wishlist, variant.colourway_id)
    return wishlist


def colours_on(wishlist):
    return set(wishlist.items.values_list("colourway_id", flat=True))


# --- Saving ---------------------------------------------------------------------------------


def test_a_colour_is_saved_once_with_the_price_of_that_day():
    variant = make_variant(price_minor=500_00)
    wishlist = wishlist_with(variant, variant)
    item = wishlist.items.get()
    assert (item.colourway_id, item.price_minor) == (variant.colourway_id, 500_00)
    assert item.was_in_stock


def test_saving_a_product_saves_its_first_colour():
    product = make_product()
    second = Colourway.objects.create(
        product=product, slug="kora", name="Kora", dye="#eeeeee", position=1
    )
    first = make_variant(product=product).colourway
    wishlist = wishlist_with()
    saving.save_style(wishlist, product.pk)
    assert colours_on(wishlist) == {first.pk}
    saving.save_style(wishlist, second.pk)
    assert colours_on(wishlist) == {first.pk, second.pk}


def test_what_was_saved_before_keeps_its_price_when_it_is_saved_again():
    variant = make_variant(price_minor=500_00)
    wishlist = wishlist_with(variant)
    Variant.objects.update(price_minor=300_00)
    saving.save_style(wishlist, variant.colourway_id)
    assert wishlist.items.get().price_minor == 500_00


def test_the_price_is_that_of_the_cheapest_size_one_can_buy():
    product = make_product()
    make_variant(product=product, size="S", price_minor=100_00, stock=0)
    make_variant(product=product, size="M", price_minor=300_00)
    variant = make_variant(product=product, size="L", price_minor=400_00)
    assert wishlist_with(variant).items.get().price_minor == 300_00


@pytest.mark.parametrize("gone", ["unknown", "unpublished"])
def test_what_is_not_shown_cannot_be_saved(gone):
    variant = make_variant()
    Product.objects.update(is_published=False)
    wishlist = wishlist_with()
    with pytest.raises(StyleGone, match="This style is no longer sold"):
        saving.save_style(wishlist, uuid4() if gone == "unknown" else variant.colourway_id)
    assert colours_on(wishlist) == set()


def test_a_wishlist_holds_only_so_many(monkeypatch):
    monkeypatch.setattr(saving, "MOST_SAVED", 1)
    kept = make_variant()
    wishlist = wishlist_with(kept)
    with pytest.raises(WishlistFull, match="A wishlist holds 1 styles"):
        saving.save_style(wishlist, make_variant().colourway_id)
    saving.save_style(wishlist, kept.colourway_id)  # what is on it already is no more
    assert colours_on(wishlist) == {kept.colourway_id}


def test_letting_a_product_go_takes_every_colour_of_it_and_nothing_else():
    kept, gone = make_variant(), make_variant()
    wishlist, others = wishlist_with(kept, gone), wishlist_with(gone)
    saving.unsave_style(wishlist, gone.colourway.product_id)
    saving.unsave_style(wishlist, gone.colourway.product_id)
    assert colours_on(wishlist) == {kept.colourway_id}
    assert colours_on(others) == {gone.colourway_id}


def test_letting_a_colour_go_leaves_the_others_of_its_product():
    variant = make_variant()
    kora = Colourway.objects.create(
        product=variant.colourway.product, slug="kora", name="Kora", dye="#eeeeee"
    )
    wishlist = wishlist_with(variant)
    saving.save_style(wishlist, kora.pk)
    saving.unsave_style(wishlist, variant.colourway_id)
    assert colours_on(wishlist) == {kora.pk}


def test_hearts_are_known_by_colour_and_product():
    variant = make_variant()
    keys = saving.saved_keys(wishlist_with(variant))
    assert set(keys) == {variant.colourway_id.hex, variant.colourway.product_id.hex}
    assert saving.saved_keys(None) == []


# --- As it stands today ---------------------------------------------------------------------


def test_last_saved_comes_first():
    first, second = make_variant(), make_variant()
    wishlist = wishlist_with(first, second)
    assert [s.colourway.pk for s in saving.saved_in(wishlist)] == [
        second.colourway_id,
        first.colourway_id,
    ]


@pytest.mark.parametrize(
    ("price_now", "dropped"), [(200_00, Money(300_00)), (500_00, None), (600_00, None)]
)
def test_a_price_that_fell_says_by_how_much(price_now, dropped):
    wishlist = wishlist_with(make_variant(price_minor=500_00))
    Variant.objects.update(price_minor=price_now, mrp_minor=600_00)
    (saved,) = saving.saved_in(wishlist)
    assert (saved.price, saved.dropped) == (Money(price_now), dropped)


def test_what_sold_out_stays_and_boasts_of_no_price():
    wishlist = wishlist_with(make_variant(price_minor=500_00))
    Variant.objects.update(price_minor=200_00, on_hand=0)
    (saved,) = saving.saved_in(wishlist)
    assert (saved.is_sold, saved.is_in_stock, saved.dropped) == (True, False, None)


@pytest.mark.parametrize("switched_off", ["product", "sizes"])
def test_what_is_sold_no_longer_stays_and_is_known_as_gone(switched_off):
    wishlist = wishlist_with(make_variant())
    model, column = {
        "product": (Product, "is_published"),
        "sizes": (Variant, "is_active"),
    }[switched_off]
    model.objects.update(**{column: False})
    (saved,) = saving.saved_in(wishlist)
    assert (saved.is_sold, saved.is_in_stock) == (False, False)


def test_what_was_sold_out_when_saved_is_back_once_it_is_in_stock():
    variant = make_variant(stock=0)
    wishlist = wishlist_with(variant)
    assert [saved.is_back for saved in saving.saved_in(wishlist)] == [False]
    stock.adjust(variant, on_hand=3, by="Store", note="", reference="delivery")
    assert [saved.is_back for saved in saving.saved_in(wishlist)] == [True]


def test_what_was_always_in_stock_is_not_back():
    assert [s.is_back for s in saving.saved_in(wishlist_with(make_variant()))] == [False]


def test_a_hundred_items_take_three_queries(django_assert_num_queries):
    wishlist = wishlist_with(*[make_variant(stock=1) for _ in range(100)])
    with django_assert_num_queries(3):
        shown = [
            (saved.product.category.name, saved.price, list(saved.colourway.pictures.all()))
            for saved in saving.saved_in(wishlist)
        ]
    assert len(shown) == 100


def test_no_wishlist_has_nothing_saved():
    assert saving.saved_in(None) == []


# --- Removing, and undoing it ---------------------------------------------------------------


def test_what_was_removed_comes_back_as_it_was_where_it_was():
    older, newer = make_variant(price_minor=500_00), make_variant()
    wishlist = wishlist_with(older, newer)
    item = wishlist.items.get(colourway=older.colourway)
    WishlistItem.objects.filter(pk=item.pk).update(was_in_stock=False)
    item.refresh_from_db()
    removed = saving.remove_item(item)
    assert colours_on(wishlist) == {newer.colourway_id}
    Variant.objects.update(price_minor=100_00)
    saving.restore_item(wishlist, removed)
    saving.restore_item(wishlist, removed)
    back = wishlist.items.last()
    assert (back.colourway_id, back.price_minor) == (older.colourway_id, 500_00)
    assert (back.was_in_stock, back.added_at) == (False, item.added_at)


# --- To the bag -----------------------------------------------------------------------------


def test_a_size_moves_to_the_bag_and_leaves_the_wishlist():
    variant, cart = make_variant(), bag_with()
    wishlist = wishlist_with(variant)
    line = saving.move_to_bag(wishlist.items.get(), cart, variant.pk)
    assert (line.variant_id, line.quantity) == (variant.pk, 1)
    assert colours_on(wishlist) == set()


def test_a_size_that_is_sold_out_stays_saved():
    variant, cart = make_variant(stock=0), bag_with()
    wishlist = wishlist_with(variant)
    with pytest.raises(OutOfStock, match="The last M was just bought"):
        saving.move_to_bag(wishlist.items.get(), cart, variant.pk)
    assert colours_on(wishlist) == {variant.colourway_id}
    assert CartLine.objects.count() == 0


def test_a_size_of_something_else_is_no_size_of_this():
    variant, other, cart = make_variant(), make_variant(), bag_with()
    wishlist = wishlist_with(variant)
    with pytest.raises(SizeNotChosen, match=r"Choose a size\."):
        saving.move_to_bag(wishlist.items.get(), cart, other.pk)
    assert CartLine.objects.count() == 0


# --- Joining --------------------------------------------------------------------------------


def test_what_a_guest_saved_joins_the_customers_own_and_is_counted():
    mine, both, theirs, user = make_variant(), make_variant(), make_variant(), make_customer()
    own = wishlist_with(mine, both, user=user)
    Variant.objects.update(price_minor=100_00)
    joined = saving.merge_guest_wishlist(wishlist_with(both, theirs), user)
    assert joined == 1
    assert colours_on(own) == {mine.colourway_id, both.colourway_id, theirs.colourway_id}
    assert own.items.get(colourway=both.colourway).price_minor == 500_00
    assert Wishlist.objects.get() == own


def test_a_customer_without_a_wishlist_takes_the_guests_over():
    variant, user = make_variant(), make_customer()
    assert saving.merge_guest_wishlist(wishlist_with(variant), user) == 1
    assert colours_on(Wishlist.objects.get(user=user)) == {variant.colourway_id}


def test_a_link_a_guest_gave_away_works_on_after_they_sign_in():
    variant, user = make_variant(), make_customer()
    guests = wishlist_with(variant)
    saving.share(guests, shared_as="Asha")
    saving.merge_guest_wishlist(guests, user)
    own = Wishlist.objects.get(user=user)
    assert (own.share_key, own.shared_as) == (guests.share_key, "Asha")


def test_a_wishlist_does_not_join_itself():
    variant, user = make_variant(), make_customer()
    own = wishlist_with(variant, user=user)
    assert saving.merge_guest_wishlist(own, user) == 0
    assert colours_on(own) == {variant.colourway_id}


# --- Sharing --------------------------------------------------------------------------------


def test_a_shared_wishlist_is_found_by_a_key_nobody_guesses():
    wishlist = wishlist_with()
    saving.share(wishlist, shared_as="Asha")
    assert len(wishlist.share_key) == 32
    found = saving.shared_wishlist(wishlist.share_key)
    assert (found, found.shared_as) == (wishlist, "Asha")


def test_sharing_again_keeps_the_address():
    wishlist = wishlist_with()
    saving.share(wishlist)
    before = wishlist.share_key
    saving.share(wishlist, shared_as="Asha")
    assert (wishlist.share_key, wishlist.shared_as) == (before, "Asha")


def test_an_address_that_was_switched_off_is_never_used_again():
    wishlist = wishlist_with()
    saving.share(wishlist, shared_as="Asha")
    old = wishlist.share_key
    saving.stop_sharing(wishlist)
    assert saving.shared_wishlist(old) is None
    saving.share(wishlist)
    assert wishlist.share_key != old
    assert (saving.shared_wishlist(old), wishlist.shared_as) == (None, "")


def test_wishlists_that_are_not_shared_are_found_by_no_key():
    wishlist_with()
    assert saving.shared_wishlist("") is None
    assert saving.shared_wishlist("None") is None
