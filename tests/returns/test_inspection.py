"""Promises of returns/inspection.py: every unit gets a verdict, and the case is settled by it."""

import pytest
from django.core.files.storage import storages

from accounts.errors import IllegalTransition
from accounts.models import Message
from orders.models import Refund
from returns.errors import (
    InspectionIncomplete,
    NotReceived,
    RefusalNeedsNote,
    UnitsChanged,
    VerdictDoesNotFit,
)
from returns.inspection import Finding, inspect_return
from returns.models import InspectionPhoto, ReturnCase, ReturnUnit
from returns.receiving import correct_receipt, receive_units, units_of
from returns.states import CANNED_NOTES, VERDICTS_OF, Grade, Refused, Verdict
from shop.media import fresh_jpeg
from shop.models import StockMovement
from tests.factories import (
    delivered_order,
    filed_case,
    findings_of,
    make_variant,
    picture_file,
    received_case,
    refused_case,
    upload,
)
from tests.factories.returns import MISSING, PASSED, UNSOUND, WORN

pytestmark = pytest.mark.django_db

CANNED = [reason for reason in CANNED_NOTES if reason != Refused.MISSING]


def refused(reason, note=""):
    return Finding(Grade.SCRAP, Verdict.REFUSED, reason, note)


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


@pytest.mark.parametrize("reason", CANNED)
def test_a_case_without_a_passed_unit_is_refused_with_its_reason_and_nothing_else_moves(reason):
    variant = make_variant(stock=10)
    case = inspect(case_of(1, variant), refused(reason, "  The tag is missing. "))
    variant.refresh_from_db()
    assert (case.status, variant.on_hand, Refund.objects.count()) == ("refused", 9, 0)
    assert case.events.last().text == "Not accepted: The tag is missing."
    told = Message.objects.filter(template="returns/emails/refused.html")
    assert {message.context["note"] for message in told} == {"The tag is missing."}


@pytest.mark.parametrize("reason", CANNED)
def test_a_reason_has_words_of_its_own_for_the_shopper(reason):
    case = inspect(case_of(1), refused(reason))
    unit = ReturnUnit.objects.get(line__case=case)
    assert (unit.refused_for, unit.note) == (reason, CANNED_NOTES[reason])


@pytest.mark.parametrize("reason", ["", Refused.OTHER])
@pytest.mark.parametrize("note", ["", "   "])
def test_a_refusal_without_words_is_not_taken(reason, note):
    case = case_of(1)
    with pytest.raises(RefusalNeedsNote):
        inspect(case, refused(reason, note))
    assert nothing_moved(case)


PAIRS = [(grade, verdict) for grade in Grade for verdict in Verdict if grade and verdict]
UNFIT = [(g, v) for g, v in PAIRS if v not in VERDICTS_OF[g] and g != Grade.MISSING]


@pytest.mark.parametrize(("grade", "verdict"), UNFIT)
def test_a_grade_and_a_verdict_that_contradict_each_other_are_not_taken(grade, verdict):
    case = case_of(1)
    with pytest.raises(VerdictDoesNotFit):
        inspect(case, Finding(grade, verdict))
    assert nothing_moved(case)


def test_scrap_never_passes_and_what_we_did_not_send_never_does():
    assert UNFIT == [
        (Grade.RESELLABLE, Verdict.UNSOUND),
        (Grade.SCRAP, Verdict.PASSED),
        (Grade.WRONG_ITEM, Verdict.PASSED),
    ]


def partly_here(quantity, arrived, missing=0):
    """A case of which only the first units arrived."""
    case = filed_case(delivered_order(make_variant(stock=20), quantity=quantity), quantity=quantity)
    keys = [unit.pk for unit in units_of(case)]
    receive_units(case, keys[:arrived], keys[arrived : arrived + missing], by="Store")
    return case


def test_three_filed_two_arrive_one_is_worn():
    case = inspect(partly_here(3, arrived=2, missing=1), PASSED, WORN, MISSING)
    assert case.status == "accepted"
    assert [(u.grade, u.verdict, u.refused_for) for u in units_of(case)] == [
        ("resellable", "passed", ""),
        ("scrap", "refused", "worn"),
        ("missing", "refused", "missing"),
    ]
    assert case.events.last().text == "1 of 3 passed our check"
    told = Message.objects.filter(template="returns/emails/partly.html").first()
    assert [one["note"] for one in told.context["refused"]] == [
        "The collar is worn.",
        CANNED_NOTES[Refused.MISSING],
    ]


def test_a_unit_still_to_come_is_called_missing_at_the_check():
    case = inspect(partly_here(2, arrived=1), PASSED, MISSING)
    assert [unit.grade for unit in units_of(case)] == ["resellable", "missing"]


@pytest.mark.parametrize("finding", [PASSED, UNSOUND, WORN])
def test_a_verdict_on_a_unit_that_is_not_here_is_refused(finding):
    case = partly_here(2, arrived=1)
    with pytest.raises(NotReceived, match="is not here"):
        inspect(case, PASSED, finding)
    assert nothing_moved(case)


def test_a_unit_that_is_here_cannot_be_called_missing():
    case = case_of(1)
    with pytest.raises(NotReceived, match="was received"):
        inspect(case, MISSING)
    assert nothing_moved(case)


def test_a_missing_unit_stays_claimed():
    case = inspect(partly_here(2, arrived=1, missing=1), PASSED, MISSING)
    assert case.order.lines.get().claimed_quantity == 2


def test_a_unit_that_was_taken_back_out_during_the_check_settles_nothing(monkeypatch):
    """Somebody corrects the receipt after the sheet was read and before it is written."""
    case = case_of(1)
    seen = units_of(case)
    correct_receipt(case, [], by="Store")
    monkeypatch.setattr("returns.inspection.units_of", lambda case: seen)
    with pytest.raises(UnitsChanged):
        inspect(case, PASSED)


def test_photos_of_the_check_are_kept_where_only_staff_and_the_customer_find_them():
    photo = upload(picture_file())
    found = Finding(Grade.SCRAP, Verdict.REFUSED, Refused.WORN, photos=[fresh_jpeg(photo)])
    case = inspect(case_of(1), found)
    kept = InspectionPhoto.objects.get(unit__line__case=case)
    assert kept.by == "QC"
    assert kept.file.name.startswith("returns/checks/")
    assert kept.file.storage.location == storages["private"].location


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
        inspect(case, Finding(Grade.SCRAP, Verdict.AWAITED))
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
    assert set(ReturnUnit.objects.values_list("verdict", flat=True)) == {"refused"}


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
    case = inspect(case_of(2, variant), PASSED, UNSOUND)
    assert case.status == "accepted"
    assert Refund.objects.get().amount_minor == 3_000_00
    assert StockMovement.objects.get(cause="restock").on_hand_change == 1
