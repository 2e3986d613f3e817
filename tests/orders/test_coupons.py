"""Promises of coupons in orders: what was shown is charged, counted once, and comes back once."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from orders import cancellation, checkout, payments, wording
from orders.errors import TotalChanged
from orders.models import Order
from shop import cart as bag
from shop.errors import CouponSpent, NotServed
from shop.models import Cart, Coupon, CouponTally, CouponUse, PinCode, Variant
from shop.money import Money
from tests.factories import (
    bag_with,
    make_customer,
    make_variant,
    paid_order,
    place_order,
    started_order,
)
from tests.factories.coupons import free_delivery, make_coupon, rupees_off
from tests.factories.gateway import captured
from tests.factories.orders import DESTINATION, order_bag

pytestmark = pytest.mark.django_db

CHECKOUT = reverse("orders:checkout")


def bag_with_code(code, *variants, **how):
    cart = bag_with(*variants, **how)
    bag.enter_code(cart, code)
    return cart


def live_uses():
    """Of the one coupon: its own count, its customers', and the orders that hold a use."""
    tallies = CouponTally.objects.values_list("uses", flat=True)
    held = CouponUse.objects.filter(returned_at=None).count()
    return Coupon.objects.get().uses, sum(tallies), held


def expired(order):
    with time_machine.travel(order.expires_at + timedelta(seconds=1), tick=False):
        cancellation.expire_order(order)
    order.refresh_from_db()
    return order


def pay_late(order):
    payments.apply_capture(order.payments.get(), captured(order))
    order.refresh_from_db()


# --- Placing ------------------------------------------------------------------------------


def test_an_order_keeps_what_its_coupon_took_off_line_by_line():
    make_coupon()
    first, second = make_variant(price_minor=333_33), make_variant(price_minor=200_00)
    order = order_bag(bag_with_code("FESTIVE10", first, second, user=make_customer()))
    assert (order.items_minor, order.discount_minor, order.delivery_minor, order.total_minor) == (
        533_33,
        54_00,
        79_00,
        558_33,
    )
    assert order.coupon_code == "FESTIVE10"
    assert [line.discount_minor for line in order.lines.all()] == [33_75, 20_25]
    assert order.payments.get().amount_minor == 558_33


def test_a_used_code_leaves_the_bag_and_is_counted_for_the_customer():
    make_coupon()
    user = make_customer()
    order = order_bag(bag_with_code("FESTIVE10", make_variant(), user=user))
    use = CouponUse.objects.get()
    assert (use.reference, use.customer, use.discount_minor) == (order.number, str(user.pk), 50_00)
    assert (live_uses(), Cart.objects.get().coupon_code) == ((1, 1, 1), "")


def test_a_waiting_code_stays_in_the_bag_and_is_not_counted():
    make_coupon(minimum_minor=9_999_00)
    order = order_bag(bag_with_code("FESTIVE10", make_variant(), user=make_customer()))
    assert (order.discount_minor, order.coupon_code) == (0, "")
    assert (live_uses(), Cart.objects.get().coupon_code) == ((0, 0, 0), "FESTIVE10")


def test_an_automatic_coupon_is_charged_as_it_was_shown():
    rupees_off(100, is_automatic=True)
    order = place_order(make_variant(price_minor=500_00))
    assert (order.coupon_code, order.total_minor) == ("FLAT", 479_00)


def test_free_delivery_by_coupon_is_on_the_order_though_no_line_is_cheaper():
    free_delivery(is_automatic=True)
    order = place_order(make_variant(price_minor=500_00))
    assert (order.coupon_code, order.discount_minor, order.total_minor) == ("SHIPFREE", 0, 500_00)
    assert live_uses() == (1, 1, 1)


def test_a_coupon_used_up_between_page_and_click_changes_the_total_and_says_why():
    coupon = make_coupon(total_limit=1)
    cart = bag_with_code("FESTIVE10", make_variant(), user=make_customer())
    Coupon.objects.filter(pk=coupon.pk).update(uses=1)
    with pytest.raises(TotalChanged) as refusal:
        checkout.place_order(
            cart,
            user=cart.user,
            destination=DESTINATION,
            key="k",
            shown_total=Money(529_00),
        )
    assert str(refusal.value) == (
        "FESTIVE10 has been used up. The total changed from ₹529 to ₹579. "
        "Check it and place the order again."
    )
    assert (Order.objects.count(), live_uses()) == (0, (1, 0, 0))


