"""The past while it is being written: rows gathered in memory, then stored parents first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import F, Model

from accounts.models import Message, MessageChannel, MessageStatus
from demo.catalogue.draw import draw
from orders import wording
from orders.models import (
    LedgerEntry,
    Order,
    OrderEvent,
    OrderLine,
    Parcel,
    ParcelLine,
    Payment,
    Refund,
)
from orders.numbers import ALPHABET
from returns.models import Disposition, ReturnCase, ReturnEvent, ReturnLine, ReturnPhoto, ReturnUnit
from shop.models import StockMovement, Variant

PARENTS_FIRST: Sequence[type[Model]] = (
    Order, OrderLine, OrderEvent, Parcel, ParcelLine, Payment, Refund, LedgerEntry,
    ReturnCase, ReturnLine, ReturnUnit, ReturnPhoto, ReturnEvent, Disposition, StockMovement,
)  # fmt: skip
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Letter:
    """A message that was sent; `key` is empty where there is one of its kind per order."""

    order: Order
    template: str
    at: datetime
    key: str = ""
    words: Callable[[Order], dict[str, Any]] = wording.context_of
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Book:
    """Everything that happened, and what it did to the shelves."""

    now: datetime
    rows: dict[type[Model], list[Model]] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    shipped: dict[Variant, int] = field(default_factory=dict)  # net of what came back
    held: dict[Variant, int] = field(default_factory=dict)

    def add(self, row: Row) -> Row:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def move_stock(
        self, variant: Variant, cause: str, reference: str, at: datetime,
        *, on_hand: int = 0, held: int = 0,
    ) -> None:  # fmt: skip
        self.shipped[variant] = self.shipped.get(variant, 0) - on_hand
        self.held[variant] = self.held.get(variant, 0) + held
        self.add(
            StockMovement(
                key=f"{cause}:{reference}:{variant.pk.hex}", variant=variant, cause=cause,
                on_hand_change=on_hand, held_change=held, at=at,
            )
        )  # fmt: skip

    def store(self, *, since: datetime) -> None:
        """Write it all. What left the shelves since then had come from the workshop before."""
        for variant in sorted(self.shipped, key=lambda variant: variant.sku):
            self._replenish(variant, since)
        for model in PARENTS_FIRST:
            model._default_manager.bulk_create(self.rows.get(model, []), batch_size=500)
        self._store_letters()

    def _replenish(self, variant: Variant, since: datetime) -> None:
        """As many came in as are gone or promised, so what can be bought is what it was."""
        lot, held = self.shipped[variant] + self.held[variant], self.held[variant]
        if lot:
            self.add(
                StockMovement(
                    key=f"adjust:first lot:{variant.pk.hex}", variant=variant,
                    cause=StockMovement.Cause.ADJUST, on_hand_change=lot, at=since,
                    note="Lot from the workshop",
                )
            )  # fmt: skip
        if held:
            Variant.objects.filter(pk=variant.pk).update(
                on_hand=F("on_hand") + held, held=F("held") + held
            )

    def _store_letters(self) -> None:
        numbers = [letter.order.pk for letter in self.letters]
        orders = Order.objects.filter(pk__in=numbers).prefetch_related("lines")
        orders_by_pk = {order.pk: order for order in orders}
        Message.objects.bulk_create(
            [
                _sent(letter, channel, recipient, orders_by_pk[letter.order.pk])
                for letter in self.letters
                for channel, recipient in (
                    (MessageChannel.EMAIL, letter.order.email),
                    (MessageChannel.SMS, letter.order.phone),
                )
                if recipient
            ],
            batch_size=500,
        )


def _sent(letter: Letter, channel: str, recipient: str, order: Order) -> Message:
    return Message(
        template=letter.template,
        key=f"{letter.template}:{letter.key or letter.order.number}:{channel}",
        channel=channel,
        recipient=recipient,
        about=order.number,
        context=wording.context_of(order) | letter.words(order) | letter.more,
        status=MessageStatus.SENT,
        attempts=1,
        next_attempt_at=letter.at,
        created_at=letter.at,
        sent_at=letter.at + timedelta(seconds=2),
    )


def number_of(prefix: str, name: str) -> str:
    """The number of the order or case of this name, in the form of `orders.numbers`."""
    drawn = "".join(ALPHABET[draw(name, str(n), sides=len(ALPHABET))] for n in range(10))
    return f"{prefix}-{drawn[:5]}-{drawn[5:]}"
