"""Promises of accounts/states.py, shown on messages: one table, one way to move."""

import pytest

from accounts.errors import IllegalTransition
from accounts.models import Message, MessageStatus
from tests.factories.matrices import in_state, moves, status_in_database

pytestmark = pytest.mark.django_db

ALLOWED, FORBIDDEN = moves(Message, MessageStatus)


def new_message():
    return Message.objects.create(
        key="k", channel="email", template="orders/emails/confirmed.html", recipient="a@example.in"
    )


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_an_allowed_move_moves_the_message(old, new):
    """INV-7."""
    message = in_state(new_message(), old)
    message.move_to(new)
    assert (message.status, status_in_database(message)) == (new, new)


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_a_forbidden_move_is_refused_and_changes_nothing(old, new):
    """INV-7."""
    message = in_state(new_message(), old)
    with pytest.raises(IllegalTransition):
        message.move_to(new)
    assert (message.status, status_in_database(message)) == (old, old)


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_a_message_somebody_else_moved_first_is_refused(old, new):
    """INV-7."""
    stale = in_state(new_message(), old)
    somewhere_else = next(state.value for state in MessageStatus if state.value != old)
    in_state(stale, somewhere_else)
    with pytest.raises(IllegalTransition):
        stale.move_to(new)
    assert status_in_database(stale) == somewhere_else


def test_whether_a_row_may_move_is_asked_of_the_table():
    message = new_message()
    assert message.can_move_to(MessageStatus.SENT)
    assert not message.can_move_to(MessageStatus.UNSENT)


def test_the_refusal_says_what_the_row_is_and_what_it_cannot_become():
    with pytest.raises(IllegalTransition, match="is unsent; it cannot become unsent"):
        new_message().move_to(MessageStatus.UNSENT)


def test_every_state_says_where_it_leads():
    assert set(Message.TRANSITIONS) == set(MessageStatus)
