"""Promises of returns/states.py: allowed moves move a case, all others change nothing."""

import pytest
from django.utils import timezone

from accounts.errors import IllegalTransition
from orders.models import Order
from returns.models import ReturnCase
from returns.states import RETURN_TRANSITIONS, ReturnStatus
from tests.factories.matrices import in_state, moves, status_in_database

pytestmark = pytest.mark.django_db

ALLOWED, FORBIDDEN = moves(ReturnCase, ReturnStatus)


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
