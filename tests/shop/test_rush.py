"""Promises of shop/rush.py: what is sold out is refused unasked, and for sale again at once."""

import time
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from accounts.redis import ask_redis
from orders import cancellation, checkout, gateway, payments
from orders.models import Order
from shop import locks, rush, stock
from shop.errors import OutOfStock
from shop.models import Variant
from shop.money import Money
from tests.factories import (
    accepted_case,
    bag_with,
    delivered_order,
    make_address,
    make_customer,
    make_variant,
    place_order,
)
from tests.factories.gateway import captured
from tests.factories.orders import DESTINATION, order_bag
from tests.servers import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def redis(settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    ask_redis(lambda store: store.flushdb(), None)


def sold_out_variant() -> tuple[Variant, Order]:
    """One that was sold out by this order, as somebody found out already."""
    variant = make_variant(stock=1)
    late = bag_with(variant)
    order = place_order(variant)
    with pytest.raises(OutOfStock):
        order_bag(late)
    return variant, order


def loaded(variant: Variant) -> Any:
    """A bag that holds it since before it was sold out, with its lines loaded."""
    Variant.objects.filter(pk=variant.pk).update(on_hand=9)  # as it was when it was bagged
    cart = bag_with(variant)
    Variant.objects.filter(pk=variant.pk).update(on_hand=1)
    prefetch_related_objects([cart], "lines")
    return cart


# --- Refused unasked ----------------------------------------------------------------------------


def test_placing_what_is_sold_out_costs_no_query_and_hardly_any_time(django_assert_num_queries):
    """Issue 4: after sell-out a refusal costs at most 5 ms and no query."""
    variant, _ = sold_out_variant()
    carts = [loaded(variant) for _ in range(21)]
    refuse_each(carts[:1])
    with django_assert_num_queries(0):
        began = time.perf_counter()
        refuse_each(carts[1:])
        each = (time.perf_counter() - began) / 20
    assert each <= 0.005


def refuse_each(carts: list[Any]) -> None:
    for cart in carts:
        with pytest.raises(OutOfStock, match="The last M was just bought: Bagru Kurta, Indigo"):
            checkout.place_order(
                cart,
                user=None,
                destination=DESTINATION,
                key=cart.pk.hex,
                shown_total=Money(579_00),
            )


def test_bagging_what_is_sold_out_costs_no_query(client, django_assert_num_queries):
    variant, _ = sold_out_variant()
    client.get(reverse("shop:bag"))
    with django_assert_num_queries(0):
        response = client.post(reverse("shop:bag_add"), {"variant": variant.pk, "quantity": 1})
    assert response.status_code == 422
    assert "The last M was just bought" in response.content.decode()


def test_one_who_bags_what_the_last_buyer_took_tells_all_others(client, django_assert_num_queries):
    variant = make_variant(stock=1)
    place_order(variant)
    add = partial(client.post, reverse("shop:bag_add"), {"variant": variant.pk, "quantity": 1})
    assert add().status_code == 422
    with django_assert_num_queries(0):
        assert add().status_code == 422


def test_too_many_of_what_is_left_says_nothing_about_it_to_others():
    variant = make_variant(stock=2)
    cart = bag_with(variant, quantity=2)
    place_order(variant)
    with pytest.raises(OutOfStock, match="Only 1 left"):
        order_bag(cart)
    assert place_order(variant).number


def test_a_size_that_was_switched_off_is_not_remembered_as_sold_out():
    variant = make_variant(stock=1)
    Variant.objects.filter(pk=variant.pk).update(is_active=False)
    with pytest.raises(OutOfStock), rush.knowing(variant.pk):
        stock.hold({variant.pk: 1}, reference="VA-1:0")
    Variant.objects.filter(pk=variant.pk).update(is_active=True)
    assert place_order(variant).number


def test_the_form_that_bought_the_last_one_finds_its_order_when_sent_again():
    """INV-9: sold out by this very form is no refusal."""
    variant = make_variant(stock=1)
    customer = make_customer()
    cart, late = bag_with(variant, user=customer), bag_with(variant)
    order = order_bag(cart, key="k" * 32)
    with pytest.raises(OutOfStock):
        order_bag(late)
    prefetch_related_objects([late], "lines")
    late.user = customer
    assert order_bag(late, key="k" * 32) == order


def test_without_redis_the_database_refuses_in_the_same_words(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    variant = make_variant(stock=1)
    late = bag_with(variant)
    place_order(variant)
    with pytest.raises(OutOfStock, match="The last M was just bought: Bagru Kurta, Indigo"):
        order_bag(late)


# --- For sale again -------------------------------------------------------------------------------


def cancel(variant: Variant, order: Order) -> None:
    cancellation.cancel_order(order, by="Asha")


def expire(variant: Variant, order: Order) -> None:
    Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    cancellation.expire_order(order)


def count_more(variant: Variant, order: Order) -> None:
    variant.refresh_from_db()
    stock.adjust(variant, on_hand=2, by="Store", note="", reference="count")


@pytest.mark.parametrize("bring_back", [cancel, expire, count_more])
def test_it_is_for_sale_again_the_moment_stock_returned(bring_back):
    variant, order = sold_out_variant()
    bring_back(variant, order)
    assert place_order(variant).number


def test_what_came_back_sound_is_for_sale_again():
    variant = make_variant(stock=1)
    case = accepted_case(delivered(variant))
    late = Variant.objects.get(pk=variant.pk)
    assert late.available == 1
    assert case.number
    assert place_order(variant).number


def delivered(variant: Variant) -> Order:
    """An order whose goods went out, and somebody who found the size sold out since."""
    order = delivered_order(variant)
    with pytest.raises(OutOfStock), rush.knowing(variant.pk):
        stock.hold({variant.pk: 1}, reference="VA-late:0")
    return order


def test_money_that_arrives_late_gets_what_is_there_whatever_is_remembered():
    """PAY-11."""
    variant = make_variant(stock=1)
    order = place_order(variant)
    payment = order.payments.get()
    expire(variant, order)
    mark = OutOfStock("Bagru Kurta, Indigo", "M", 0)
    rush._mark(variant.pk, mark, rush._read([variant.pk]).versions[variant.pk])
    payments.apply_capture(payment, captured(order))
    order.refresh_from_db()
    assert order.status == "confirmed"


def test_a_rolled_back_return_changes_nothing():
    variant, _ = sold_out_variant()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stock.release({variant.pk: 1}, reference="never")
        raise ZeroDivisionError
    with pytest.raises(OutOfStock), rush.knowing(variant.pk):
        pass


def write_late(monkeypatch: Any, between: Any, version: Any = None) -> None:
    """Between looking into the database and marking, `between` happens."""
    mark = rush._mark

    def late(variant: Any, refusal: OutOfStock, seen: str) -> None:
        between()
        now = rush._read([variant]).versions[variant]
        mark(variant, refusal, now if version == "as of now" else seen)

    monkeypatch.setattr(rush, "_mark", late)


def test_sold_out_written_after_stock_returned_is_void(monkeypatch):
    """The marker looked before the return and writes after it."""
    variant = make_variant(stock=1)
    late, order = bag_with(variant), place_order(variant)
    write_late(monkeypatch, lambda: cancellation.cancel_order(order, by="Asha"))
    with pytest.raises(OutOfStock):
        order_bag(late)
    assert rush._read([variant.pk]).marks  # it was written
    assert place_order(variant).number


def test_control_a_mark_that_does_not_say_as_of_when_would_refuse_what_is_there(monkeypatch):
    variant = make_variant(stock=1)
    late, order = bag_with(variant), place_order(variant)
    write_late(monkeypatch, lambda: cancellation.cancel_order(order, by="Asha"), "as of now")
    with pytest.raises(OutOfStock):
        order_bag(late)
    with pytest.raises(OutOfStock), rush.knowing(variant.pk):
        pass


def test_a_return_nobody_heard_of_is_for_sale_again_within_seconds(monkeypatch):
    monkeypatch.setattr(rush, "returned", lambda variant: None)
    variant, order = sold_out_variant()
    life = ask_redis(lambda store: store.ttl(rush._mark_of(variant.pk)), -1)
    assert 5 <= life <= 20
    cancellation.cancel_order(order, by="Asha")
    ask_redis(lambda store: store.delete(rush._mark_of(variant.pk)), None)  # its time is over
    assert place_order(variant).number


# --- Queueing -------------------------------------------------------------------------------------


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many locks each placing asked for."""
    asked: list[int] = []
    queue = locks.queue

    def count(names: Any, **how: Any) -> Any:
        listed = list(names)
        asked.append(len(listed))
        return queue(listed, **how)

    monkeypatch.setattr(locks, "queue", count)
    return asked


def test_a_variant_many_try_to_buy_is_hot_and_others_are_not(queued):
    hot, cold = make_variant(), make_variant()
    [place_order(hot) for _ in range(6)]
    place_order(cold)
    assert queued == [0, 0, 0, 0, 1, 1, 0]


def test_it_has_cooled_down_some_seconds_later(queued, monkeypatch):
    variant = make_variant()
    [place_order(variant) for _ in range(5)]
    monkeypatch.setattr(time, "time", partial(lambda now: now + 11, time.time()))
    place_order(variant)
    assert queued == [0, 0, 0, 0, 1, 0]


def test_no_lock_is_held_while_the_gateway_is_called(client, monkeypatch):
    variant, customer = make_variant(), make_customer()
    [place_order(variant) for _ in range(5)]
    bag_with(variant, user=customer)
    held: list[Any] = []

    def look(**_: Any) -> None:
        held.append(ask_redis(lambda store: store.keys("stock:*:lock"), ["?"]))
        raise gateway.Retryable("no answer")

    monkeypatch.setattr(gateway, "create_order", look)
    client.force_login(customer)
    chosen = {"address": make_address(customer).pk, "pay": "upi"}
    fields = {**chosen, "key": uuid4(), "shown_total": 579_00}
    response = client.post(reverse("orders:checkout"), fields)
    assert (response.status_code, held) == (302, [[]])


def test_everything_it_keeps_in_redis_ends_some_day():
    """CEL-7."""
    variant, order = sold_out_variant()
    cancellation.cancel_order(order, by="Asha")
    [place_order(variant) for _ in range(1)]
    keys = ask_redis(lambda store: store.keys("*"), [])
    lives = [ask_redis(lambda store, key=key: store.ttl(key), -1) for key in keys]
    assert len(keys) >= 4
    assert min(lives) > 0
