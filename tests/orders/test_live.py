"""Promises of orders/live.py: after the commit an order's pages hear that it changed, only that."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from channels_redis.core import RedisChannelLayer
from django.db import transaction

from config.settings import base
from orders import live
from tests.factories import make_variant, place_order

pytestmark = pytest.mark.django_db


class Listener:
    """One channel in the order's group, as an open page has one."""

    def __init__(self, order):
        self.layer = get_channel_layer()
        self.channel = async_to_sync(self.layer.new_channel)()
        async_to_sync(self.layer.group_add)(live.group_of(order.pk), self.channel)

    @property
    def heard(self):
        queue = self.layer.channels.get(self.channel)
        return [queue.get_nowait()[1] for _ in range(queue.qsize())] if queue else []


def test_a_change_is_told_after_the_commit_and_says_nothing_else(
    django_capture_on_commit_callbacks,
):
    """SEC-6: no data in groups."""
    order = place_order()
    listener = Listener(order)
    with django_capture_on_commit_callbacks(execute=True):
        live.announce(order.pk)
        assert listener.heard == []
    assert listener.heard == [{"type": "order.changed"}]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_told():
    order = place_order(make_variant())
    listener = Listener(order)

    def change_and_fail():
        with transaction.atomic():
            live.announce(order.pk)
            raise RuntimeError("the transaction fails")

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert listener.heard == []


@pytest.mark.django_db(transaction=True)
def test_a_broken_channel_layer_does_not_fail_what_was_done(monkeypatch):
    def broken(*_):
        raise ConnectionError("Redis is gone")

    monkeypatch.setattr(live, "_send", broken)
    assert place_order().status == "placed"


def test_a_page_of_one_order_does_not_hear_of_another(django_capture_on_commit_callbacks):
    listener = Listener(place_order())
    with django_capture_on_commit_callbacks(execute=True):
        live.announce(place_order().pk)
    assert listener.heard == []


@pytest.mark.parametrize(
    ("live_url", "is_secure", "address"),
    [
        ("", False, "ws://testserver/ws/orders/{}/"),
        ("", True, "wss://testserver/ws/orders/{}/"),
        ("wss://live.example.in", True, "wss://live.example.in/ws/orders/{}/"),
        ("ws://{host}:8001", False, "ws://testserver:8001/ws/orders/{}/"),
    ],
)
def test_a_page_listens_at_its_own_host_or_where_it_is_told(
    rf, settings, live_url, is_secure, address
):
    settings.LIVE_URL = live_url
    order = place_order()
    assert live.socket_url(rf.get("/", secure=is_secure), order) == address.format(order.number)


def test_a_page_that_hears_nothing_for_a_while_goes_on_listening(redis_url):
    """Waiting blocks for 5 s at a time; a socket time-out as short would close every open page."""
    hosts = settings_hosts(redis_url)

    async def wait_in_vain():
        layer = RedisChannelLayer(hosts=hosts)
        channel = await layer.new_channel()
        try:
            await asyncio.wait_for(layer.receive(channel), timeout=7)
        except TimeoutError as error:
            return type(error)
        finally:
            await layer.close_pools()

    assert asyncio.run(wait_in_vain()) is TimeoutError


def settings_hosts(address):
    """The hosts of the real settings, at this address."""
    (host,) = base.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"]
    return [{**host, "address": address}]
