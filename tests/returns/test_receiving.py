"""Promises of returns/receiving.py: picked up, then received garment by garment."""

import pytest

from accounts.errors import IllegalTransition
from accounts.models import Message
from returns.errors import NothingArrived, UnitsChanged
from returns.filing import withdraw_return
from returns.models import ReturnUnit
from returns.receiving import (
    correct_receipt,
    mark_picked_up,
    receive_return,
    receive_units,
    units_of,
)
from tests.factories import (
    delivered_order,
    filed_case,
    make_variant,
    received_case,
)

pytestmark = pytest.mark.django_db


def case_of(quantity):
    order = delivered_order(make_variant(stock=20), quantity=quantity)
    return filed_case(order, quantity=quantity)


def keys_of(case):
    return [unit.pk for unit in units_of(case)]


def state_of(case):
    return [(unit.is_here, unit.grade) for unit in units_of(case)]


def told(template):
    found = Message.objects.filter(template=f"returns/emails/{template}.html", channel="email")
    return [message.context["note"] for message in found]


def test_the_courier_has_it_and_it_cannot_be_withdrawn_any_more():
    case = filed_case()
    mark_picked_up(case, by="Courier")
    assert (case.status, case.picked_up_at is not None) == ("picked_up", True)
    assert (case.events.last().text, case.events.last().by) == (
        "Picked up by the courier",
        "Courier",
    )
    assert Message.objects.filter(template="returns/emails/picked_up.html").exists()
    with pytest.raises(IllegalTransition):
        withdraw_return(case, by="Asha Rao")


def test_receiving_is_written_down_with_time_and_hand():
    case = filed_case()
    receive_return(case, by="Store")
    event = case.events.last()
    assert (case.status, event.by, event.text) == (
        "received",
        "Store",
        "Your parcel reached our warehouse",
    )
    assert case.received_at is not None
    assert state_of(case) == [(True, "")]
    assert told("received") == [""]


def test_receiving_twice_is_refused():
    case = received_case()
    with pytest.raises(IllegalTransition):
        receive_return(case, by="Store")


def test_each_unit_is_here_missing_or_still_to_come():
    case = case_of(3)
    here, missing, _ = keys_of(case)
    receive_units(case, [here], [missing], by="Store")
    said = "1 of 3 arrived, 1 not in the parcel, 1 still to come"
    assert state_of(case) == [(True, ""), (False, "missing"), (False, "")]
    assert case.events.last().text == said
    assert told("received") == [said]


def test_an_empty_parcel_is_received_with_everything_missing():
    case = case_of(2)
    receive_units(case, [], keys_of(case), by="Store")
    assert (case.status, state_of(case)) == ("received", [(False, "missing")] * 2)


def test_a_parcel_of_which_nothing_is_said_is_not_received():
    case = case_of(2)
    with pytest.raises(NothingArrived):
        receive_units(case, [], by="Store")
    assert (case.status, state_of(case)) == ("approved", [(False, "")] * 2)


def test_units_of_another_case_are_nobodys_here():
    case, other = case_of(1), case_of(1)
    receive_units(case, keys_of(other), by="Store")
    assert (state_of(case), state_of(other)) == ([(False, "")], [(False, "")])


def test_what_comes_later_is_received_into_the_same_case():
    case = case_of(2)
    first, second = keys_of(case)
    receive_units(case, [first], by="Store")
    correct_receipt(case, [first, second], by="Store")
    assert state_of(case) == [(True, "")] * 2
    assert case.events.last().text == "2 of 2 arrived"


def test_a_wrong_missing_is_undone_before_the_check():
    case = case_of(1)
    receive_units(case, [], keys_of(case), by="Store")
    correct_receipt(case, keys_of(case), by="Store")
    assert state_of(case) == [(True, "")]


def test_a_correction_that_says_what_is_so_already_writes_no_event():
    case = received_case()
    before = case.events.count()
    correct_receipt(case, keys_of(case), by="Store")
    assert case.events.count() == before


def test_a_unit_that_has_its_verdict_is_not_taken_back_out():
    """The sheet of a colleague who settled the case meanwhile."""
    stale = received_case()
    ReturnUnit.objects.filter(line__case=stale).update(verdict="passed", grade="resellable")
    with pytest.raises(UnitsChanged):
        correct_receipt(stale, [], by="Store")
