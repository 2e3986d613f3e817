"""Promises of orders/undelivered.py: nobody loses goods or money over a parcel nobody took."""

import re

import pytest
from django.urls import reverse

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders.errors import MoreThanCameBack
from orders.fulfilment import deliver_parcel, pack_order
from orders.invariants import find_breaches
from orders.models import LedgerEntry, Order, Parcel
from orders.undelivered import sound_of, take_back_parcel, turn_back_parcel
from shop.cart import enter_code
from shop.models import Variant
from tests.factories import (
    bag_with,
    cash_order,
    make_customer,
    make_staff,
    make_variant,
    pack_first,
    paid_order,
    ship,
    ship_parcel,
    shipped_order,
    two_parcels,
)
from tests.factories.coupons import make_coupon
from tests.factories.orders import IN_CASH, order_bag

pytestmark = pytest.mark.django_db


def turn_back(parcel, reason="refused"):
    turn_back_parcel(parcel, reason=reason, by="Store")


def take_back(parcel, **counts):
    """All of it sound, but for the counts given by line position."""
    sound = sound_of(list(parcel.lines.all()))
    take_back_parcel(parcel, sound=counts.get("sound", sound), by="Store")


def shelf(variant):
    return Variant.objects.values_list("on_hand", "held").get(pk=variant.pk)


def is_clean():
    return {code: rows for code, rows in find_breaches(pause_seconds=0).items() if rows} == {}


def told(template):
    return Message.objects.filter(template=f"orders/emails/{template}.html", channel="email")


# --- The whole order --------------------------------------------------------------------------


def test_a_parcel_that_comes_back_undoes_its_order_and_all_money_goes_back():
    """INV-12: the delivery fee goes back as well."""
    variant = make_variant(stock=5, price_minor=500_00)
    order = shipped_order(variant)
    parcel = order.parcels.get()
    turn_back(parcel)
    order.refresh_from_db()
    assert (order.status, shelf(variant)) == ("returning", (4, 0))
    take_back(parcel)
    order.refresh_from_db()
    assert (order.status, order.returned_minor, shelf(variant)) == ("returned", 579_00, (5, 0))
    assert [refund.amount_minor for refund in order.refunds.all()] == [579_00]
    assert order.lines.get().returned_quantity == 1
    assert is_clean()


def test_what_suffered_does_not_go_back_on_sale():
    variant = make_variant(stock=5)
    parcel = shipped_order(variant, quantity=2).parcels.get()
    take_back_parcel(parcel, sound={parcel.lines.get().order_line_id: 1}, by="Store")
    assert shelf(variant) == (4, 0)
    assert parcel.lines.get().restocked_quantity == 1
    assert is_clean()


def test_more_than_came_back_is_not_put_on_sale():
    variant = make_variant(stock=5)
    parcel = shipped_order(variant).parcels.get()
    with pytest.raises(MoreThanCameBack, match="2 of Bagru Kurta cannot be for sale again: 1"):
        take_back_parcel(parcel, sound={parcel.lines.get().order_line_id: 2}, by="Store")
    assert (Parcel.objects.get().status, shelf(variant)) == ("shipped", (4, 0))


def test_it_comes_back_once():
    parcel = shipped_order().parcels.get()
    stale = Parcel.objects.select_related("order").get()
    take_back(parcel)
    with pytest.raises(IllegalTransition):
        take_back(stale)
    assert parcel.order.refunds.count() == 1


def test_a_cash_order_that_comes_back_is_closed_unpaid_and_makes_room(settings):
    settings.COD_OPEN_ORDERS = 1
    user = make_customer()
    order = cash_order(user=user)
    pack_order(order, by="Store")
    ship(order)
    take_back(order.parcels.get())
    order.refresh_from_db()
    user.refresh_from_db()
    assert (order.status, order.refunds.count(), order.cash_place) == ("returned", 0, None)
    assert (LedgerEntry.objects.count(), user.first_bought_at) == (0, None)
    assert cash_order(user=user).status == "confirmed"
    assert is_clean()


def test_its_coupon_is_free_again():
    coupon = make_coupon()
    cart = bag_with(make_variant(price_minor=1_000_00), user=make_customer())
    enter_code(cart, coupon.code)
    order = order_bag(cart, terms=IN_CASH)
    pack_order(order, by="Store")
    ship(order)
    take_back(order.parcels.get())
    coupon.refresh_from_db()
    assert coupon.uses == 0
    assert is_clean()


def test_the_courier_may_find_the_customer_after_all():
    order = shipped_order()
    parcel = order.parcels.get()
    turn_back(parcel)
    deliver_parcel(parcel, by="Store")
    order.refresh_from_db()
    assert (order.status, order.refunds.count()) == ("delivered", 0)
    assert order.return_deadline is not None
    assert is_clean()


def test_what_was_delivered_does_not_come_back_this_way():
    parcel = shipped_order().parcels.get()
    deliver_parcel(parcel, by="Store")
    with pytest.raises(IllegalTransition):
        turn_back(parcel)


# --- A part of it -----------------------------------------------------------------------------


def test_of_two_parcels_the_one_that_comes_back_is_paid_back_and_the_other_stands():
    variant = make_variant(stock=5, price_minor=500_00)
    first, second = two_parcels(variant, quantity=2)
    ship_parcel(first, "BD1")
    ship_parcel(second, "BD2")
    deliver_parcel(first, by="Store")
    turn_back(second)
    order = Order.objects.get()
    assert order.status == "shipped"
    assert order.parcel_sentence == "1 of 2 parcels delivered, 1 of 2 parcels coming back to us."
    take_back(second)
    order.refresh_from_db()
    first.refresh_from_db()
    assert (order.status, order.delivered_at) == ("delivered", first.delivered_at)
    assert [refund.amount_minor for refund in order.refunds.all()] == [500_00]
    assert (order.lines.get().delivered_quantity, order.lines.get().returned_quantity) == (1, 1)
    assert is_clean()


