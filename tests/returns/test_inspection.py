"""Promises of returns/inspection.py: every unit gets a verdict, and the case is settled by it."""

import pytest

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders.models import Refund
from returns.errors import InspectionIncomplete, RefusalNeedsNote
from returns.inspection import Finding, inspect_return, receive_return
from returns.models import ReturnCase, ReturnUnit
from returns.states import Verdict
from shop.models import StockMovement
from tests.factories import (
    delivered_order,
    filed_case,
    findings_of,
    make_variant,
    received_case,
    refused_case,
)
from tests.factories.returns import PASSED, WORN

pytestmark = pytest.mark.django_db

REFUSALS = [Verdict.WORN, Verdict.DAMAGED, Verdict.WRONG_ITEM, Verdict.MISSING]


def inspect(case, *findings):
    inspect_return(case, findings_of(case, *findings), by="QC")
    return ReturnCase.objects.get(pk=case.pk)


def nothing_moved(case):
    return (
        ReturnCase.objects.get(pk=case.pk).status,
        Refund.objects.count(),
        StockMovement.objects.filter(cause="restock").count(),
        set(ReturnUnit.objects.values_list("verdict", flat=True)),
    ) == ("received", 0, 0, {""})


def case_of(quantity, variant=None):
    variant = variant or make_variant(stock=10, price_minor=1_500_00)
    return received_case(delivered_order(variant, quantity=quantity), quantity=quantity)


def test_receiving_is_written_down_with_time_and_hand():
    case = filed_case()
    receive_return(case, by="Store")
    event = case.events.last()
    assert (case.status, event.by) == ("received", "Store")
    assert case.received_at is not None


def test_receiving_twice_is_refused():
    case = received_case()
    with pytest.raises(IllegalTransition):
        receive_return(case, by="Store")


def test_a_case_that_passed_is_refunded_and_restocked_by_exactly_its_units():
    variant = make_variant(stock=10, price_minor=1_500_00)
    case = inspect(case_of(2, variant), PASSED)
    variant.refresh_from_db()
    assert (case.status, variant.on_hand, variant.held) == ("accepted", 10, 0)
    assert [refund.amount_minor for refund in case.refunds()] == [3_000_00]
    assert Refund.objects.get().key == f"return:{case.pk.hex}"


def test_only_the_units_that_passed_are_refunded_and_restocked():
    variant = make_variant(stock=10, price_minor=1_500_00)
    case = inspect(case_of(3, variant), PASSED, WORN, PASSED)
    variant.refresh_from_db()
    assert (case.status, variant.on_hand) == ("accepted", 9)
    assert [refund.amount_minor for refund in case.refunds()] == [3_000_00]
    assert case.events.last().text == "2 of 3 passed our check"


@pytest.mark.parametrize("verdict", REFUSALS)
def test_a_case_without_a_passed_unit_is_refused_with_its_reason_and_nothing_else_moves(verdict):
    variant = make_variant(stock=10)
    case = inspect(case_of(1, variant), Finding(verdict, "  The tag is missing. "))
    variant.refresh_from_db()
    assert (case.status, variant.on_hand, Refund.objects.count()) == ("refused", 9, 0)
    assert case.events.last().text == "Not accepted: The tag is missing."
    told = Message.objects.filter(template="returns/emails/refused.html")
    assert {message.context["note"] for message in told} == {"The tag is missing."}


@pytest.mark.parametrize("verdict", REFUSALS)
@pytest.mark.parametrize("note", ["", "   "])
def test_a_refusal_without_a_reason_is_not_taken(verdict, note):
    case = case_of(1)
    with pytest.raises(RefusalNeedsNote):
        inspect(case, Finding(verdict, note))
    assert nothing_moved(case)


def test_a_unit_without_a_verdict_keeps_the_case_open():
    case = case_of(2)
    first = findings_of(case, PASSED)
    first.popitem()
    with pytest.raises(InspectionIncomplete):
        inspect_return(case, first, by="QC")
    assert nothing_moved(case)


def test_not_inspected_is_no_verdict():
    case = case_of(1)
    with pytest.raises(InspectionIncomplete):
        inspect(case, Finding(Verdict.AWAITED))
    assert nothing_moved(case)


def test_a_case_is_inspected_once():
    case = case_of(1)
    inspect(case, PASSED)
    with pytest.raises(IllegalTransition):
        inspect(case, PASSED)
    assert (Refund.objects.count(), StockMovement.objects.filter(cause="restock").count()) == (1, 1)


def test_a_refused_case_cannot_be_passed_later():
    case = refused_case()
    with pytest.raises(IllegalTransition):
        inspect(case, PASSED)
    assert set(ReturnUnit.objects.values_list("verdict", flat=True)) == {"worn"}


def test_a_case_still_on_its_way_cannot_be_inspected():
    case = filed_case()
    with pytest.raises(IllegalTransition):
        inspect(case, PASSED)
    assert (case.status, Refund.objects.count()) == ("approved", 0)


def test_findings_about_units_of_another_case_settle_nothing():
    case, other = case_of(1), case_of(1)
    with pytest.raises(InspectionIncomplete):
        inspect_return(case, findings_of(other, PASSED), by="QC")
    assert nothing_moved(case)


def test_what_arrived_damaged_is_refunded_but_not_put_back_on_sale():
    variant = make_variant(stock=10, price_minor=1_500_00)
    case = inspect(case_of(2, variant), Finding(Verdict.PASSED), Finding(Verdict.UNSOUND))
    assert case.status == "accepted"
    assert Refund.objects.get().amount_minor == 3_000_00
    assert StockMovement.objects.get(cause="restock").on_hand_change == 1
