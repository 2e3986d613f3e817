"""Promises of the live sockets: a page hears of what it may see, says nothing, and is let go."""

import asyncio
import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import Client, RequestFactory

from accounts.consumers import MOST_BYTES, MOST_WORDS_A_MINUTE
from accounts.models import User
from config.asgi import application
from orders import consumers, fulfilment, live
from orders.links import address_of
from orders.models import Order
from orders.routing import websocket_urlpatterns
from tests.factories import cash_order, make_customer, make_staff, paid_order

pytestmark = pytest.mark.django_db(transaction=True)

ROUTES = URLRouter(websocket_urlpatterns)
CHANGED = {"type": "websocket.send", "text": json.dumps({"type": "order.changed"})}
GONE = {"type": "websocket.close", "code": 4404}
SIGNED_OUT = {**GONE, "code": 4401}


class Socket(ApplicationCommunicator):
    """A browser's socket; `channels.testing` would want a web server installed."""

    def __init__(self, path, user=None, *, app=ROUTES, headers=()):
        path, _, query = path.partition("?")
        scope = {"type": "websocket", "path": path, "headers": list(headers), "subprotocols": []}
        scope |= {"user": user} if app is ROUTES else {}
        super().__init__(app, {**scope, "query_string": query.encode()})

    async def open(self):
        await self.send_input({"type": "websocket.connect"})
        return await self.receive_output(timeout=5)

    async def say(self, text):
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self):
        return await self.receive_output(timeout=5)

    async def leave(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait()


def page_of(order):
    return f"/ws/orders/{order.number}/"


async def opened(path, user, **how):
    socket = Socket(path, user, **how)
    assert (await socket.open())["type"] == "websocket.accept"
    return socket


async def _after_opening(path, user, **how):
    return await (await opened(path, user, **how)).hear()


def after_opening(path, user, **how):
    """What the browser is told right after its socket was opened."""
    return async_to_sync(_after_opening)(path, user, **how)


async def _heard(path, user, change, say, **how):
    socket = await opened(path, user, **how)
    for text in say:
        await socket.say(text)
    await sync_to_async(change)()
    told = await socket.hear()
    is_quiet = await socket.receive_nothing(timeout=0.1)
    await socket.leave()
    return told, is_quiet


def heard(path, user, change, *, say=(), **how):
    """What a page hears of a change, and whether that was all."""
    return async_to_sync(_heard)(path, user, change, say, **how)


def pack(order):
    return lambda: fulfilment.pack_order(order, by="Store")


def announce(order):
    return lambda: live.announce(order.pk)


# --- An order's page ----------------------------------------------------------------------


def test_a_customer_hears_that_their_order_changed():
    order = paid_order()
    assert heard(page_of(order), order.user, pack(order))[0] == CHANGED


@pytest.mark.parametrize("say", ["{}", "not json", '{"type": "order.changed"}', "."])
def test_what_a_page_says_is_ignored(say):
    """SEC-6."""
    order = paid_order()
    assert heard(page_of(order), order.user, announce(order), say=[say]) == (CHANGED, True)


@pytest.mark.parametrize(
    ("say", "code"),
    [(["x" * (MOST_BYTES + 1)], 1009), (["."] * (MOST_WORDS_A_MINUTE + 1), 1008)],
    ids=["large", "many"],
)
def test_a_page_that_says_much_is_let_go(say, code):
    """SEC-6: 4 KB at most, and not often."""
    order = paid_order()
    told, _ = heard(page_of(order), order.user, lambda: None, say=say)
    assert told == {**GONE, "code": code}


def test_somebody_elses_order_is_not_found():
    """SEC-5."""
    assert after_opening(page_of(paid_order()), make_customer()) == GONE


def test_an_order_is_not_found_by_someone_not_signed_in():
    assert after_opening(page_of(paid_order()), AnonymousUser()) == GONE


def test_a_guest_listens_by_the_session_that_opened_the_link():
    """No token stands in the address of a socket, where proxies write it down."""
    order, other, browser = cash_order(), cash_order(), Client()
    browser.get(address_of(order))
    page = browser.get(order.get_absolute_url()).content.decode()
    assert f'{page_of(order)}"' in page
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.session.session_key}"
    headers = [(b"cookie", cookie.encode()), (b"origin", b"http://testserver")]
    how = {"app": application, "headers": headers}
    assert heard(page_of(order), None, announce(order), **how)[0] == CHANGED
    assert after_opening(page_of(other), None, **how) == GONE
    assert after_opening(page_of(order), None, app=application, headers=headers[1:]) == GONE


def test_an_order_that_does_not_exist_is_not_found():
    assert after_opening("/ws/orders/VA-22222-22222/", make_customer()) == GONE


def test_staff_do_not_listen_to_customers_orders():
    assert after_opening(page_of(paid_order()), make_staff()) == GONE


