"""Twenty who issue at once, one of whom fails: numbers without a gap and without a double."""

import threading
from functools import partial

import pytest

from orders import fulfilment, invoices
from orders.models import Invoice, InvoiceSeries
from tests.factories import make_customer, make_variant, paid_order
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


class LampWentOut(Exception):
    pass


def paid_orders(count):
    variant, customer = make_variant(stock=count), make_customer()
    return [paid_order(variant, user=customer) for _ in range(count)]


def test_twenty_packers_at_once_and_one_failure_leave_no_gap(monkeypatch):
    """I9, rule 46(b)."""
    orders = paid_orders(21)
    unlucky, write = orders[10], invoices.content_of

    def content_of(order):  # its number is counted already
        if order == unlucky:
            raise LampWentOut
        return write(order)

    monkeypatch.setattr(invoices, "content_of", content_of)
    outcomes = at_once([partial(fulfilment.pack_order, order, by="Store") for order in orders])
    assert kinds(outcomes) == {"LampWentOut": 1, "Parcel": 20}
    assert sorted(Invoice.objects.values_list("place", flat=True)) == list(range(1, 21))
    assert Invoice.objects.values("number").distinct().count() == 20
    assert InvoiceSeries.objects.get().last == 20


def test_the_first_of_a_year_may_be_issued_by_many_at_once():
    outcomes = at_once([partial(fulfilment.pack_order, o, by="Store") for o in paid_orders(6)])
    assert kinds(outcomes) == {"Parcel": 6}
    assert sorted(Invoice.objects.values_list("place", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_one_order_invoiced_many_times_at_once_has_one():
    order = paid_orders(1)[0]
    fulfilment._pack_whole(order, "Store")
    outcomes = at_once([partial(invoices.issue_invoice, order) for _ in range(6)])
    assert len({outcome.number for outcome in outcomes}) == 1
    assert (Invoice.objects.count(), InvoiceSeries.objects.get().last) == (1, 1)


def test_control_counting_the_rows_does_not_give_numbers_of_their_own():
    """The UPDATE of the counter does: without it the tests above would prove nothing."""
    everyone_has_counted = threading.Barrier(4, timeout=10)

    def count_then_name():
        place = Invoice.objects.count() + 1
        everyone_has_counted.wait()
        return place

    assert at_once([count_then_name] * 4) == [1, 1, 1, 1]
