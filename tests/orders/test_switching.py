"""Promises of orders/switching.py: an unpaid order may be paid at the door, never twice."""

import pytest

from orders.errors import CashNotOffered, NotPayable, StillDeciding
from orders.gateway import Retryable
from orders.models import LedgerEntry
from orders.payments import refresh_payment
from orders.switching import switch_to_cash
from shop.models import PinCode
from tests.factories import cash_order, make_variant, paid_order, place_order, started_order

pytestmark = pytest.mark.django_db


def test_an_unpaid_order_is_confirmed_with_the_fee_added(gateway):
    variant = make_variant(stock=3)
    order = started_order(variant)
    switch_to_cash(order, by="Asha")
    order.refresh_from_db()
    variant.refresh_from_db()
    assert (order.status, order.payment_method, order.total_minor) == ("confirmed", "cash", 628_00)
    assert variant.held == 1
    assert order.payments.get(provider="cash").amount_minor == 628_00


def test_switching_twice_is_one_switch(gateway):
    order = started_order()
    switch_to_cash(order, by="Asha")
    switch_to_cash(order, by="Asha")
    order.refresh_from_db()
    assert (order.total_minor, order.payments.filter(provider="cash").count()) == (628_00, 1)


def test_who_has_paid_already_is_not_asked_for_cash(gateway):
    """PAY-7: the gateway is asked first."""
    order = started_order()
    gateway.pay(order)
    with pytest.raises(NotPayable):
        switch_to_cash(order, by="Asha")
    order.refresh_from_db()
    assert (order.status, order.payment_method, order.total_minor) == (
        "confirmed",
        "online",
        579_00,
    )


def test_money_that_comes_after_the_switch_goes_back(gateway):
    """PAY-12."""
    order = started_order()
    switch_to_cash(order, by="Asha")
    gateway.pay(order)
    refresh_payment(order.payments.get(provider="razorpay"))
    order.refresh_from_db()
    assert order.refunds.get().amount_minor == 579_00
    assert (order.status, LedgerEntry.objects.filter(kind="capture").count()) == ("confirmed", 1)


def test_nobody_switches_while_the_bank_is_deciding(gateway):
    order = started_order()
    gateway.pay(order, "authorized")
    with pytest.raises(StillDeciding):
        switch_to_cash(order, by="Asha")
    order.refresh_from_db()
    assert order.status == "placed"


def test_a_gateway_that_does_not_answer_leaves_the_order_as_it_is(gateway):
    order = started_order()
    gateway.errors.append(Retryable("ConnectTimeout"))
    with pytest.raises(Retryable):
        switch_to_cash(order, by="Asha")
    order.refresh_from_db()
    assert (order.status, order.payment_method) == ("placed", "online")


def test_the_rule_for_cash_holds_for_switching_too(gateway):
    order = place_order()
    PinCode.objects.create(prefix="560", has_cod=False)
    with pytest.raises(CashNotOffered):
        switch_to_cash(order, by="Asha")


def test_so_does_the_number_of_cash_orders_on_the_way(gateway, settings):
    settings.COD_OPEN_ORDERS = 1
    order = place_order()
    cash_order(user=order.user)
    with pytest.raises(CashNotOffered):
        switch_to_cash(order, by="Asha")


def test_a_paid_order_stays_paid_online(gateway):
    order = paid_order()
    with pytest.raises(NotPayable):
        switch_to_cash(order, by="Asha")
