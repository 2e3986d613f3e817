"""Several people at one parcel: what was received and judged is said once, and fits together."""

import threading
from functools import partial

import pytest

from orders.models import Refund
from returns.dispositions import choose_disposition, dispose, send_back
from returns.inspection import inspect_return
from returns.models import Disposition, ReturnCase, ReturnUnit
from returns.receiving import correct_receipt, receive_units, units_of
from returns.reopening import undo_missing
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
from tests.factories.returns import MISSING, PASSED, WORN
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def fresh(case):
    return ReturnCase.objects.get(pk=case.pk)


@pytest.mark.usefixtures("each_kind_of_lock")
def test_a_parcel_judged_by_four_at_once_is_settled_once():
    """INV-7: two would pass it, two refuse it; one of them is heard, wholly."""
    case = received_case()
    sheets = [findings_of(case, PASSED), findings_of(case, WORN)] * 2
    outcomes = at_once([partial(inspect_return, fresh(case), sheet, by="QC") for sheet in sheets])
    assert kinds(outcomes) == {"NoneType": 1, "IllegalTransition": 3}
    unit, refunds = units_of(case)[0], Refund.objects.count()
    back = StockMovement.objects.filter(cause="restock").count()
    assert (fresh(case).status, unit.verdict, refunds, back) in {
        ("accepted", "passed", 1, 1),
        ("refused", "refused", 0, 0),
    }


@pytest.mark.usefixtures("each_kind_of_lock")
def test_a_late_unit_is_received_or_called_missing_never_both():
    order = delivered_order(make_variant(stock=9), quantity=2)
    case = filed_case(order, quantity=2)
    first, late = (unit.pk for unit in units_of(case))
    receive_units(case, [first], by="Store")
    at_once(
        [
            partial(correct_receipt, fresh(case), [first, late], by="Dock"),
            partial(inspect_return, fresh(case), findings_of(case, PASSED, MISSING), by="QC"),
        ]
    )
    unit = ReturnUnit.objects.get(pk=late)
    assert (fresh(case).status, unit.is_here, unit.is_missing) in {
        ("received", True, False),
        ("accepted", False, True),
    }


def test_a_unit_that_turned_up_for_four_at_once_gets_one_case():
    case = filed_case()
    receive_units(case, [], [units_of(case)[0].pk], by="Store")
    inspect_return(case, findings_of(case, MISSING), by="QC")
    outcomes = at_once([partial(undo_missing, units_of(case)[0], by="Store")] * 4)
    assert kinds(outcomes) == {"ReturnCase": 4}
    assert (ReturnCase.objects.count(), case.order.lines.get().claimed_quantity) == (2, 1)


@pytest.mark.usefixtures("each_kind_of_lock")
def test_refused_items_leave_once():
    case = refused_case()
    choose_disposition(case, "send_back", by="Asha Rao")
    rows = [Disposition.objects.get(case=case) for _ in range(4)]
    outcomes = at_once(
        [
            partial(send_back, row, by="Store", carrier="Delhivery", tracking_number=f"DL{n}")
            for n, row in enumerate(rows)
        ]
        + [partial(dispose, rows[0], by="Store")]
    )
    assert kinds(outcomes)["NoneType"] == 1
    assert case.events.filter(text__startswith="Refused items").count() == 1


def test_control_looking_before_writing_does_not_keep_two_from_judging_one_unit():
    """The guard of the update does: without it the tests above would prove nothing."""
    unit = units_of(received_case())[0]
    everyone_has_looked = threading.Barrier(2, timeout=10)

    def look_then_write():
        is_free = ReturnUnit.objects.filter(pk=unit.pk, verdict=Verdict.AWAITED).exists()
        everyone_has_looked.wait()
        return is_free and ReturnUnit.objects.filter(pk=unit.pk).update(verdict=Verdict.REFUSED)

    assert at_once([look_then_write] * 2) == [1, 1]
