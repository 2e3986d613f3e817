"""Promises of returns/dispositions.py: the customer chooses, staff send back or dispose, once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Message
from returns.dispositions import choose_disposition, dispose, send_back
from returns.errors import DispositionDone, NothingRefused, StillChoosing
from returns.inspection import inspect_return
from returns.models import Disposition
from returns.receiving import receive_units, units_of
from tests.factories import accepted_case, filed_case, findings_of, refused_case
from tests.factories.returns import MISSING

pytestmark = pytest.mark.django_db


def of(case):
    return Disposition.objects.get(case=case)


def ship(case):
    send_back(of(case), by="Store", carrier="Delhivery", tracking_number="DL1")


def due():
    return list(Disposition.objects.due())


def test_what_was_refused_waits_for_the_customer_for_seven_days():
    case = refused_case()
    assert (of(case).status, due()) == ("choosing", [])
    assert of(case).choose_by - of(case).opened_at >= timedelta(days=7) - timedelta(seconds=5)
    with pytest.raises(StillChoosing, match="may choose until"):
        ship(case)


def test_nothing_waits_where_nothing_was_refused_or_nothing_is_here():
    accepted_case()
    empty = filed_case()
    receive_units(empty, [], [units_of(empty)[0].pk], by="Store")
    inspect_return(empty, findings_of(empty, MISSING), by="QC")
    assert Disposition.objects.count() == 0
    with pytest.raises(NothingRefused):
        choose_disposition(empty, "dispose", by="Asha Rao")


def test_chosen_it_is_sent_back_with_a_number_the_customer_gets():
    case = refused_case()
    choose_disposition(case, "send_back", by="Asha Rao")
    assert due() == [of(case)]
    ship(case)
    assert (of(case).status, of(case).done_by, due()) == ("sent_back", "Store", [])
    assert case.events.last().text == "Refused items sent back with Delhivery, DL1"
    told = Message.objects.filter(template="returns/emails/sent_back.html").first()
    assert told.context["tracking_number"] == "DL1"


def test_without_a_word_it_is_sent_back_after_seven_days():
    case = refused_case()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert due() == [of(case)]
        ship(case)
    assert of(case).status == "sent_back"


def test_disposed_of_only_when_the_customer_asked_for_it():
    case = refused_case()
    with pytest.raises(StillChoosing):
        dispose(of(case), by="Store")
    choose_disposition(case, "dispose", by="Asha Rao")
    with pytest.raises(StillChoosing, match="something else"):
        ship(case)
    dispose(of(case), by="Store")
    assert of(case).status == "disposed"


def test_a_choice_may_be_changed_until_it_is_done():
    case = refused_case()
    choose_disposition(case, "dispose", by="Asha Rao")
    choose_disposition(case, "send_back", by="Asha Rao")
    ship(case)
    with pytest.raises(DispositionDone):
        choose_disposition(case, "dispose", by="Asha Rao")
    assert of(case).status == "sent_back"


def test_choosing_the_same_again_is_one_event():
    case = refused_case()
    before = case.events.count()
    choose_disposition(case, "dispose", by="Asha Rao")
    choose_disposition(case, "dispose", by="Asha Rao")
    assert case.events.count() == before + 1


@pytest.mark.parametrize("again", [ship, lambda case: dispose(of(case), by="Store")])
def test_what_left_does_not_leave_again(again):
    case = refused_case()
    choose_disposition(case, "send_back", by="Asha Rao")
    ship(case)
    with pytest.raises(DispositionDone):
        again(case)
    assert Message.objects.filter(template="returns/emails/sent_back.html").count() == 2


def test_a_choice_that_changed_while_staff_looked_is_not_written_over():
    case = refused_case()
    choose_disposition(case, "send_back", by="Asha Rao")
    seen = of(case)
    choose_disposition(case, "dispose", by="Asha Rao")
    with pytest.raises(StillChoosing):
        send_back(seen, by="Store", carrier="Delhivery", tracking_number="DL1")
