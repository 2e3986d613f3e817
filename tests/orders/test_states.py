"""Promises of orders/states.py and of move_to: allowed moves move, all others change nothing."""

import pytest
from django.utils import timezone

from accounts.errors import IllegalTransition
from orders.models import Order, Payment, Refund, WebhookEvent
from orders.states import (
    ORDER_TRANSITIONS,
    PAYMENT_TRANSITIONS,
    REFUND_TRANSITIONS,
    WEBHOOK_TRANSITIONS,
    OrderStatus,
    PaymentStatus,
    RefundStatus,
    WebhookStatus,
)
from tests.factories.matrices import in_state, moves, status_in_database

pytestmark = pytest.mark.django_db

STATES = {
    Order: OrderStatus,
    Payment: PaymentStatus,
    Refund: RefundStatus,
    WebhookEvent: WebhookStatus,
}
ALLOWED = [(model, *pair) for model, states in STATES.items() for pair in moves(model, states)[0]]
FORBIDDEN = [(model, *pair) for model, states in STATES.items() for pair in moves(model, states)[1]]


def new_row(model):
    """One bare row: what surrounds it does not matter to its status."""
    order = Order(
        number="VA-22222-22222",
        key="k",
        items_minor=100,
        total_minor=100,
        expires_at=timezone.now(),
    )
    payment = Payment(order=order, receipt="r", amount_minor=100)
    refund = Refund(payment=payment, order=order, key="k", amount_minor=100, request_body={})
    rows = {
        Order: [order],
        Payment: [order, payment],
        Refund: [order, payment, refund],
        WebhookEvent: [WebhookEvent(event_id="evt_1", body=b"{}")],
    }[model]
    [row.save() for row in rows]
    return rows[-1]


def named(value):
    return value.__name__ if isinstance(value, type) else value


@pytest.mark.parametrize(("model", "old", "new"), ALLOWED, ids=named)
def test_an_allowed_move_moves_the_row_and_writes_its_columns(model, old, new):
    """INV-7."""
    row = in_state(new_row(model), old)
    row.move_to(new)
    assert (row.status, status_in_database(row)) == (new, new)


@pytest.mark.parametrize(("model", "old", "new"), FORBIDDEN, ids=named)
def test_a_forbidden_move_is_refused_and_changes_nothing(model, old, new):
    """INV-7."""
    row = in_state(new_row(model), old)
    with pytest.raises(IllegalTransition) as refusal:
        row.move_to(new)
    assert (refusal.value.old, refusal.value.new) == (old, new)
    assert (row.status, status_in_database(row)) == (old, old)


@pytest.mark.parametrize(("model", "old", "new"), ALLOWED, ids=named)
def test_a_row_somebody_else_moved_first_is_refused(model, old, new):
    """INV-7: guarded by the status we saw."""
    stale = in_state(new_row(model), old)
    somewhere_else = next(state.value for state in STATES[model] if state.value != old)
    in_state(stale, somewhere_else)
    with pytest.raises(IllegalTransition):
        stale.move_to(new)
    assert (stale.status, status_in_database(stale)) == (old, somewhere_else)


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (ORDER_TRANSITIONS, OrderStatus),
        (PAYMENT_TRANSITIONS, PaymentStatus),
        (REFUND_TRANSITIONS, RefundStatus),
        (WEBHOOK_TRANSITIONS, WebhookStatus),
    ],
)
def test_every_state_says_where_it_leads(table, states):
    assert set(table) == set(states)


def test_columns_given_to_a_move_are_written_with_it():
    order = new_row(Order)
    order.move_to(OrderStatus.CONFIRMED, coupon_code="FIRST")
    assert Order.objects.get().coupon_code == order.coupon_code == "FIRST"


def test_columns_given_to_a_refused_move_are_not_written():
    order = new_row(Order)
    with pytest.raises(IllegalTransition):
        order.move_to(OrderStatus.SHIPPED, coupon_code="FIRST")
    assert (Order.objects.get().coupon_code, order.coupon_code) == ("", "")
