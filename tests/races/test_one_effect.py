"""The same thing told or clicked many times at once has one effect."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Message
from orders import cancellation, payments
from orders.models import LedgerEntry, Order
from shop.cart import add_to_cart
from shop.models import CartLine, Variant, Wishlist, WishlistItem
from shop.wishlist import save_style
from tests.factories import bag_with, make_customer, make_variant, place_order
from tests.factories.gateway import captured
from tests.factories.orders import order_bag
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def stock_of(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


@pytest.mark.usefixtures("each_kind_of_lock")
def test_one_checkout_form_sent_many_times_at_once_is_one_order():
    """INV-9."""
    variant = make_variant()
    cart = bag_with(variant, user=make_customer())
    outcomes = at_once([partial(order_bag, cart, key="k" * 32)] * 8)
    placed = {outcome.pk for outcome in outcomes if isinstance(outcome, Order)}
    assert placed == set(Order.objects.values_list("pk", flat=True))
    assert (len(placed), stock_of(variant)) == (1, (10, 1))


@pytest.mark.usefixtures("each_kind_of_lock")
def test_one_bag_ordered_from_many_tabs_at_once_is_one_order():
    """Each tab has a key of its own, so only the lines themselves can tell."""
    variant = make_variant()
    cart = bag_with(variant, user=make_customer())
    outcomes = at_once([partial(order_bag, cart) for _ in range(8)])
    refused = kinds(outcomes).get("CartIsEmpty", 0) + kinds(outcomes).get("TotalChanged", 0)
    assert (kinds(outcomes)["Order"], refused) == (1, 7)
    assert (Order.objects.count(), stock_of(variant)) == (1, (10, 1))


def test_a_double_click_on_add_to_bag_is_one_line():
    variant = make_variant()
    cart = bag_with()
    outcomes = at_once([partial(add_to_cart, cart, variant.pk)] * 4)
    assert kinds(outcomes) == {"CartLine": 4}
    assert CartLine.objects.get().quantity == 4


def test_a_double_tap_on_a_heart_is_one_item():
    variant = make_variant()
    wishlist = Wishlist.objects.create()
    outcomes = at_once([partial(save_style, wishlist, variant.colourway_id)] * 4)
    assert kinds(outcomes) == {"WishlistItem": 4}
    assert WishlistItem.objects.count() == 1


def test_control_looking_before_saving_does_not_keep_two_from_saving_the_same():
    """The key of the table does: without it the test above would prove nothing."""
    variant = make_variant()
    wishlist = Wishlist.objects.create()
    columns = {"wishlist": wishlist, "colourway": variant.colourway, "price_minor": 0}
    everyone_has_looked = threading.Barrier(4, timeout=10)

    def look_then_save():
        is_saved = WishlistItem.objects.filter(wishlist=wishlist).exists()
        everyone_has_looked.wait()
        return None if is_saved else WishlistItem.objects.create(**columns)

    outcomes = kinds(at_once([look_then_save] * 4))
    assert outcomes == {"IntegrityError": 3, "WishlistItem": 1}


@pytest.mark.usefixtures("each_kind_of_lock")
def test_a_capture_told_many_times_at_once_is_booked_once():
    """PAY-7, F4."""
    order = place_order()
    payment, seen = order.payments.get(), captured(order)
    outcomes = at_once([partial(payments.apply_capture, payment, seen)] * 8)
    assert outcomes == [True] * 8
    assert LedgerEntry.objects.filter(order=order).count() == 1
    assert Message.objects.filter(template="orders/emails/confirmed.html").count() == 2
    assert order.refunds.count() == 0


@pytest.mark.usefixtures("each_kind_of_lock")
def test_money_arriving_while_the_order_expires_ends_in_one_confirmed_order():
    """PAY-11."""
    variant = make_variant(stock=1)
    order = place_order(variant)
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    capture = partial(payments.apply_capture, order.payments.get(), captured(order))
    expire = partial(cancellation._expire, order)
    at_once([expire, capture, expire, capture])
    order.refresh_from_db()
    assert (order.status, stock_of(variant)) == ("confirmed", (1, 1))
    assert (LedgerEntry.objects.count(), order.refunds.count()) == (1, 0)