def test_the_days_to_return_begin_when_the_last_parcel_is_settled():
    first, second = two_parcels(make_variant(stock=5), quantity=2)
    ship_parcel(first, "BD1")
    ship_parcel(second, "BD2")
    long_ago = first.order.placed_at
    deliver_parcel(first, by="Store", at=long_ago.replace(year=long_ago.year - 1))
    take_back(second)
    order = Order.objects.get()
    assert order.delivered_at.year == long_ago.year - 1
    assert order.return_deadline > long_ago


def test_two_parcels_that_come_back_one_after_the_other_are_the_whole_order():
    """To the paisa: three pieces for ₹1,000 in all, and the delivery fee."""
    variant = make_variant(stock=5, price_minor=333_33)
    first, second = two_parcels(variant, quantity=3)
    ship_parcel(first, "BD1")
    ship_parcel(second, "BD2")
    take_back(first)
    assert Order.objects.get().status == "shipped"
    take_back(second)
    order = Order.objects.get()
    assert order.status == "returned"
    assert sum(refund.amount_minor for refund in order.refunds.all()) == order.total_minor
    assert is_clean()


def test_the_courier_takes_only_what_arrived_of_a_cash_order():
    variant = make_variant(stock=5, price_minor=500_00)
    cart = bag_with(variant, user=make_customer(), quantity=2)
    order = order_bag(cart, terms=IN_CASH)
    first, second = pack_first(order), pack_order(order, by="Store")
    ship_parcel(first, "BD1")
    ship_parcel(second, "BD2")
    take_back(first)
    order.refresh_from_db()
    assert (order.due_at_door.minor, order.refunds.count()) == (order.total_minor - 500_00, 0)
    deliver_parcel(second, by="Store")
    order.refresh_from_db()
    payment = order.payments.get()
    assert (order.status, payment.status) == ("delivered", "captured")
    assert payment.amount_minor == order.total_minor - 500_00
    assert is_clean()


def test_a_parcel_that_comes_back_while_others_wait_to_be_packed():
    variant = make_variant(stock=5, price_minor=500_00)
    first = pack_first(paid_order(variant, quantity=2))
    ship_parcel(first)
    take_back(first)
    order = Order.objects.get()
    assert (order.status, order.units_to_pack) == ("confirmed", 1)
    assert is_clean()
    second = pack_order(order, by="Store")
    ship_parcel(second, "BD2")
    deliver_parcel(second, by="Store")
    order.refresh_from_db()
    assert order.status == "delivered"
    assert is_clean()


# --- Told -------------------------------------------------------------------------------------


def test_the_customer_is_told_when_it_turns_and_when_it_is_here():
    parcel = shipped_order().parcels.get()
    turn_back(parcel, "nobody")
    assert told("returning").get().context["why"] == "nobody was there"
    take_back(parcel)
    assert told("returned").get().context["owed"] == "₹579"
    texts = [event.text for event in parcel.order.events.all()][-3:-1]
    assert texts == ["It comes back to us: nobody was there", "It is back with us"]


def test_the_page_of_the_order_says_it(client):
    user = make_customer()
    order = shipped_order(user=user)
    client.force_login(user)
    parcel = order.parcels.get()
    turn_back(parcel)
    page = client.get(order.get_absolute_url()).content.decode()
    assert re.search(r"<h1>\s*Coming back to us\s*</h1>", page)
    assert "Your money goes back to you as soon as it is here." in page
    take_back(parcel)
    page = client.get(order.get_absolute_url()).content.decode()
    assert re.search(r"<h1>\s*Returned to sender\s*</h1>", page)


# --- The desk ---------------------------------------------------------------------------------


def test_staff_turn_a_parcel_back_and_receive_it_after_a_look(client):
    variant = make_variant(stock=5)
    parcel = shipped_order(variant).parcels.get()
    client.force_login(make_staff(is_superuser=True))
    move = "admin:orders_parcel_move"
    client.post(reverse(move, args=[parcel.pk, "turn-back"]), {"reason": "address"})
    parcel.refresh_from_db()
    assert (parcel.status, parcel.return_reason) == ("returning", "address")
    url, line = reverse(move, args=[parcel.pk, "take-back"]), parcel.lines.get().order_line_id.hex
    assert client.post(url, {}).status_code == 422  # nobody looked yet
    client.post(url, {line: "0"})
    parcel.refresh_from_db()
    assert (parcel.status, shelf(variant)) == ("returned", (4, 0))


def test_a_page_sent_twice_gives_the_money_back_once(client):
    parcel = shipped_order().parcels.get()
    client.force_login(make_staff(is_superuser=True))
    url = reverse("admin:orders_parcel_move", args=[parcel.pk, "take-back"])
    line = parcel.lines.get().order_line_id.hex
    [client.post(url, {line: "1"}) for _ in range(2)]
    assert parcel.order.refunds.count() == 1


def test_only_who_may_move_orders_receives_parcels(client):
    parcel = shipped_order().parcels.get()
    client.force_login(make_staff())
    url = reverse("admin:orders_parcel_move", args=[parcel.pk, "take-back"])
    assert client.post(url, {}).status_code in {403, 404}
    assert Parcel.objects.get().status == "shipped"
