"""F14: money that arrives ten minutes to three days after the order expired.

Both clocks are moved, ours and the gateway's. The small ones of the tests:
`tests/orders/test_payments.py` (revived, gone, twice, cancelled), `tests/races/test_one_effect.py`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

from orders import payments, periodic
from orders.models import Order, Payment, Refund
from orders.states import OrderStatus
from scripts.bench.figures import Figure
from scripts.drill.ground import Ground
from scripts.drill.purchases import buy, start_order
from scripts.grounds import wait_until
from tests.factories import make_variant

QUESTION = "is late money used, or given back, and never both?"
EXPIRED_AFTER = timedelta(minutes=31)
EARLIEST, LATEST = timedelta(minutes=10), timedelta(days=3)
Waiting = list[tuple[Order, Payment]]


def run(ground: Ground) -> Iterator[Figure]:
    count = ground.pick(100, 8)
    ground.start_gateway()
    began = timezone.now()
    free: Waiting = [start_order(make_variant(stock=1)) for _ in range(count)]
    gone: Waiting = [start_order(make_variant(stock=1)) for _ in range(count)]
    with time_machine.travel(began + EXPIRED_AFTER):
        wait_until(_all_expired, 120, "every order to expire")
        sold = [buy(ground.gateway, order.lines.get().variant).pk for order, _ in gone]
    _pay_late(ground, [*free, *gone], began)
    with time_machine.travel(began + EXPIRED_AFTER + LATEST + timedelta(minutes=1)):
        wait_until(_all_refunded, 300, "every refund to end")
    yield from _figures(free, gone, sold)


def _all_expired() -> bool:
    periodic.expire_unpaid_orders()
    return not Order.objects.filter(status=OrderStatus.PLACED).exists()


def _all_refunded() -> bool:
    periodic.submit_due_refunds()
    return not Refund.objects.exclude(status="processed").exists()


def _pay_late(ground: Ground, waiting: Waiting, began: datetime) -> None:
    """Each at a moment of its own; told twice, as reconcile and a webhook would."""
    span = (LATEST - EARLIEST).total_seconds()
    delays = [timedelta(0), *(timedelta(seconds=ground.chance.uniform(0, span)) for _ in waiting)]
    delays = [*sorted(delays)[: len(waiting) - 1], timedelta(seconds=span)]
    ground.chance.shuffle(waiting)
    clock = timedelta(0)
    for delay, (_, payment) in zip(delays, waiting, strict=True):
        after = EXPIRED_AFTER + EARLIEST + delay
        ground.gateway.advance((after - clock).total_seconds())
        clock = after
        with time_machine.travel(began + after):
            ground.gateway.pay(str(payment.gateway_order_id))
            payments.refresh_payment(payment)
            payments.refresh_payment(payment)


def _figures(free: Waiting, gone: Waiting, sold: list[object]) -> Iterator[Figure]:
    revived = Order.objects.filter(pk__in=[o.pk for o, _ in free], status=OrderStatus.CONFIRMED)
    lost = Order.objects.filter(pk__in=[o.pk for o, _ in gone])
    back = Refund.objects.filter(order__in=lost, status="processed")
    expired = lost.filter(status=OrderStatus.EXPIRED).count()
    kept = Order.objects.filter(pk__in=sold, status=OrderStatus.CONFIRMED).count()
    yield Figure("stock free: revived", revived.count(), "", len(free), len(free))
    yield Figure("sold out: stayed expired", expired, "", len(gone), len(gone))
    yield Figure("sold out: money back, once each", back.count(), "", len(gone), len(gone))
    orders = back.values_list("order").distinct().count()
    yield Figure("sold out: orders whose money is back", orders, "", len(gone), len(gone))
    yield Figure("refunds in all", Refund.objects.count(), "", len(gone), len(gone))
    yield Figure("who bought the last one keeps it", kept, "", len(gone), len(gone))
