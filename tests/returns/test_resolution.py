"""Promises of returns/resolution.py: the refund to the paisa, the units back on sale."""

import pytest

from orders import cancellation, refunds
from orders.errors import NotRefundable
from orders.fulfilment import deliver_parcel
from orders.models import Order, Payment, Refund
from orders.states import UndeliveredReason
from orders.undelivered import sound_of, take_back_parcel, turn_back_parcel
from returns.filing import FiledItem
from returns.inspection import inspect_return
from returns.models import ReturnCase, ReturnUnit
from returns.resolution import amount_of, preview
from returns.states import ReturnReason
from shop.models import StockMovement
from shop.money import Money
from tests.factories import (
    accepted_case,
    delivered_order,
    filed_case,
    findings_of,
    make_variant,
    received_case,
    ship_parcel,
    two_parcels,
)
from tests.factories.coupons import make_coupon, rupees_off
from tests.factories.orders import capture_again
from tests.factories.returns import PASSED, WORN

pytestmark = pytest.mark.django_db


def test_the_price_paid_comes_back_and_delivery_does_not():
    order = delivered_order(make_variant(price_minor=500_00))
    case = accepted_case(order)
    assert (order.total_minor, [refund.amount_minor for refund in case.refunds()]) == (
        579_00,
        [500_00],
    )


def test_the_price_paid_is_the_one_of_the_order_not_todays():
    variant = make_variant(price_minor=500_00)
    order = delivered_order(variant)
    type(variant).objects.update(price_minor=1_00)
    assert [refund.amount_minor for refund in accepted_case(order).refunds()] == [500_00]


def test_two_cases_of_one_order_have_a_refund_each():
    order = delivered_order(make_variant(price_minor=500_00), quantity=2)
    first, second = accepted_case(order), accepted_case(order)
    assert [refund.amount_minor for refund in first.refunds()] == [500_00]
    assert [refund.amount_minor for refund in second.refunds()] == [500_00]
    assert Payment.objects.get(order=order).refund_reserved_minor == 1_000_00


def test_stock_is_back_by_exactly_the_units_that_passed():
    variant = make_variant(stock=10)
    order = delivered_order(variant, quantity=2)
    variant.refresh_from_db()
    case = accepted_case(order)
    movement = StockMovement.objects.get(cause="restock")
    assert (variant.on_hand, movement.on_hand_change) == (8, 1)
    assert movement.key == f"restock:{case.number}:{variant.pk.hex}"
    variant.refresh_from_db()
    assert variant.on_hand == 9


def test_what_went_back_before_is_not_paid_twice_and_the_case_says_so():
    """INV-10: of ₹1,079 staff gave ₹500 back; the return of the ₹1,000 piece brings the rest."""
    order = delivered_order(make_variant(price_minor=1_000_00))
    refunds.request_refund(order, Money(500_00), key="by hand", reason="Goodwill")
    case = accepted_case(order)
    assert [refund.amount_minor for refund in case.refunds()] == [579_00]
    assert "₹421 of it had gone back to you before" in [event.text for event in case.events.all()]


def test_a_case_whose_money_all_went_back_before_is_settled_without_a_refund():
    variant = make_variant(stock=10)
    order = delivered_order(variant)
    refunds.request_refund(order, order.total, key="by hand", reason="Goodwill")
    case = accepted_case(order)
    variant.refresh_from_db()
    assert (case.refunds().count(), case.status, variant.on_hand) == (0, "accepted", 10)


def test_money_that_goes_another_way_at_this_very_moment_undoes_the_inspection(monkeypatch):
    """INV-10: what was looked at is not believed, the payment's guarded update is."""
    variant = make_variant(stock=10)
    order = delivered_order(variant)
    case = received_case(order)
    seen = amount_of(case, ReturnUnit.objects.filter(line__case=case))
    refunds.request_refund(order, order.total, key="by hand", reason="Goodwill")
    monkeypatch.setattr("returns.resolution.amount_of", lambda *_: seen)
    with pytest.raises(NotRefundable):
        inspect_return(case, findings_of(case, PASSED), by="QC")
    variant.refresh_from_db()
    assert (variant.on_hand, ReturnCase.objects.get().status) == (9, "received")


def test_the_amount_is_the_sum_of_the_units_own_prices():
    order = delivered_order(make_variant(price_minor=333_33), quantity=3)
    case = filed_case(order, quantity=3)
    units = ReturnUnit.objects.select_related("line__order_line")
    assert amount_of(case, units).total == Money(999_99)


def test_no_units_are_worth_nothing():
    assert amount_of(filed_case(), []).total == Money(0)


# --- With a coupon ----------------------------------------------------------------------------


def refunds_of(*cases):
    return [refund.amount_minor for case in cases for refund in case.refunds()]


def test_three_pieces_with_a_coupon_sent_back_one_by_one_come_to_what_was_paid():
    """SEC-9: 3 × ₹333.33 less ₹100 is ₹899.99, and that is what comes back, to the paisa."""
    rupees_off(100, is_automatic=True)
    order = delivered_order(make_variant(price_minor=333_33), quantity=3)
    cases = [accepted_case(order), accepted_case(order), accepted_case(order)]
    assert order.items_minor - order.discount_minor == 899_99
    assert refunds_of(*cases) == [299_99, 299_99, 300_01]
    assert sum(refunds_of(*cases)) == 899_99


