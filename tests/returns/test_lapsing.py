"""Promises of returns/lapsing.py: what was never sent is asked for twice, then closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.errors import IllegalTransition
from accounts.models import Message
from returns import periodic
from returns.filing import withdraw_return
from returns.lapsing import lapse_return
from returns.models import ReturnCase, ReturnEvent
from returns.receiving import mark_picked_up, receive_return
from tests.factories import accepted_case, delivered_order, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.engines("sqlite", "postgres", "mongodb")]

INDIA = ZoneInfo("Asia/Kolkata")
APPROVED = datetime(2027, 3, 10, 15, tzinfo=INDIA)
LAST = datetime(2027, 3, 20, 23, 59, 59, tzinfo=INDIA)


def approved_case():
    with time_machine.travel(APPROVED, tick=False):
        return filed_case(delivered_order(at=APPROVED))


def tick(moment, times=1):
    """The clock at that moment, all its jobs, so often."""
    with time_machine.travel(moment, tick=False):
        for _ in range(times):
            periodic.remind_of_unsent_returns()
            periodic.close_unsent_returns()


def told(template):
    """What was owed by e-mail, oldest first: the day each names."""
    mails = Message.objects.filter(template=f"returns/emails/{template}.html", channel="email")
    return [mail.context.get("until", "") for mail in mails.order_by("pk")]


def at(day, hour=12):
    return datetime(2027, 3, day, hour, tzinfo=INDIA)


def status_of(case):
    return ReturnCase.objects.get(pk=case.pk).status


def test_nobody_is_reminded_on_the_first_days():
    case = approved_case()
    tick(at(13))
    assert (told("unsent"), status_of(case)) == ([], "approved")


def test_the_customer_is_reminded_after_three_days_and_after_six_once_each():
    case = approved_case()
    tick(at(14), times=3)
    tick(at(15))
    assert told("unsent") == ["Sat, 20 Mar"]
    tick(at(17), times=3)
    tick(at(19))
    assert (told("unsent"), status_of(case)) == (["Sat, 20 Mar"] * 2, "approved")


def test_a_clock_that_stood_still_reminds_once_not_twice():
    approved_case()
    tick(at(18), times=2)
    assert told("unsent") == ["Sat, 20 Mar"]


def test_two_clocks_that_saw_the_same_case_remind_once(monkeypatch):
    case = approved_case()
    stale = [ReturnCase.objects.select_related("order").get(pk=case.pk)]
    monkeypatch.setattr("returns.lapsing.unsent_to_remind", lambda: stale)
    tick(at(14), times=1)
    stale[0] = ReturnCase(pk=case.pk, order=case.order, number=case.number, status="approved")
    tick(at(14))
    assert told("unsent") == ["Sat, 20 Mar"]


def test_it_is_closed_after_its_last_day_and_its_units_are_free_again():
    case = approved_case()
    tick(LAST)
    before = status_of(case)
    tick(at(21, 0), times=3)
    line = case.order.lines.get()
    assert (before, status_of(case), line.claimed_quantity) == ("approved", "lapsed", 0)
    event = ReturnEvent.objects.filter(case=case).last()
    assert (event.text, event.status, told("lapsed")) == (
        "Closed: it was not sent in time",
        "lapsed",
        [""],
    )


def test_what_was_closed_can_be_filed_again_while_its_window_is_open(settings):
    settings.RETURN_WINDOW_DAYS = 30
    case = approved_case()
    tick(at(21))
    with time_machine.travel(at(22), tick=False):
        again = filed_case(case.order)
    assert (again.status, again.lapses_at > at(31)) == ("approved", True)


@pytest.mark.parametrize(
    ("leave", "stays"),
    [
        (lambda case: withdraw_return(case, by="Asha Rao"), "withdrawn"),
        (lambda case: mark_picked_up(case, by="Courier"), "picked_up"),
        (lambda case: receive_return(case, by="Store"), "received"),
    ],
)
def test_what_left_is_neither_reminded_nor_closed(leave, stays):
    case = approved_case()
    leave(case)
    claimed = case.order.lines.get().claimed_quantity
    tick(at(14))
    tick(at(25))
    assert (status_of(case), told("unsent"), told("lapsed")) == (stays, [], [])
    assert case.order.lines.get().claimed_quantity == claimed


def test_one_that_is_settled_stays_settled():
    with time_machine.travel(APPROVED, tick=False):
        case = accepted_case(delivered_order(at=APPROVED))
    tick(at(25))
    assert status_of(case) == "accepted"


@pytest.mark.django_db(transaction=True)
def test_closing_at_the_moment_it_is_picked_up_loses():
    case = approved_case()
    stale = ReturnCase.objects.get(pk=case.pk)
    mark_picked_up(case, by="Courier")
    with time_machine.travel(at(25), tick=False), pytest.raises(IllegalTransition):
        lapse_return(stale)
    assert (status_of(case), case.order.lines.get().claimed_quantity) == ("picked_up", 1)


@pytest.mark.django_db(transaction=True)
def test_nobody_closes_one_before_its_day():
    case = approved_case()
    with time_machine.travel(at(15), tick=False), pytest.raises(IllegalTransition):
        lapse_return(case)
    assert status_of(case) == "approved"


def test_a_case_from_before_there_were_last_days_gets_one_from_now_on():
    case = approved_case()
    ReturnCase.objects.update(lapses_at=None)
    tick(at(25))
    kept = ReturnCase.objects.get(pk=case.pk)
    assert kept.status == "approved"
    assert kept.lapses_at - at(25) > timedelta(days=10)
