"""Promises of returns/reopening.py: what was called missing, and was not, comes back."""

import pytest

from accounts.models import Message
from orders.models import Refund
from returns.errors import NotMissing
from returns.filing import withdraw_return
from returns.inspection import inspect_return
from returns.models import ReturnCase
from returns.receiving import receive_return, receive_units, units_of
from returns.reopening import undo_missing
from shop.models import ReturnPolicy
from tests.factories import accepted_case, delivered_order, filed_case, findings_of, make_variant
from tests.factories.returns import MISSING, PASSED

pytestmark = pytest.mark.django_db


def case_with_a_missing_unit():
    variant = make_variant(stock=10, price_minor=500_00)
    case = filed_case(delivered_order(variant, quantity=2), quantity=2)
    first, second = units_of(case)
    receive_units(case, [first.pk], [second.pk], by="Store")
    inspect_return(case, findings_of(case, PASSED, MISSING), by="QC")
    return case


def undo(case):
    return undo_missing(units_of(case)[1], by="Meera Owner")


def claimed(case):
    return case.order.lines.get().claimed_quantity


def test_the_unit_gets_a_case_of_its_own_and_stays_claimed():
    old = case_with_a_missing_unit()
    new = undo(old)
    assert (new.status, new.follows, claimed(old)) == ("approved", old, 2)
    assert [unit.line.order_line for unit in units_of(new)] == [old.order.lines.get()]
    assert ReturnCase.objects.get(pk=old.pk).status == "accepted"
    assert old.events.last().text.endswith(f"was not missing: {new} is open for it")
    told = Message.objects.filter(template="returns/emails/approved.html")
    assert new.number in {message.context["case"] for message in told}


def test_received_and_passed_it_is_refunded_beside_the_first_one():
    old = case_with_a_missing_unit()
    new = undo(old)
    receive_return(new, by="Store")
    inspect_return(new, findings_of(new, PASSED), by="QC")
    assert sorted(r.amount_minor for r in Refund.objects.all()) == [500_00, 500_00]


def test_the_return_fee_is_taken_once_for_both():
    ReturnPolicy.objects.create(from_on="2020-01-01", fee_minor=49_00)
    new = undo(case_with_a_missing_unit())
    receive_return(new, by="Store")
    inspect_return(new, findings_of(new, PASSED), by="QC")
    assert sorted(r.amount_minor for r in Refund.objects.all()) == [451_00, 500_00]


def test_the_fee_is_still_due_where_the_first_one_took_none():
    ReturnPolicy.objects.create(from_on="2020-01-01", fee_minor=49_00)
    variant = make_variant(stock=10, price_minor=500_00)
    old = filed_case(delivered_order(variant))
    receive_units(old, [], [units_of(old)[0].pk], by="Store")
    inspect_return(old, findings_of(old, MISSING), by="QC")
    new = undo_missing(units_of(old)[0], by="Meera Owner")
    receive_return(new, by="Store")
    inspect_return(new, findings_of(new, PASSED), by="QC")
    assert [r.amount_minor for r in Refund.objects.all()] == [451_00]


def test_kept_after_all_it_can_be_filed_again():
    old = case_with_a_missing_unit()
    withdraw_return(undo(old), by="Asha Rao")
    assert claimed(old) == 1
    assert filed_case(old.order).status == "approved"


def test_pressed_twice_it_is_one_case():
    old = case_with_a_missing_unit()
    assert undo(old) == undo(old)
    assert ReturnCase.objects.count() == 2


def test_a_unit_that_was_here_is_not_missing():
    case = accepted_case()
    with pytest.raises(NotMissing):
        undo_missing(units_of(case)[0], by="Meera Owner")


def test_before_the_check_the_receipt_is_corrected_instead():
    case = filed_case()
    receive_units(case, [], [units_of(case)[0].pk], by="Store")
    with pytest.raises(NotMissing):
        undo_missing(units_of(case)[0], by="Meera Owner")
