"""Promises of returns/states.py: allowed moves move a case, all others change nothing, anywhere.

Every one of the N×N moves is tried on every surface: the table itself, a row that is saved, many
rows updated at once, the shop's operations, the desk's forms, its bulk actions, Django's own form.
"""

from itertools import permutations, product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import IllegalTransition, Refusal
from orders.models import Order
from returns.approval import approve_return, decline_return
from returns.filing import withdraw_return
from returns.inspection import inspect_return
from returns.models import ReturnCase, ReturnUnit
from returns.receiving import (
    correct_receipt,
    mark_picked_up,
    receive_return,
    receive_units,
    units_of,
)
from returns.states import RETURN_TRANSITIONS, VERDICTS_OF, Grade, ReturnStatus, Verdict
from tests.factories import filed_case, findings_of, make_staff
from tests.factories.matrices import in_state, moves, status_in_database
from tests.factories.returns import PASSED, WORN

pytestmark = pytest.mark.django_db

ALLOWED, FORBIDDEN = moves(ReturnCase, ReturnStatus)
STATES = [state.value for state in ReturnStatus]


def new_case():
    order = Order.objects.create(
        number="VA-22222-22222",
        key="k",
        items_minor=100,
        total_minor=100,
        expires_at=timezone.now(),
    )
    return ReturnCase.objects.create(number="RT-22222-22222", key="k", order=order)


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_an_allowed_move_moves_the_case(old, new):
    """INV-7."""
    case = in_state(new_case(), old)
    case.move_to(new)
    assert (case.status, status_in_database(case)) == (new, new)


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_a_forbidden_move_is_refused_and_changes_nothing(old, new):
    """INV-7."""
    case = in_state(new_case(), old)
    with pytest.raises(IllegalTransition):
        case.move_to(new)
    assert (case.status, status_in_database(case)) == (old, old)


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_a_case_somebody_else_moved_first_is_refused(old, new):
    """INV-7."""
    stale = in_state(new_case(), old)
    somewhere_else = next(state.value for state in ReturnStatus if state.value != old)
    in_state(stale, somewhere_else)
    with pytest.raises(IllegalTransition):
        stale.move_to(new)
    assert status_in_database(stale) == somewhere_else


def test_every_state_says_where_it_leads():
    assert set(RETURN_TRANSITIONS) == set(ReturnStatus)


def test_every_grade_says_which_verdicts_go_with_it():
    assert set(VERDICTS_OF) == set(Grade)
    assert {verdict for some in VERDICTS_OF.values() for verdict in some} == set(Verdict) - {""}


# --- The shell ----------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), list(permutations(STATES, 2)))
def test_a_row_that_is_saved_never_moves(old, new):
    """INV-7: not even along the table, since the history would know nothing of it."""
    case = in_state(new_case(), old)
    case.status = new
    with pytest.raises(IllegalTransition):
        case.save()
    with pytest.raises(IllegalTransition):
        case.save(update_fields=["status"])
    assert status_in_database(case) == old


@pytest.mark.parametrize("moved_to", STATES)
def test_a_row_read_before_it_moved_does_not_move_it_back(moved_to):
    stale = in_state(new_case(), ReturnStatus.FILED)
    in_state(stale, moved_to)
    stale.received_at = timezone.now()
    stale.save()
    fresh = ReturnCase.objects.get(pk=stale.pk)
    assert (fresh.status, fresh.received_at) == (moved_to, stale.received_at)


@pytest.mark.parametrize("new", STATES)
def test_many_rows_are_never_moved_at_once(new):
    case = new_case()
    with pytest.raises(TypeError):
        ReturnCase.objects.filter(pk=case.pk).update(status=new)
    case.status = new
    with pytest.raises(TypeError):
        ReturnCase.objects.bulk_update([case], ["status"])
    assert status_in_database(case) == ReturnStatus.FILED


# --- The operations -----------------------------------------------------------------------

