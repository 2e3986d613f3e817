"""Effects: what happens once happens once, and nothing waits for ever."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.models import Message, MessageStatus
from orders import messages
from orders.invariants.looking import Batch, Breach, Invariant, batches, of_span
from orders.models import Order, OrderEvent, Payment, Refund, WebhookEvent
from orders.states import BOUGHT, OrderStatus, PaymentStatus, RefundStatus, WebhookStatus

ONCE_PER_ORDER = (messages.CONFIRMED, messages.CANCELLED, messages.EXPIRED)
LATE = timedelta(minutes=15)  # the sweeps come every half minute, the longest pause is this long
BANK_DAYS = timedelta(days=15)  # a refund is with the bank for 5 to 7 working days


def _effects() -> Iterator[Breach]:
    for batch in batches(Order.objects.all(), "number", "status"):
        confirmed = _confirmations(batch)
        for pk, number, status in batch:
            if confirmed[pk] > 1 or (status in BOUGHT and not confirmed[pk]):
                yield Breach.of(Order, pk, f"{number}: confirmed {confirmed[pk]} times")
        yield from _mails([number for _, number, _ in batch])


def _confirmations(orders: Batch) -> Counter[Any]:
    """How often money or a promise of cash confirmed each order; unpacking one is no such step."""
    steps = of_span(OrderEvent.objects.exclude(status=""), "order_id", orders)
    before: dict[Any, str] = {}
    confirmed: Counter[Any] = Counter()
    for order, status in steps.order_by("at", "pk").values_list("order_id", "status"):
        if status == OrderStatus.CONFIRMED and before.get(order) != OrderStatus.PACKED:
            confirmed[order] += 1
        before[order] = status
    return confirmed


def _mails(numbers: list[str]) -> Iterator[Breach]:
    """What is said once about these orders, and was owed again; resending is no second owing."""
    rows = Message.objects.filter(about__in=numbers, template__in=ONCE_PER_ORDER)
    seen: set[tuple[str, ...]] = set()
    for pk, *one in rows.order_by("pk").values_list("pk", "about", "template", "channel"):
        if tuple(one) in seen:
            yield Breach.of(Message, pk, "{}: {} owed twice by {}".format(*one))
        seen.add(tuple(one))


def _waiting() -> Iterator[Breach]:
    now = timezone.now()
    for rows, says in (
        (Message.objects.filter(status=MessageStatus.UNSENT), "not sent"),
        (Refund.objects.filter(status__in=UNDERWAY), "not sent to the gateway"),
        (WebhookEvent.objects.filter(status=WebhookStatus.RECEIVED), "not applied"),
    ):
        yield from _late(rows, says, now - LATE)
    yield from _with_the_bank(now - BANK_DAYS)
    yield from _unpaid(now - LATE)


UNDERWAY = (RefundStatus.REQUESTED, RefundStatus.SUBMITTING)


def _late(rows: QuerySet[Any], says: str, before: datetime) -> Iterator[Breach]:
    """Rows whose next try was due long ago, and that nobody has in hand."""
    model: type[Model] = rows.model
    rows = rows.filter(
        Q(lease_until=None) | Q(lease_until__lte=before), next_attempt_at__lte=before
    )
    for batch in batches(rows, "next_attempt_at"):
        for pk, due in batch:
            yield Breach.of(model, pk, f"{says}, due since {timezone.localtime(due):%-d %b, %H:%M}")


def _with_the_bank(before: datetime) -> Iterator[Breach]:
    rows = Refund.objects.filter(status=RefundStatus.PENDING, requested_at__lte=before)
    for batch in batches(rows):
        for (pk,) in batch:
            yield Breach.of(Refund, pk, f"with the bank for more than {BANK_DAYS.days} days")


def _unpaid(before: datetime) -> Iterator[Breach]:
    """Orders that were to expire; one whose payment waits for the bank is left alone."""
    for batch in batches(Order.objects.overdue(before), "number"):
        at_bank = Payment.objects.filter(
            order_id__in=[pk for pk, _ in batch], status=PaymentStatus.AUTHORIZED
        )
        waiting = set(at_bank.values_list("order_id", flat=True))
        for pk, number in batch:
            if pk not in waiting:
                yield Breach.of(Order, pk, f"{number}: unpaid past its time, and not expired")


EFFECTS = Invariant(
    "I6",
    "What happens once happens once",
    "An order is confirmed once and told so once. "
    "A breach means one payment took effect twice, or a paid order never moved.",
    _effects,
)
WAITING = Invariant(
    "I7",
    "Nothing waits for ever",
    "Every message, refund, webhook and unpaid order that is not done has a next try ahead. "
    "A breach means the worker or the clock stands still, or something fell through.",
    _waiting,
)
