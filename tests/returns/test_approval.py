"""Promises of returns/approval.py: a person says yes or no before the parcel travels."""

import pytest

from accounts.errors import IllegalTransition
from accounts.models import Message
from returns.approval import approve_return, decline_return
from returns.errors import RefusalNeedsNote
from tests.factories import filed_case, received_case
from tests.factories.matrices import in_state

pytestmark = pytest.mark.django_db


def waiting_case():
    return in_state(filed_case(), "filed")


def claimed(case):
    return case.order.lines.get().claimed_quantity


def test_approving_names_who_did_it_and_tells_the_customer():
    case = waiting_case()
    Message.objects.all().delete()
    approve_return(case, by="Meera Owner")
    assert (case.status, case.events.last().by) == ("approved", "Meera Owner")
    assert Message.objects.filter(template="returns/emails/approved.html").exists()


def test_approving_twice_is_refused():
    with pytest.raises(IllegalTransition):
        approve_return(filed_case(), by="Meera Owner")


@pytest.mark.parametrize("make", [waiting_case, filed_case])
def test_declining_frees_the_units_and_says_why(make):
    case = make()
    decline_return(case, by="Store", note=" Final sale. ")
    assert (case.status, claimed(case)) == ("declined", 0)
    assert case.events.last().text == "Declined: Final sale."
    told = Message.objects.filter(template="returns/emails/declined.html")
    assert {message.context["note"] for message in told} == {"Final sale."}


def test_declining_without_words_changes_nothing():
    case = filed_case()
    with pytest.raises(RefusalNeedsNote):
        decline_return(case, by="Store", note="  ")
    assert (case.status, claimed(case)) == ("approved", 1)


def test_a_case_that_arrived_cannot_be_declined():
    case = received_case()
    with pytest.raises(IllegalTransition):
        decline_return(case, by="Store", note="No")
    assert claimed(case) == 1
