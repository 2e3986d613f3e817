"""Promises of orders/consumers.py: a socket hears of its own order, and of no other's."""

import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser

from orders import fulfilment
from orders.routing import websocket_urlpatterns
from tests.factories import make_customer, paid_order

pytestmark = pytest.mark.django_db(transaction=True)

ROUTES = URLRouter(websocket_urlpatterns)


async def open_socket(number, user):
    """A browser's socket, opened; `channels.testing` would want a web server installed."""
    path = f"/ws/orders/{number}/"
    scope = {"type": "websocket", "path": path, "headers": [], "subprotocols": [], "user": user}
    communicator = ApplicationCommunicator(ROUTES, scope)
    await communicator.send_input({"type": "websocket.connect"})
    accepted = await communicator.receive_output(timeout=5)
    assert accepted["type"] == "websocket.accept"
    return communicator


async def close_code(number, user):
    """What the browser is told right after its socket was opened."""
    communicator = await open_socket(number, user)
    told = await communicator.receive_output(timeout=5)
    return told["type"], told.get("code")


async def heard_while(number, user, change, *, say=None):
    """What a page of the order's own customer hears of a change, and whether that was all."""
    communicator = await open_socket(number, user)
    if say is not None:
        await communicator.send_input({"type": "websocket.receive", "text": say})
    await sync_to_async(change)()
    told = await communicator.receive_output(timeout=5)
    is_quiet = await communicator.receive_nothing(timeout=0.1)
    await communicator.send_input({"type": "websocket.disconnect", "code": 1000})
    await communicator.wait()
    return json.loads(told["text"]), is_quiet


def test_a_customer_hears_that_their_order_changed():
    order = paid_order()

    def change():
        fulfilment.pack_order(order, by="Store")

    heard = async_to_sync(heard_while)(order.number, order.user, change)
    assert heard == ({"type": "order.changed"}, True)


@pytest.mark.parametrize("say", ["{}", "not json", '{"type": "order.changed"}'])
def test_what_a_page_says_is_ignored(say):
    """SEC-6."""
    order = paid_order()

    def change():
        fulfilment.pack_order(order, by="Store")

    heard = async_to_sync(heard_while)(order.number, order.user, change, say=say)
    assert heard == ({"type": "order.changed"}, True)


def test_somebody_elses_order_is_not_found():
    """SEC-5."""
    closed = async_to_sync(close_code)(paid_order().number, make_customer())
    assert closed == ("websocket.close", 4404)


def test_an_order_is_not_found_by_someone_not_signed_in():
    closed = async_to_sync(close_code)(paid_order().number, AnonymousUser())
    assert closed == ("websocket.close", 4404)


def test_an_order_that_does_not_exist_is_not_found():
    closed = async_to_sync(close_code)("VA-22222-22222", make_customer())
    assert closed == ("websocket.close", 4404)


def test_staff_do_not_listen_to_customers_orders():
    closed = async_to_sync(close_code)(paid_order().number, make_customer(is_staff=True))
    assert closed == ("websocket.close", 4404)