def test_a_piece_nobody_took_and_the_two_sent_back_come_to_what_was_paid():
    """One of three came back undelivered: the other two pay back what is left, to the paisa."""
    rupees_off(100, is_automatic=True)
    undelivered, rest = two_parcels(make_variant(price_minor=333_33), quantity=3)
    for parcel in (undelivered, rest):
        ship_parcel(parcel)
    turn_back_parcel(undelivered, reason=UndeliveredReason.REFUSED, by="Store")
    take_back_parcel(undelivered, sound=sound_of(list(undelivered.lines.all())), by="Store")
    deliver_parcel(rest, by="Store")
    order = Order.objects.get(pk=undelivered.order_id)
    accepted_case(order, quantity=2)
    assert sorted(r.amount_minor for r in Refund.objects.all()) == [299_99, 600_00]


def test_all_pieces_at_once_come_to_what_was_paid():
    rupees_off(100, is_automatic=True)
    order = delivered_order(make_variant(price_minor=333_33), quantity=3)
    assert refunds_of(accepted_case(order, quantity=3)) == [899_99]


def test_a_piece_that_did_not_pass_leaves_its_part_with_the_shop():
    rupees_off(100, is_automatic=True)
    order = delivered_order(make_variant(price_minor=333_33), quantity=3)
    case = received_case(order, quantity=2)
    inspect_return(case, findings_of(case, WORN, PASSED), by="QC")
    assert refunds_of(case, accepted_case(order)) == [299_99, 299_99]


def test_each_line_pays_back_its_own_part_of_the_coupon():
    dear, cheap = make_variant(price_minor=900_00), make_variant(price_minor=100_00)
    make_coupon(is_automatic=True, category_ids=[str(dear.colourway.product.category_id)])
    order = delivered_order(dear, cheap)
    assert refunds_of(accepted_case(order)) == [810_00]


def test_a_piece_that_cost_nothing_in_the_end_is_settled_without_a_refund():
    rupees_off(500, is_automatic=True)
    order = delivered_order(make_variant(price_minor=500_00))
    case = accepted_case(order)
    assert (order.total_minor, refunds_of(case), case.status) == (79_00, [], "accepted")


def test_a_delivered_order_cannot_be_cancelled_around_its_return():
    order = delivered_order()
    accepted_case(order)
    with pytest.raises(cancellation.NotCancellable):
        cancellation.cancel_order(order, by="Asha Rao")


# --- Before there is a case -------------------------------------------------------------------


def item(line, quantity=1, reason=ReturnReason.TOO_SMALL):
    return FiledItem(line, quantity, reason)


def test_the_preview_is_what_comes_back_later_to_the_paisa():
    rupees_off(100, is_automatic=True)
    order = delivered_order(make_variant(price_minor=333_33), quantity=3)
    line = order.lines.get()
    first = accepted_case(order)
    shown = preview(order, [item(line, 2)])
    assert (refunds_of(first), shown.total) == ([299_99], Money(600_00))
    assert refunds_of(accepted_case(order, quantity=2)) == [shown.total.minor]


def test_the_preview_asks_for_nothing():
    order = delivered_order()
    preview(order, [item(order.lines.get())])
    assert (Payment.objects.get().refund_reserved_minor, ReturnCase.objects.count()) == (0, 0)


def test_all_of_an_order_that_comes_back_by_our_fault_brings_its_delivery_fee_back():
    order = delivered_order(make_variant(price_minor=500_00), quantity=2)
    line = order.lines.get()
    both = preview(order, [item(line, 2, ReturnReason.NOT_AS_SHOWN)])
    one = preview(order, [item(line, 1, ReturnReason.NOT_AS_SHOWN)])
    assert (order.delivery_minor, both.total, one.total) == (79_00, Money(1_079_00), Money(500_00))
    assert both.fees == Money(79_00)


def test_the_last_piece_of_several_returns_by_our_fault_brings_the_delivery_fee_back():
    order = delivered_order(make_variant(price_minor=500_00), quantity=2)
    reason = ReturnReason.NOT_AS_SHOWN
    cases = [accepted_case(order, reason=reason), accepted_case(order, reason=reason)]
    assert refunds_of(*cases) == [500_00, 579_00]


def test_a_return_s_refund_over_two_payments_takes_the_newest_first():
    """An order paid twice over: the second payment goes back by itself, the return's after it."""
    order = delivered_order(make_variant(price_minor=1_500_00))
    first = order.payments.get()
    extra = capture_again(order)
    Payment.objects.filter(gateway_payment_id=extra.id).update(refund_reserved_minor=0)
    Refund.objects.all().delete()
    Payment.objects.filter(gateway_payment_id=extra.id).update(refund_reserved_minor=1_000_00)
    case = accepted_case(order)
    paid = [(r.payment.gateway_payment_id, r.amount_minor) for r in case.refunds().order_by("key")]
    assert paid == [(extra.id, 500_00), (first.gateway_payment_id, 1_000_00)]