def test_a_coupon_used_up_in_the_same_moment_places_nothing(monkeypatch):
    """The guard speaks after the price was agreed: all of it is undone."""
    make_coupon(total_limit=1)
    variant = make_variant()
    cart = bag_with_code("FESTIVE10", variant, user=make_customer())
    check = checkout._check

    def check_then_lose(*bag, **how):
        agreed = check(*bag, **how)
        Coupon.objects.update(uses=1)
        return agreed

    monkeypatch.setattr(checkout, "_check", check_then_lose)
    with pytest.raises(CouponSpent):
        order_bag(cart)
    variant.refresh_from_db()
    assert (Order.objects.count(), CouponUse.objects.count(), variant.held) == (0, 0, 0)
    assert (cart.lines.count(), Cart.objects.get().coupon_code) == (1, "FESTIVE10")


def test_the_first_use_written_by_another_order_of_theirs_is_tried_once_more(monkeypatch):
    """Two orders of one phone at once: the one whose tally row came second begins again."""
    make_coupon(is_automatic=True)
    meets = [IntegrityError("tally"), None]
    redeem = checkout.redemption.redeem

    def redeem_second(*args, **how):
        if error := meets.pop(0):
            raise error
        redeem(*args, **how)

    monkeypatch.setattr(checkout.redemption, "redeem", redeem_second)
    place_order()
    assert (Order.objects.count(), live_uses()) == (1, (1, 1, 1))


def test_the_same_order_form_sent_twice_is_one_use():
    make_coupon(is_automatic=True)
    user, variant = make_customer(), make_variant()
    place_order(variant, user=user, key="k" * 32)
    place_order(variant, user=user, key="k" * 32)
    assert live_uses() == (1, 1, 1)


def test_a_customer_gets_a_limited_coupon_once():
    make_coupon(is_automatic=True, customer_limit=1)
    user = make_customer()
    totals = [place_order(user=user).total_minor for _ in range(2)]
    assert totals == [529_00, 579_00]


def test_without_an_account_the_phone_is_who_uses_it():
    make_coupon(is_automatic=True, customer_limit=1)
    totals = [order_bag(bag_with(make_variant())).total_minor for _ in range(2)]
    assert totals == [529_00, 579_00]
    assert CouponTally.objects.get().customer == DESTINATION.phone


# --- Where to -----------------------------------------------------------------------------


def test_the_fee_of_the_address_is_charged():
    PinCode.objects.create(prefix="5", fee_minor=149_00)
    order = place_order(make_variant(price_minor=2_000_00))
    assert (order.delivery_minor, order.total_minor) == (149_00, 2_149_00)


def test_an_address_we_do_not_go_to_is_refused():
    PinCode.objects.create(prefix="560001", is_served=False)
    cart = bag_with(make_variant(), user=make_customer())
    with pytest.raises(NotServed, match="We don't deliver to 560001 yet"):
        checkout.place_order(
            cart, user=cart.user, destination=DESTINATION, key="k", shown_total=Money(579_00)
        )
    assert Order.objects.count() == 0


# --- Given back ---------------------------------------------------------------------------


def test_a_cancelled_order_gives_its_coupon_back_once():
    make_coupon(is_automatic=True, total_limit=1, customer_limit=1)
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    with pytest.raises(cancellation.NotCancellable):
        cancellation.cancel_order(order, by="Asha Rao")
    assert live_uses() == (0, 0, 0)


def test_an_order_nobody_paid_gives_its_coupon_back(gateway):
    make_coupon(is_automatic=True)
    order = expired(started_order())
    cancellation.expire_order(order)
    assert live_uses() == (0, 0, 0)


def test_a_revived_order_takes_its_coupon_again(gateway):
    make_coupon(is_automatic=True, total_limit=1)
    order = expired(started_order())
    pay_late(order)
    assert (order.status, live_uses()) == ("confirmed", (1, 1, 1))


