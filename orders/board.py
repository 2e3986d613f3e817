"""The board of incoming orders: what is to pack, packed, shipped today, and what needs somebody.

One query for each column and no more, however many orders there are: a column shows the first of
its cards and counts the others up to a limit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from accounts.kinds import title_of
from accounts.models import Message, MessageStatus
from orders.models import Order, Parcel, Refund
from orders.states import OrderStatus, RefundStatus

MOST_SHOWN = 20
MOST_COUNTED = 200  # beyond, “more than” is as good as a number
LATE = timedelta(hours=24)  # promised days start to slip


@dataclass(frozen=True)
class Card:
    """One thing on the board: what it is, since when, and where it is dealt with."""

    title: str
    since: datetime
    url: str
    who: str
    note: str = ""
    is_late: bool = False

    @property
    def age(self) -> str:
        return timesince(self.since, depth=1)

    @property
    def key(self) -> str:
        """What htmx gives the focus back by."""
        return f"card-{self.url.strip('/').replace('/', '-')}"


@dataclass(frozen=True)
class Column:
    """`left` is how many more wait than are shown; `is_more` where even that was not counted."""

    title: str
    cards: Sequence[Card]
    count: int
    url: str
    empty: str

    @property
    def left(self) -> int:
        return self.count - len(self.cards)

    @property
    def is_more(self) -> bool:
        return self.count >= MOST_COUNTED


def columns(now: datetime | None = None) -> list[Column]:
    """The board as it is now; five queries."""
    now = now or timezone.now()
    orders, refunds = _list("order"), _list("refund")
    to_pack = Order.objects.awaiting_packing().order_by("placed_at")
    packed = Order.objects.awaiting_shipment().order_by("placed_at")
    return [
        _column("To pack", to_pack, lambda order: _of_order(order, now),
                f"{orders}?status__exact={OrderStatus.CONFIRMED}", "Nothing to pack."),
        _column("Packed", packed, lambda order: _of_order(order, now),
                f"{orders}?status__exact={OrderStatus.PACKED}", "Nothing waits for a courier."),
        _column("Shipped today", _shipped_since(_midnight(now)), _of_parcel,
                f"{orders}?status__exact={OrderStatus.SHIPPED}", "No parcel has left today."),
        _attention(f"{refunds}?status__in={RefundStatus.NEEDS_ATTENTION},{RefundStatus.FAILED}"),
    ]  # fmt: skip


def _column(
    title: str, rows: QuerySet[Any], card: Callable[[Any], Card], url: str, empty: str
) -> Column:
    found = list(rows[:MOST_COUNTED])
    return Column(title, [card(row) for row in found[:MOST_SHOWN]], len(found), url, empty)


def _attention(url: str) -> Column:
    """Refunds and messages that somebody has to look at, the oldest first."""
    refunds = Refund.objects.needing_a_person().select_related("order").order_by("requested_at")
    messages = Message.objects.filter(status=MessageStatus.NEEDS_ATTENTION).exclude(about="")
    stuck = messages.defer("context", "sent_as").order_by("created_at")
    cards = [*map(_of_refund, refunds[:MOST_COUNTED]), *map(_of_message, stuck[:MOST_COUNTED])]
    oldest: Iterable[Card] = sorted(cards, key=lambda card: card.since)
    shown = list(islice(oldest, MOST_SHOWN))
    return Column("Needs attention", shown, len(cards), url, "All clear.")


def _of_order(order: Order, now: datetime) -> Card:
    since = order.placed_at
    return Card(
        order.number, since, _page("order", order.pk), f"{order.full_name}, {order.city}",
        str(order.total), is_late=now - since > LATE,
    )  # fmt: skip


def _of_parcel(parcel: Parcel) -> Card:
    order, left_at = parcel.order, parcel.shipped_at or parcel.packed_at
    with_whom = f"{parcel.carrier}, {parcel.tracking_number}"
    who = f"{order.full_name}, {order.city}"
    return Card(order.number, left_at, _page("order", order.pk), who, with_whom)


def _of_refund(refund: Refund) -> Card:
    note = f"Refund of {refund.amount}: {refund.get_status_display().lower()}"
    who = refund.order.full_name
    since = refund.requested_at
    return Card(refund.order.number, since, _page("refund", refund.pk), who, note, is_late=True)


def _of_message(message: Message) -> Card:
    page = reverse("admin:accounts_message_change", args=[message.pk])
    note = f"Not sent: {title_of(message.template)} by {message.get_channel_display()}"
    return Card(message.about, message.created_at, page, message.recipient, note, is_late=True)


def _shipped_since(moment: datetime) -> QuerySet[Parcel]:
    left = Parcel.objects.filter(shipped_at__gte=moment)
    return left.select_related("order").order_by("-shipped_at")


def _midnight(now: datetime) -> datetime:
    """The beginning of this day in India."""
    today = timezone.localtime(now).date()
    return datetime.combine(today, time.min, tzinfo=timezone.get_default_timezone())


def _list(model: str) -> str:
    return reverse(f"admin:orders_{model}_changelist")


def _page(model: str, pk: Any) -> str:
    return reverse(f"admin:orders_{model}_change", args=[pk])
