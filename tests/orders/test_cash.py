"""Promises of cash at the door: when it is offered, what it costs, and when it is money."""

import pytest
from django.urls import reverse

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders import cancellation, fulfilment
from orders.checkout import place_order
from orders.errors import CashNotOffered, PaidInCash, PaidOnline, TotalChanged
from orders.invariants import find_breaches
from orders.models import LedgerEntry, Order, Provider, Refund
from orders.refunds import pay_refund_by_hand, request_refund, retry_refund, submit_refund
from shop.cart import enter_code
from shop.models import PinCode, Variant
from shop.money import Money
from tests.factories import (
    bag_with,
    cash_order,
    make_customer,
    make_staff,
    make_variant,
    paid_order,
    ship,
)
from tests.factories.coupons import make_coupon
from tests.factories.orders import DESTINATION, IN_CASH, order_bag

pytestmark = pytest.mark.django_db


def delivered_cash_order(**how):
    order = cash_order(**how)
    fulfilment.pack_order(order, by="Store")
    ship(order)
    fulfilment.deliver_order(order, by="Store")
    order.refresh_from_db()
    return order


def books():
    return list(LedgerEntry.objects.values_list("kind", "amount_minor"))


def test_a_cash_order_is_confirmed_at_placing_with_its_fee_and_its_stock_held():
    variant = make_variant(price_minor=500_00, stock=5)
    order = cash_order(variant, user=make_customer())
    variant.refresh_from_db()
    assert (order.status, order.payment_method) == ("confirmed", "cash")
    assert (order.items_minor, order.delivery_minor, order.cod_fee_minor, order.total_minor) == (
        500_00,
        79_00,
        49_00,
        628_00,
    )
    assert (variant.on_hand, variant.held) == (5, 1)
    assert [event.status for event in order.events.all()] == ["placed", "confirmed"]


def test_a_cash_order_is_told_of_as_confirmed_and_not_as_paid():
    order = cash_order()
    sms = Message.objects.get(channel="sms").context
    assert (sms["number"], sms["pay_on_delivery"]) == (order.number, "₹628")


def test_nothing_is_booked_before_the_cash_is_there():
    order = cash_order()
    payment = order.payments.get()
    assert (payment.provider, payment.status, payment.amount_minor) == ("cash", "created", 628_00)
    assert books() == []


def test_delivery_books_the_cash_once():
    """INV-11."""
    order = delivered_cash_order()
    payment = order.payments.get()
    assert (payment.status, payment.method) == ("captured", "cash")
    assert payment.captured_at is not None
    assert books() == [("capture", 628_00)]


def test_a_cash_order_that_is_cancelled_owes_nothing():
    order = cash_order()
    cancellation.cancel_order(order, by="Asha")
    order.refresh_from_db()
    assert (order.status, order.refunds.count(), order.cash_place) == ("cancelled", 0, None)


def test_a_refund_of_cash_waits_for_a_person_and_never_asks_the_gateway(gateway):
    order = delivered_cash_order()
    (refund,) = request_refund(order, Money(500_00), key="k", reason="Return")
    submit_refund(str(refund.pk))
    refund.refresh_from_db()
    assert refund.status == "needs_attention"
    assert "bank transfer" in refund.last_error
    assert gateway.calls == []
    with pytest.raises(PaidInCash):
        retry_refund(refund, by="Store")
    assert order.payments.get().refund_reserved_minor == 500_00


def test_a_refund_of_cash_is_paid_by_hand_booked_and_told_once():
    order = delivered_cash_order()
    (refund,) = request_refund(order, Money(500_00), key="k", reason="Return")
    stale = Refund.objects.get(pk=refund.pk)
    pay_refund_by_hand(refund, by="Meera", reference="UTR123456789")
    with pytest.raises(IllegalTransition):
        pay_refund_by_hand(stale, by="Meera", reference="UTR987654321")
    assert (refund.status, refund.gateway_refund_id) == ("processed", "UTR123456789")
    assert books() == [("capture", order.total_minor), ("refund", -500_00)]
    told = Message.objects.filter(template="orders/emails/refunded.html", channel="email")
    assert "UTR123456789" in str(told.get().context)
    assert {code: rows for code, rows in find_breaches(pause_seconds=0).items() if rows} == {}


def test_money_the_gateway_has_is_not_paid_by_hand(gateway):
    """It would go back twice: the gateway keeps on sending it."""
    (refund,) = request_refund(paid_order(), Money(100_00), key="k", reason="Return")
    Refund.objects.filter(pk=refund.pk).update(status="needs_attention")
    with pytest.raises(PaidOnline):
        pay_refund_by_hand(Refund.objects.get(), by="Meera", reference="UTR123456789")


def test_a_payment_the_gateway_never_had_is_never_refunded_there(gateway):
    """Whatever led the row there: nothing is sent under the name of a payment that has none."""
    order = delivered_cash_order()
    (refund,) = request_refund(order, Money(500_00), key="k", reason="Return")
    Refund.objects.filter(pk=refund.pk).update(status="requested")
    with pytest.raises(PaidInCash):
        submit_refund(str(refund.pk))
    assert gateway.calls == []


