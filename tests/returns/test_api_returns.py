"""Promises of returns/api.py: sending something back by program, and the desk of staff."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission

from config.models import KeptAnswer
from orders.models import Order
from returns.models import ReturnCase
from tests.factories import delivered_order, filed_case, make_customer, make_staff, place_order
from tests.factories.calls import App, problem_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def app() -> App:
    return App(make_customer())


@pytest.fixture
def order(app: App) -> Order:
    return delivered_order(user=app.user)


def item_of(order: Order, **members: object) -> dict[str, object]:
    return {"order_line_id": str(order.lines.get().pk), "reason": "too_small", **members}


def test_what_may_come_back_says_until_when(app: App, order: Order):
    verdict = app.get(f"/orders/{order.number}/returnable").json()["items"][0]
    assert (verdict["returnable"], "returns close" in verdict["reason"]) == (1, True)


def test_a_return_is_filed_once_under_its_key(app: App, order: Order):
    """INV-9: even where the first answer was lost."""
    key, sent = str(uuid4()), {"items": [item_of(order)]}
    numbers = []
    for _ in range(2):
        numbers.append(app.post(f"/orders/{order.number}/returns", sent, key=key).json()["number"])
        KeptAnswer.objects.all().delete()
    assert [case["number"] for case in app.get("/returns").json()["items"]] == numbers[:1]
    assert len(set(numbers)) == 1


def test_what_was_not_delivered_does_not_come_back(app: App):
    order = place_order(user=app.user)
    response = app.post(f"/orders/{order.number}/returns", {"items": [item_of(order)]})
    assert problem_of(response) == (422, "not-returnable")


def test_a_reason_that_needs_a_photo_is_refused_without_one(app: App, order: Order):
    sent = {"items": [item_of(order, reason="damaged")]}
    response = app.post(f"/orders/{order.number}/returns", sent)
    assert problem_of(response) == (422, "photo-needed")


def test_a_line_of_another_order_is_not_there(app: App, order: Order):
    """SEC-5."""
    sent = {"items": [item_of(delivered_order(user=make_customer()))]}
    assert problem_of(app.post(f"/orders/{order.number}/returns", sent)) == (404, "not-found")


def test_a_return_is_withdrawn(app: App, order: Order):
    case = filed_case(order)
    told = app.send("POST", f"/returns/{case.number}/withdraw").json()
    assert (told["status"], told["can_be_withdrawn"]) == ("withdrawn", False)


def test_staff_receive_what_came_back(order: Order):
    case = filed_case(order)
    user = make_staff()
    user.user_permissions.add(*Permission.objects.filter(codename="change_returncase"))
    desk = App(user)
    assert desk.post(f"/staff/returns/{case.number}/receive").json()["status"] == "received"
    assert ReturnCase.objects.get().status == "received"
