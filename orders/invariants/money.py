"""Money: no more goes back than came in, none lies idle, and the ledger says the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, Sum

from orders.invariants.looking import Batch, Breach, Invariant, batches, of_span
from orders.models import LedgerEntry, Order, Payment, Refund
from orders.states import BOUGHT, GIVEN_UP, OrderStatus, PaymentMethod, PaymentStatus, RefundStatus
from shop.money import written

NEVER_PAID = "were never paid"


def _sums(rows: QuerySet[Any]) -> Counter[Any]:
    """Paise of these rows, by payment."""
    paise = rows.order_by().values_list("payment_id").annotate(Sum("amount_minor"))
    return Counter(dict(paise))


def _refunds() -> Iterator[Breach]:
    rows = Refund.objects.exclude(status__in=GIVEN_UP)
    columns = ("receipt", "status", "amount_minor", "refund_reserved_minor")
    for batch in batches(Payment.objects.all(), *columns):
        going_back = _sums(of_span(rows, "payment_id", batch))
        for pk, receipt, status, amount, reserved in batch:
            most = amount if status == PaymentStatus.CAPTURED else 0
            if going_back[pk] > most or reserved > most:
                says = f"{receipt}: {written(max(going_back[pk], reserved))} go back of "
                yield Breach.of(Payment, pk, says + written(most))
            elif going_back[pk] != reserved:
                says = f"{receipt}: {written(reserved)} set aside, refunds of "
                yield Breach.of(Payment, pk, says + written(going_back[pk]))


def _used_once() -> Iterator[Breach]:
    columns = ("number", "status", "total_minor", "payment_method", "returned_minor")
    for batch in batches(Order.objects.all(), *columns):
        captured = _captured_of(batch)
        for pk, number, status, total, method, returned in batch:
            is_cash = method == PaymentMethod.CASH
            due = total - returned if is_cash else total  # nobody paid for what came back
            says = _misused(captured[pk], due, is_bought=status in BOUGHT)
            is_to_come = is_cash and status != OrderStatus.DELIVERED
            if says and not (is_to_come and says.endswith(NEVER_PAID)):
                yield Breach.of(Order, pk, f"{number}: {says}")


def _captured_of(orders: Batch) -> dict[Any, list[tuple[int, bool]]]:
    """By order, each captured payment: its amount, and whether a refund is to return all of it."""
    rows = of_span(Payment.objects.filter(status=PaymentStatus.CAPTURED), "order_id", orders)
    refunds = of_span(Refund.objects.all(), "order_id", orders)
    owed = _sums(refunds.exclude(status=RefundStatus.REPLACED))
    settled = _sums(_settled_otherwise(refunds.filter(status=RefundStatus.REPLACED)))
    captured = defaultdict(list)
    for pk, order, amount in rows.order_by().values_list("pk", "order_id", "amount_minor"):
        captured[order].append((amount, owed[pk] + settled[pk] >= amount))
    return captured


def _settled_otherwise(replaced: QuerySet[Any]) -> QuerySet[Any]:
    """Refunds that failed, and that staff settled without a new one."""
    keys = list(replaced.values_list("key", flat=True))
    anew = Refund.objects.filter(key__in=[f"{key}:again" for key in keys])
    again = [key.removesuffix(":again") for key in anew.values_list("key", flat=True)]
    return replaced.exclude(key__in=again)


def _misused(captured: list[tuple[int, bool]], total: int, *, is_bought: bool) -> str:
    """How the money of one order breaks the rule; empty when it does not."""
    idle = [amount for amount, goes_back in captured if not goes_back]
    if not is_bought:
        return f"not bought, and {written(sum(idle))} are kept" if idle else ""
    if len(idle) > 1:
        return f"bought once, and paid {len(idle)} times"
    if not any(amount == total for amount, _ in captured):
        return f"bought, and {written(total)} {NEVER_PAID}"
    return ""


def _balanced() -> Iterator[Breach]:
    entries = LedgerEntry.objects.all()
    done = Refund.objects.filter(status=RefundStatus.PROCESSED)
    for batch in batches(Payment.objects.all(), "receipt", "status", "amount_minor"):
        moved = of_span(entries, "payment_id", batch)
        came = _sums(moved.filter(kind=LedgerEntry.Kind.CAPTURE))
        went = _sums(moved.filter(kind=LedgerEntry.Kind.REFUND))
        refunded = _sums(of_span(done, "payment_id", batch))
        for pk, receipt, status, amount in batch:
            paid = amount if status == PaymentStatus.CAPTURED else 0
            if (came[pk], went[pk]) != (paid, -refunded[pk]):
                says = f"{receipt}: {written(paid)} in and {written(refunded[pk])} back, the ledger"
                says += f" has {written(came[pk])} and {written(-went[pk])}"
                yield Breach.of(Payment, pk, says)


REFUNDS = Invariant(
    "I3",
    "No more goes back than came in",
    "The refunds of a payment, done and on their way, are what is set aside on it, and never more "
    "than it brought. A breach means money may be paid back twice.",
    _refunds,
)
USED_ONCE = Invariant(
    "I4",
    "All money bought one order, or goes back",
    "A bought order was paid its exact total once, in cash by the day it is delivered; every other "
    "payment has a refund. "
    "A breach means a customer paid for nothing, or got something for nothing.",
    _used_once,
)
BALANCED = Invariant(
    "I5",
    "The ledger says what payments and refunds say",
    "One entry in for each captured payment, one out for each refund that is done, to the paisa. "
    "A breach means the books are wrong.",
    _balanced,
)
