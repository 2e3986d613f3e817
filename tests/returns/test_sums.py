"""Random orders through the shop's own operations: refunds and what is kept are what was paid.

The arithmetic alone is tried ten thousand times in `test_amounts.py`; here a few whole stories, on
every database, with the stock beside the money.
"""

import random
from collections import Counter

import pytest
from django.db.models import Sum

from orders.invariants import find_breaches
from orders.models import LedgerEntry, Order, Refund
from orders.refunds import submit_refund
from returns.filing import FiledItem, file_return
from returns.inspection import inspect_return
from returns.models import ReturnUnit
from returns.receiving import receive_return
from returns.states import ACCEPTED_VERDICTS, ReturnReason
from shop.models import StockMovement, Variant
from tests.factories import delivered_order, make_staff, make_variant
from tests.factories.coupons import rupees_off
from tests.factories.returns import PASSED, UNSOUND, WORN

pytestmark = [pytest.mark.django_db, pytest.mark.engines("sqlite", "postgres", "mongodb")]

FINDINGS = (PASSED, PASSED, WORN, UNSOUND)
REASONS = (ReturnReason.TOO_SMALL, ReturnReason.CHANGED_MIND, ReturnReason.NOT_AS_SHOWN)


def send_back(order, chance):
    """A case of some of what is left, every unit of it judged at random."""
    items = [
        FiledItem(line, chance.randint(1, line.delivered_quantity - line.claimed_quantity), reason)
        for line in order.lines.order_by("position")
        for reason in [chance.choice(REASONS)]
        if line.delivered_quantity > line.claimed_quantity
    ]
    if not items:
        return
    case = file_return(order, items, key=f"{chance.random()}", by="Asha Rao")
    receive_return(case, by="Store")
    units = ReturnUnit.objects.filter(line__case=case)
    findings = {unit.pk: chance.choice(FINDINGS) for unit in units}
    inspect_return(case, findings, by_user=make_staff())


def kept_value(order):
    """What the shop may keep, from the units it did not take back."""
    accepted, faults = Counter(), Counter()
    units = ReturnUnit.objects.filter(line__case__order=order).select_related("line")
    for unit in units:
        if unit.verdict in ACCEPTED_VERDICTS:
            accepted[unit.line.order_line_id] += 1
            faults[unit.line.order_line_id] += unit.line.reason == ReturnReason.NOT_AS_SHOWN
    lines = list(order.lines.all())
    goods = sum(
        line.paid.minor - line.paid.minor // line.quantity * accepted[line.pk]
        for line in lines
        if accepted[line.pk] < line.quantity
    )
    is_all_our_fault = all(faults[line.pk] == line.quantity for line in lines)
    return goods + (0 if is_all_our_fault else order.fees.minor)


@pytest.mark.parametrize("seed", range(6))
def test_refunds_and_what_is_kept_are_what_was_paid_and_the_stock_adds_up(seed, gateway):
    chance = random.Random(seed)
    rupees_off(chance.randint(1, 150), is_automatic=True)
    prices = [chance.randint(10_00, 700_00) for _ in range(chance.randint(1, 2))]
    variants = [make_variant(stock=10, price_minor=minor) for minor in prices]
    order = delivered_order(*variants, quantity=chance.randint(2, 3))
    for _ in range(3):
        send_back(Order.objects.get(pk=order.pk), chance)
    for refund in Refund.objects.all():
        submit_refund(str(refund.pk))
    refunded = -sum(entry.amount_minor for entry in LedgerEntry.objects.filter(kind="refund"))
    assert refunded == sum(seen.amount_minor for seen in gateway.refunds.values())
    assert refunded + kept_value(order) == order.total_minor
    moved = StockMovement.objects.order_by().values_list("variant_id")
    sums = dict(moved.annotate(Sum("on_hand_change")))
    shelves = {variant.pk: variant.on_hand for variant in Variant.objects.all()}
    assert {pk: sums.get(pk, 0) for pk in shelves} == shelves
    resellable = ReturnUnit.objects.filter(verdict="passed").count()
    sold = sum(line.quantity for line in order.lines.all())
    assert sum(shelves.values()) == 10 * len(variants) - sold + resellable
    assert {code: found for code, found in find_breaches().items() if found} == {}