def test_nobody_listens_to_another_order_however_often_they_try():
    """F21 in small: each of ten customers tries the orders of the nine others."""
    orders = [paid_order() for _ in range(10)]
    tries = [(page_of(order), one.user) for order in orders for one in orders if one != order]
    assert [path for path, user in tries if after_opening(path, user) != GONE] == []


def test_a_page_whose_order_is_somebody_elses_now_is_let_go_in_the_place_of_the_word():
    order = paid_order()
    user = order.user

    def give_away():
        Order.objects.filter(pk=order.pk).update(user=make_customer())
        live.announce(order.pk)

    assert heard(page_of(order), user, give_away)[0] == GONE


# --- The board ----------------------------------------------------------------------------

BOARD = "/ws/staff/orders/"


def test_staff_who_may_see_orders_hear_of_every_change():
    order, staff = paid_order(), make_staff()
    staff.user_permissions.set(Permission.objects.filter(codename="view_order"))
    assert heard(BOARD, staff, pack(order))[0] == CHANGED


@pytest.mark.parametrize(
    "visitor",
    [AnonymousUser, make_customer, make_staff, lambda: make_staff(is_active=False)],
    ids=["guest", "customer", "staff without the right", "staff who left"],
)
def test_nobody_else_listens_to_the_board(visitor):
    assert after_opening(BOARD, visitor()) == GONE


def test_many_changes_in_a_second_are_two_words_to_a_board(monkeypatch):
    monkeypatch.setattr(consumers, "PAUSE_SECONDS", 1.5)

    async def watch():
        socket = await opened(BOARD, staff)
        layer = get_channel_layer()
        for _ in range(50):
            await layer.group_send(live.STAFF, live.CHANGED)
        words = [await socket.hear(), await socket.hear()]
        is_quiet = await socket.receive_nothing(timeout=2)
        await socket.leave()
        return words, is_quiet

    staff = make_staff(is_superuser=True)
    assert async_to_sync(watch)() == ([CHANGED, CHANGED], True)


# --- Sessions, through everything that stands before the sockets -----------------------------

HOST = (b"host", b"testserver")
ORIGIN = (b"origin", b"http://testserver")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def headers_of(client, *more):
    cookie = client.cookies["session" if "session" in client.cookies else "sessionid"]
    return [HOST, *(more or [ORIGIN]), (b"cookie", f"{cookie.key}={cookie.value}".encode())]


def browse(order, client, *more):
    return Socket(page_of(order), app=application, headers=headers_of(client, *more))


def test_a_session_opens_its_own_page_and_closes_it_on_signing_out():
    """AUTH-10: within a second, in every tab of that session and in no other."""
    order = paid_order()
    here, elsewhere = signed_in(order.user), signed_in(order.user)

    async def sit():
        tabs = [browse(order, here), browse(order, here), browse(order, elsewhere)]
        for tab in tabs:
            assert (await tab.open())["type"] == "websocket.accept"
        await sync_to_async(here.logout)()
        closed = [await asyncio.wait_for(tab.hear(), timeout=1) for tab in tabs[:2]]
        still = await tabs[2].receive_nothing(timeout=0.2)
        await tabs[2].leave()
        return closed, still

    assert async_to_sync(sit)() == ([SIGNED_OUT, SIGNED_OUT], True)


def test_a_session_that_ended_unheard_hears_nothing_more():
    """The layer may lose a word; who is there is asked again before the next."""
    order = paid_order()
    here = signed_in(order.user)

    async def sit():
        tab = browse(order, here)
        await tab.open()
        await sync_to_async(here.session.flush)()
        await sync_to_async(live.announce)(order.pk)
        return await tab.hear()

    assert async_to_sync(sit)() == GONE


def test_a_customer_who_may_not_sign_in_any_more_hears_nothing_more():
    order = paid_order()
    here = signed_in(order.user)

    async def sit():
        tab = browse(order, here)
        await tab.open()
        await sync_to_async(User.objects.filter(pk=order.user.pk).update)(is_active=False)
        await sync_to_async(live.announce)(order.pk)
        return await tab.hear()

    assert async_to_sync(sit)() == GONE


@pytest.mark.parametrize(
    "origin",
    [
        b"http://evil.example",
        b"http://testserver.evil.example",
        b"https://evil.example/testserver",
        b"null",
        b"file://",
    ],
)
def test_a_page_of_another_site_opens_no_socket(origin):
    """SEC-6, F21."""
    order = paid_order()
    tab = browse(order, signed_in(order.user), (b"origin", origin))
    assert async_to_sync(tab.open)()["type"] == "websocket.close"


def test_a_channel_layer_that_is_down_does_not_keep_anybody_signed_in(monkeypatch):
    def broken(*_):
        raise ConnectionError("Redis is gone")

    monkeypatch.setattr("accounts.sockets.send_to_group", broken)
    here = signed_in(make_customer())
    request = RequestFactory().get("/")
    request.session, request.user = here.session, make_customer()
    logout(request)
    assert not request.user.is_authenticated
