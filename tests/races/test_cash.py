"""Cash orders of one phone, placed many at once: never more on the way than there are places."""

from functools import partial
from itertools import count

import pytest

from orders import checkout
from orders.models import Order
from tests.factories import bag_with, make_variant
from tests.factories.orders import IN_CASH, order_bag
from tests.races.crowd import at_once, kinds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def many_at_once():
    carts = [bag_with(make_variant()) for _ in range(6)]
    return kinds(at_once([partial(order_bag, cart, terms=IN_CASH) for cart in carts]))


def test_one_phone_has_as_many_cash_orders_on_the_way_as_it_may(settings):
    settings.COD_OPEN_ORDERS = 2
    assert many_at_once() == {"Order": 2, "CashNotOffered": 4}
    assert Order.objects.count() == 2


def test_control_without_numbered_places_the_crowd_gets_through(settings, monkeypatch):
    settings.COD_OPEN_ORDERS = 2
    anywhere = count()
    monkeypatch.setattr(checkout, "place_for", lambda customer: f"{customer}:{next(anywhere)}")
    assert many_at_once() == {"Order": 6}