def test_staff_enter_the_reference_of_the_transfer_once(client):
    order = delivered_cash_order()
    (first,) = request_refund(order, Money(100_00), key="a", reason="Return")
    (second,) = request_refund(order, Money(100_00), key="b", reason="Return")
    client.force_login(make_staff(is_superuser=True))
    url = reverse("admin:orders_refund_move", args=[first.pk, "by-hand"])
    client.post(url, {"reference": "UTR123456789"})
    again = client.post(url.replace(str(first.pk), str(second.pk)), {"reference": "UTR123456789"})
    assert again.status_code == 422
    assert list(Refund.objects.order_by("key").values_list("status", flat=True)) == [
        "processed",
        "needs_attention",
    ]


def test_cash_is_refused_above_the_limit_in_words(settings):
    settings.COD_LIMIT_MINOR = 579_00
    assert cash_order(make_variant(price_minor=500_00)).total_minor == 628_00
    with pytest.raises(CashNotOffered) as refusal:
        cash_order(make_variant(price_minor=500_01))
    assert str(refusal.value) == "Cash is for orders up to ₹579; this one comes to ₹579.01."


def test_cash_is_refused_where_the_courier_takes_none():
    PinCode.objects.create(prefix="560", has_cod=False)
    with pytest.raises(CashNotOffered, match="Our courier takes no cash at 560001"):
        cash_order()


def test_cash_is_refused_while_the_shop_takes_none(settings):
    settings.CASH_ON_DELIVERY = False
    with pytest.raises(CashNotOffered):
        cash_order()


def test_a_form_that_asks_for_cash_without_its_fee_orders_nothing():
    """SEC-7."""
    cart = bag_with(make_variant(price_minor=500_00))
    with pytest.raises(TotalChanged):
        place_order(
            cart,
            user=None,
            destination=DESTINATION,
            key="k",
            shown_total=Money(579_00),
            terms=IN_CASH,
        )
    assert Order.objects.count() == 0


# --- How many may be on the way unpaid --------------------------------------------------------


def test_a_guests_phone_has_at_most_so_many_cash_orders_on_the_way(settings):
    settings.COD_OPEN_ORDERS = 2
    cash_order()
    cash_order()
    variant = make_variant(stock=5)
    with pytest.raises(CashNotOffered, match="2 of your orders are on their way"):
        cash_order(variant)
    variant.refresh_from_db()
    assert (Order.objects.count(), variant.held) == (2, 0)


def test_another_phone_is_another_guest(settings):
    settings.COD_OPEN_ORDERS = 1
    cash_order()
    other = DESTINATION.__class__(**{**vars(DESTINATION), "phone": "+919800000001"})
    assert order_bag(bag_with(make_variant()), terms=IN_CASH, destination=other).is_cash


def test_a_customer_is_counted_by_account_whatever_phone_is_given(settings):
    settings.COD_OPEN_ORDERS = 1
    cash_order()
    cash_order(user=make_customer())
    user = make_customer()
    cash_order(user=user)
    with pytest.raises(CashNotOffered):
        cash_order(user=user)


@pytest.mark.parametrize("ended", [delivered_cash_order, "cancelled"])
def test_an_order_that_arrived_or_was_called_off_makes_room(settings, ended):
    settings.COD_OPEN_ORDERS = 1
    if ended == "cancelled":
        cancellation.cancel_order(cash_order(), by="Asha")
    else:
        ended()
    assert cash_order().status == "confirmed"


def test_orders_paid_online_take_no_room(settings):
    settings.COD_OPEN_ORDERS = 1
    order_bag(bag_with(make_variant()))
    assert cash_order().cash_place == "+919876543210:1"


def test_a_coupon_is_used_by_a_cash_order_and_free_again_when_it_is_cancelled():
    coupon = make_coupon()
    cart = bag_with(make_variant(price_minor=1_000_00), user=make_customer())
    enter_code(cart, coupon.code)
    order = order_bag(cart, terms=IN_CASH)
    coupon.refresh_from_db()
    assert (order.discount_minor, coupon.uses) == (100_00, 1)
    cancellation.cancel_order(order, by="Asha")
    coupon.refresh_from_db()
    assert coupon.uses == 0


def test_who_bought_in_cash_is_no_first_time_buyer_until_it_is_called_off():
    user = make_customer()
    order = cash_order(user=user)
    user.refresh_from_db()
    assert user.first_bought_at is not None
    cancellation.cancel_order(order, by="Asha")
    user.refresh_from_db()
    assert user.first_bought_at is None


def test_a_sold_out_size_is_not_promised_for_cash_either():
    variant = make_variant(stock=1)
    cash_order(variant)
    assert Variant.objects.get(pk=variant.pk).available == 0
    assert Order.objects.get().payments.get().provider == Provider.CASH


# --- The books --------------------------------------------------------------------------------


def broken():
    return [code for code, found in find_breaches(pause_seconds=0).items() if found]


def test_the_audit_finds_nothing_wrong_with_a_cash_order_on_the_way_or_delivered():
    """INV-12."""
    cash_order()
    delivered_cash_order()
    assert broken() == []


def test_the_audit_finds_a_cash_order_that_was_delivered_and_never_booked():
    """INV-12."""
    order = cash_order()
    fulfilment.pack_order(order, by="Store")
    ship(order)
    Order.objects.filter(pk=order.pk).update(status="delivered")
    assert broken() == ["I4"]
