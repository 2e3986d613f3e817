"""Promises of the board of incoming orders: everything that waits, oldest first, at one price."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message, MessageStatus
from orders import board
from orders.cancellation import cancel_order
from orders.models import Order, Refund
from orders.states import RefundStatus
from tests.factories import (
    make_staff,
    packed_order,
    paid_order,
    place_order,
    shipped_order,
)
from tests.factories.matrices import in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("admin:orders_order_board")


def titles():
    return {column.title: [card.title for card in column.cards] for column in board.columns()}


def test_each_order_stands_where_it_waits():
    place_order()
    to_pack, packed, shipped = paid_order(), packed_order(), shipped_order()
    assert titles() == {
        "To pack": [to_pack.number],
        "Packed": [packed.number],
        "Shipped today": [shipped.number],
        "Needs attention": [],
    }


def test_the_oldest_stands_first_and_is_marked_after_a_day():
    new, old = paid_order(), paid_order()
    Order.objects.filter(pk=old.pk).update(placed_at=timezone.now() - timedelta(hours=25))
    cards = board.columns()[0].cards
    assert [(card.title, card.is_late) for card in cards] == [
        (old.number, True),
        (new.number, False),
    ]


def test_what_left_yesterday_is_not_shipped_today():
    """The day is India's: at 00:30 there it is still yesterday in UTC."""
    with time_machine.travel("2026-11-25T23:50:00+05:30"):
        shipped_order()
    with time_machine.travel("2026-11-26T00:30:00+05:30"):
        today = shipped_order()
        assert titles()["Shipped today"] == [today.number]


def test_refunds_and_messages_that_are_stuck_need_attention_oldest_first():
    order = paid_order()
    Message.objects.filter(channel="sms", status="unsent").update(
        status=MessageStatus.NEEDS_ATTENTION
    )
    cancel_order(order, by="Store")
    in_state(Refund.objects.get(), RefundStatus.NEEDS_ATTENTION)
    cards = board.columns()[3].cards
    assert [card.note for card in cards] == [
        "Not sent: Order confirmed by SMS",
        f"Refund of {order.total}: needs attention",
    ]


def test_a_column_shows_twenty_and_counts_the_rest(client, url):
    order = paid_order()
    copies = [
        Order(**{**columns_of(order), "number": f"VA-{n}", "key": f"{n}"}) for n in range(151)
    ]
    Order.objects.bulk_create(copies)
    column = board.columns()[0]
    assert (len(column.cards), column.count, column.left) == (20, 152, 132)
    client.force_login(make_staff(is_superuser=True))
    page = client.get(url).content.decode()
    assert "and 132 more" in page
    assert f"{reverse('admin:orders_order_changelist')}?status__exact=confirmed" in page


def columns_of(order):
    names = [field.attname for field in Order._meta.concrete_fields if field.name != "id"]
    return {name: getattr(order, name) for name in names}


def test_beyond_two_hundred_it_says_more_than(monkeypatch):
    monkeypatch.setattr(board, "MOST_COUNTED", 2)
    [paid_order() for _ in range(3)]
    column = board.columns()[0]
    assert (column.count, column.is_more) == (2, True)


def test_the_board_costs_five_queries_whatever_waits(django_assert_num_queries):
    with django_assert_num_queries(5):
        board.columns()
    for make in (paid_order, paid_order, packed_order, packed_order, shipped_order, shipped_order):
        make()
    cancel_order(paid_order(), by="Store")
    in_state(Refund.objects.get(), RefundStatus.FAILED)
    with django_assert_num_queries(5):
        board.columns()


def test_the_part_that_fetches_itself_is_the_board_alone(client, url):
    client.force_login(make_staff(is_superuser=True))
    paid_order()
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        part = client.get(url, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div class="desk-board" id="board"')
    assert "<html" not in part.content.decode()
    assert len(queries) <= 7  # the five, and who asks


def test_the_board_is_for_those_who_may_see_orders(client, url):
    staff = make_staff()
    client.force_login(staff)
    assert client.get(url).status_code == 403
    staff.user_permissions.set(Permission.objects.filter(codename="view_order"))
    assert client.get(url).status_code == 200


def test_the_board_listens_at_its_own_socket(client, url):
    client.force_login(make_staff(is_superuser=True))
    page = client.get(url).content.decode()
    assert 'data-live="ws://testserver/ws/staff/orders/"' in page