def test_a_revived_order_keeps_its_price_though_the_coupon_went_to_somebody_else(gateway):
    make_coupon(is_automatic=True, total_limit=1)
    order = expired(started_order(make_variant()))
    other = place_order()
    pay_late(order)
    assert (order.status, order.discount_minor, other.discount_minor) == ("confirmed", 50_00, 50_00)
    assert live_uses() == (1, 1, 1)


# --- The first order ----------------------------------------------------------------------


def bought_at(user):
    return User.objects.values_list("first_bought_at", flat=True).get(pk=user.pk)


def test_who_has_paid_for_an_order_has_bought():
    user = make_customer()
    place_order(user=user)
    assert bought_at(user) is None
    paid_order(user=user)
    first = bought_at(user)
    assert timezone.now() - first < timedelta(minutes=1)
    paid_order(user=user)
    assert bought_at(user) == first


def test_a_coupon_for_the_first_order_is_for_one_and_comes_back_with_it():
    make_coupon(is_automatic=True, first_order_only=True)
    user = make_customer()
    first = paid_order(user=user)
    assert (first.discount_minor, paid_order(user=user).discount_minor) == (50_00, 0)
    other = make_customer()
    only = paid_order(user=other)
    cancellation.cancel_order(only, by="Asha Rao")
    other.refresh_from_db()
    assert (bought_at(other), place_order(user=other).discount_minor) == (None, 50_00)


def test_one_of_two_purchases_called_off_leaves_a_buyer():
    user = make_customer()
    paid_order(user=user)
    cancellation.cancel_order(paid_order(user=user), by="Asha Rao")
    assert bought_at(user) is not None


# --- Said ---------------------------------------------------------------------------------


def test_the_order_page_and_its_mail_show_what_came_off(client):
    make_coupon(is_automatic=True)
    user = make_customer()
    client.force_login(user)
    order = place_order(make_variant(price_minor=500_00), user=user)
    page = client.get(order.get_absolute_url()).content.decode()
    assert "FESTIVE10" in page
    assert "−₹50" in page
    said = wording.of_placed(order)["rows"]
    assert [(row["label"], row["amount"]) for row in said] == [
        ("Items", "₹500"),
        ("FESTIVE10", "−₹50"),
        ("Delivery", "₹79"),
    ]
    assert wording.context_of(order)["total"] == "₹529"


def test_the_checkout_shows_the_total_it_will_charge(client):
    make_coupon()
    user = make_customer()
    client.force_login(user)
    bag_with_code("FESTIVE10", make_variant(price_minor=500_00), user=user)
    response = client.get(reverse("orders:checkout"))
    assert response.context["quote"].total == Money(529_00)
    assert response.context["form"]["shown_total"].value() == "52900"
    assert "Pay ₹529<" in response.content.decode()


def test_a_change_of_price_is_said_at_the_checkout(client):
    user = make_customer()
    client.force_login(user)
    bag_with(make_variant(price_minor=1_499_00), user=user)
    Variant.objects.update(price_minor=1_299_00)
    page = client.get(reverse("orders:checkout")).content.decode()
    assert "Bagru Kurta: Was ₹1,499, now ₹1,299." in page


def test_a_code_this_phone_has_used_leaves_the_total_a_guest_confirms(client, gateway):
    """Shown with the coupon again, the sum could be confirmed for ever and never ordered."""
    make_coupon(customer_limit=1)
    variant = make_variant(price_minor=2_000_00)
    assert send_as_guest(client, variant, shown_total=1_800_00).status_code == 302

    refused = send_as_guest(client, variant, shown_total=1_800_00)
    assert "You have used FESTIVE10 already. <b>The total was" in refused.content.decode()
    assert refused.context["form"].said("shown_total") == "200000"
    assert client.post(CHECKOUT, guests_form(2_000_00)).status_code == 302
    assert [o.discount_minor for o in Order.objects.order_by("placed_at")] == [200_00, 0]


def send_as_guest(client, variant, *, shown_total):
    client.post(reverse("shop:bag_add"), {"variant": variant.pk})
    client.post(reverse("shop:bag_code"), {"code": "FESTIVE10"})
    return client.post(CHECKOUT, guests_form(shown_total))


def guests_form(shown_total):
    place = asdict(DESTINATION)
    return {"key": uuid4().hex, "shown_total": shown_total, "address": "new", "pay": "upi", **place}
