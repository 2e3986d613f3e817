"""Promises of orders/invariants: a sound shop breaks none, each fault breaks exactly its own."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Message
from orders import cancellation, fulfilment, periodic, refunds
from orders.invariants import INVARIANTS, find_breaches
from orders.models import (
    Invoice,
    InvoiceSeries,
    LedgerEntry,
    Order,
    OrderEvent,
    Payment,
    Refund,
    WebhookEvent,
)
from orders.timeline import record
from shop import stock
from shop.models import Coupon, CouponTally, Variant
from shop.money import Money
from tests.factories import (
    accepted_case,
    bag_with,
    delivered_order,
    make_customer,
    make_staff,
    make_variant,
    packed_order,
    paid_order,
    place_order,
    refused_case,
    started_order,
)
from tests.factories.coupons import make_coupon
from tests.factories.orders import capture_again, order_bag

pytestmark = [pytest.mark.django_db, pytest.mark.engines("sqlite", "postgres", "mongodb")]


def broken():
    """Codes of the invariants that are broken, and how often."""
    found = find_breaches(pause_seconds=0)
    return {code: len(breaches) for code, breaches in found.items() if breaches}


def said():
    return [
        breach.says for breaches in find_breaches(pause_seconds=0).values() for breach in breaches
    ]


def order_with_coupon():
    coupon = make_coupon(total_limit=5, customer_limit=2)
    cart = bag_with(make_variant(), user=make_customer())
    cart.coupon_code = coupon.code
    cart.save()
    return order_bag(cart)


# --- Nothing is broken ------------------------------------------------------------------------


def test_an_empty_shop_breaks_nothing():
    assert broken() == {}
    assert [invariant.code for invariant in INVARIANTS] == [f"I{n}" for n in range(1, 10)]


def test_a_shop_where_everything_happened_breaks_nothing(gateway):
    """INV-12: bought, cancelled, expired, revived, paid twice, paid wrongly, returned, refunded."""
    place_order()
    paid_order()
    delivered_order(quantity=2)
    cancellation.cancel_order(paid_order(), by="Asha Rao")
    cancellation.cancel_order(order_with_coupon(), by="Asha Rao")
    capture_again(paid_order())
    capture_again(started_order(), amount_minor=100)
    late = started_order()
    with time_machine.travel(late.expires_at + timedelta(seconds=1)):
        cancellation.expire_order(late)
    capture_again(late)
    accepted_case()
    refused_case()
    by_hand = started_order()
    seen = gateway.pay(by_hand)
    periodic.payments.refresh_payment(by_hand.payments.get())
    gateway.refund_by_hand(seen, 100_00)
    periodic.find_refunds_made_by_hand()
    periodic.submit_due_refunds()
    assert said() == []


def test_an_order_of_which_a_part_left_keeps_the_rest():
    order = paid_order(quantity=3)
    (line,) = order.lines.all()
    parcel = fulfilment.pack_parcel(order, {line.pk: 2}, by="Store")
    assert said() == []
    fulfilment.ship_parcel(parcel, by="Store", carrier="Delhivery", tracking_number="DL-1")
    assert said() == []
    assert Variant.objects.get(pk=line.variant_id).held == 1


def test_a_refund_that_failed_is_in_somebodys_hands_and_breaks_nothing(gateway):
    gateway.refund_status = "failed"
    order = paid_order()
    cancellation.cancel_order(order, by="Asha Rao")
    periodic.submit_due_refunds()
    refund = Refund.objects.get()
    assert (refund.status, said()) == ("failed", [])
    refunds.refund_again(refund, by_user=make_staff())
    assert said() == []


def test_a_refund_that_was_settled_by_hand_breaks_nothing(gateway):
    gateway.refund_status = "failed"
    cancellation.cancel_order(paid_order(), by="Asha Rao")
    periodic.submit_due_refunds()
    refunds.settle_refund(Refund.objects.get(), by="Meera", note="By bank transfer")
    assert said() == []


# --- Each fault breaks its own ----------------------------------------------------------------


def test_stock_held_for_no_order_breaks_i1():
    stock.hold({make_variant().pk: 1}, reference="nobody")
    assert broken() == {"I1": 1}


def test_an_order_whose_stock_is_not_held_breaks_i1():
    order = place_order()
    stock.release({order.lines.get().variant_id: 1}, reference="a mistake")
    assert broken() == {"I1": 1}


def test_stock_changed_past_the_movements_breaks_i2():
    Variant.objects.filter(pk=make_variant().pk).update(on_hand=11)
    assert broken() == {"I2": 1}


def test_money_set_aside_for_no_refund_breaks_i3():
    Payment.objects.filter(pk=paid_order().payments.get().pk).update(refund_reserved_minor=100)
    assert broken() == {"I3": 1}


def test_a_refund_nothing_is_set_aside_for_breaks_i3():
    refunds.request_refund(paid_order(), Money(100_00), key="x", reason="x")
    Payment.objects.update(refund_reserved_minor=0)
    assert broken() == {"I3": 1}


def test_more_going_back_than_came_in_breaks_i3():
    order = paid_order()
    (refund,) = refunds.request_refund(order, order.total, key="x", reason="x")
    Refund.objects.filter(pk=refund.pk).update(amount_minor=order.total_minor + 1)
    assert broken() == {"I3": 1}
    assert "go back of" in said()[0]


def captured_row(order, amount_minor):
    """Money that is booked, and that no operation has done anything about."""
    payment = Payment.objects.create(
        order=order, receipt=uuid4().hex, amount_minor=amount_minor, status="captured"
    )
    LedgerEntry.objects.create(
        key=f"capture:{payment.pk.hex}",
        order=order,
        payment=payment,
        kind="capture",
        amount_minor=amount_minor,
    )


def test_an_order_paid_twice_and_refunded_never_breaks_i4():
    order = paid_order()
    captured_row(order, order.total_minor)
    assert broken() == {"I4": 1}
    assert said() == [f"{order.number}: bought once, and paid 2 times"]


def test_money_kept_for_an_order_nobody_bought_breaks_i4():
    captured_row(place_order(), 100_00)
    assert broken() == {"I4": 1}


def test_an_order_that_was_bought_and_never_paid_breaks_i4():
    order = place_order()
    Order.objects.filter(pk=order.pk).update(status="confirmed")
    record(order, "A mistake", status="confirmed")
    assert broken() == {"I4": 1}


def test_a_ledger_entry_nothing_caused_breaks_i5():
    order = paid_order()
    LedgerEntry.objects.create(
        key="x", order=order, payment=order.payments.get(), kind="refund", amount_minor=-100
    )
    assert broken() == {"I5": 1}


def test_a_refund_that_was_never_booked_breaks_i5():
    (refund,) = refunds.request_refund(paid_order(), Money(100_00), key="x", reason="x")
    Refund.objects.filter(pk=refund.pk).update(status="processed")
    assert broken() == {"I5": 1}


def test_an_order_confirmed_twice_breaks_i6():
    record(paid_order(), "Payment received", status="confirmed")
    assert broken() == {"I6": 1}


def test_a_paid_order_without_its_step_breaks_i6():
    OrderEvent.objects.filter(order=paid_order(), status="confirmed").delete()
    assert broken() == {"I6": 1}


def test_the_same_mail_owed_twice_breaks_i6():
    paid_order()
    mail = Message.objects.filter(template="orders/emails/confirmed.html", channel="email").get()
    mail.pk, mail.key, mail._state.adding = uuid4(), "under another key", True
    mail.save()
    assert broken() == {"I6": 1}


def test_a_message_nobody_sends_breaks_i7():
    paid_order()
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=16))
    assert broken() == {"I7": Message.objects.filter(status="unsent").count()}


def test_a_refund_and_a_webhook_nobody_sees_to_break_i7(gateway):
    refunds.request_refund(paid_order(), Money(100_00), key="x", reason="x")
    WebhookEvent.objects.create(event_id="evt_1", body=b"{}")
    Message.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert broken() == {"I7": 2}


def test_a_refund_that_never_comes_back_from_the_bank_breaks_i7(gateway):
    gateway.refund_status = "pending"
    refunds.request_refund(paid_order(), Money(100_00), key="x", reason="x")
    periodic.submit_due_refunds()
    Message.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=16)):
        assert broken() == {"I7": 1}


def test_an_order_that_does_not_expire_breaks_i7(gateway):
    place_order()
    waiting = started_order()
    gateway.pay(waiting, "authorized")
    periodic.payments.refresh_payment(waiting.payments.get())
    Message.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(minutes=46)):
        assert broken() == {"I7": 1}


def test_a_coupon_counted_and_not_used_breaks_i8():
    order_with_coupon()
    Coupon.objects.update(uses=2)
    assert broken() == {"I8": 1}


def test_a_customer_counted_and_not_used_breaks_i8():
    order_with_coupon()
    CouponTally.objects.update(uses=2)
    assert broken() == {"I8": 1}


def packed_thrice():
    return [packed_order() for _ in range(3)]


def test_invoices_in_a_row_break_nothing():
    """INV-12."""
    packed_thrice()
    assert Invoice.objects.count() == 3
    assert said() == []


def test_a_number_that_was_given_out_for_no_invoice_breaks_i9():
    packed_thrice()
    InvoiceSeries.objects.update(last=4)
    assert broken() == {"I9": 1}


def test_an_invoice_that_is_gone_breaks_i9():
    packed_thrice()
    Invoice.objects.filter(place=2)._raw_delete("default")
    assert broken() == {"I9": 1}


def test_an_invoice_outside_of_every_series_breaks_i9():
    packed_thrice()
    Invoice.objects.filter(place=3).update(financial_year="0102")
    assert broken() == {"I9": 2}


# --- How it looks -----------------------------------------------------------------------------


def test_what_is_gone_at_the_second_look_was_the_shop_at_work(monkeypatch):
    Variant.objects.filter(pk=make_variant().pk).update(on_hand=11)
    monkeypatch.setattr(
        "orders.invariants.time.sleep", lambda _seconds: Variant.objects.update(on_hand=10)
    )
    assert broken() == {}


def test_many_rows_are_looked_at_in_batches_and_none_is_left_out(
    monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("orders.invariants.looking.BATCH", 2)
    orders = [paid_order() for _ in range(5)]
    for order in orders:
        record(order, "Again", status="confirmed")
    with django_assert_max_num_queries(100):
        assert broken() == {"I6": 5}