OPERATIONS = {
    "approve": (ReturnStatus.APPROVED, lambda case: approve_return(case, by="Store")),
    "decline": (ReturnStatus.DECLINED, lambda case: decline_return(case, by="Store", note="No.")),
    "withdraw": (ReturnStatus.WITHDRAWN, lambda case: withdraw_return(case, by="Asha Rao")),
    "pick up": (ReturnStatus.PICKED_UP, lambda case: mark_picked_up(case, by="Store")),
    "receive": (ReturnStatus.RECEIVED, lambda case: receive_return(case, by="Store")),
    "receive units": (
        ReturnStatus.RECEIVED,
        lambda case: receive_units(case, [u.pk for u in units_of(case)], by="Store"),
    ),
    "pass": (
        ReturnStatus.ACCEPTED,
        lambda case: inspect_return(case, findings_of(case, PASSED), by="QC"),
    ),
    "refuse": (
        ReturnStatus.REFUSED,
        lambda case: inspect_return(case, findings_of(case, WORN), by="QC"),
    ),
}


def case_in(status):
    """A real case whose unit is here, as if it had come to `status`."""
    case = in_state(filed_case(), status)
    ReturnUnit.objects.filter(line__case=case).update(received_at=timezone.now())
    return case


@pytest.mark.parametrize(("old", "name"), list(product(STATES, OPERATIONS)))
def test_an_operation_moves_along_the_table_or_not_at_all(old, name):
    """INV-7."""
    new, operate = OPERATIONS[name]
    case = case_in(old)
    is_allowed = new in RETURN_TRANSITIONS[ReturnStatus(old)]
    assert (attempt(operate, case), status_in_database(case)) == (
        (None, new) if is_allowed else (IllegalTransition, old)
    )


def attempt(operate, case):
    """The kind of refusal, or None."""
    try:
        operate(case)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("old", [state for state in STATES if state != ReturnStatus.RECEIVED])
def test_what_arrived_is_corrected_only_while_it_is_received(old):
    case = case_in(old)
    with pytest.raises(IllegalTransition):
        correct_receipt(case, [], by="Store")
    assert status_in_database(case) == old


# --- The desk -----------------------------------------------------------------------------

DESK = {
    "approve": ReturnStatus.APPROVED,
    "decline": ReturnStatus.DECLINED,
    "picked-up": ReturnStatus.PICKED_UP,
    "receive": ReturnStatus.RECEIVED,
    "inspect": ReturnStatus.ACCEPTED,
}
ACTIONS = {
    "approve": ReturnStatus.APPROVED,
    "decline": ReturnStatus.DECLINED,
    "mark_picked_up": ReturnStatus.PICKED_UP,
    "mark_received": ReturnStatus.RECEIVED,
}


@pytest.fixture
def owner(client):
    client.force_login(make_staff(is_superuser=True))
    return client


def everything_typed(case):
    """What every form of the desk could ask for, so that no move fails for want of words."""
    posted = {"note": "No."}
    for unit in units_of(case):
        key = unit.pk.hex
        posted |= {f"unit-{key}": "here", f"grade-{key}": "resellable", f"verdict-{key}": "passed"}
    return posted


@pytest.mark.parametrize(("old", "name"), list(product(STATES, DESK)))
def test_a_form_of_the_desk_moves_along_the_table_or_not_at_all(owner, old, name):
    """INV-7."""
    case = case_in(old)
    owner.post(
        reverse("admin:returns_returncase_move", args=[case.pk, name]), everything_typed(case)
    )
    assert status_in_database(case) == expected(old, DESK[name])


@pytest.mark.parametrize(("old", "name"), list(product(STATES, ACTIONS)))
def test_a_bulk_action_moves_along_the_table_or_not_at_all(owner, old, name):
    """INV-7."""
    case = case_in(old)
    chosen = {"action": name, "_selected_action": [str(case.pk)], "confirmed": "1", "note": "No."}
    owner.post(reverse("admin:returns_returncase_changelist"), chosen)
    assert status_in_database(case) == expected(old, ACTIONS[name])


@pytest.mark.parametrize(("old", "new"), list(product(STATES, STATES)))
def test_djangos_own_form_moves_nothing(owner, old, new):
    """INV-7."""
    case = in_state(new_case(), old)
    change = reverse("admin:returns_returncase_change", args=[case.pk])
    answer = owner.post(change, {"status": new, "number": "RT-OTHER"})
    assert (answer.status_code, status_in_database(case)) == (403, old)


def expected(old, new):
    return new if new in RETURN_TRANSITIONS[ReturnStatus(old)] else old
