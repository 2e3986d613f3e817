"""What staff may do with an order and with its parcels, and what each move asks."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.desk import Move, MoveForm
from orders.cancellation import cancel_order
from orders.fulfilment import (
    deliver_order,
    deliver_parcel,
    pack_order,
    pack_parcel,
    ship_order,
    ship_parcel,
    unpack_parcel,
)
from orders.models import Order, Parcel
from orders.refunds import refund_by_staff
from orders.states import OrderStatus, ParcelStatus, UndeliveredReason
from orders.timeline import note_order
from orders.undelivered import take_back_parcel, turn_back_parcel
from shop.money import Money

CARRIERS = ("Blue Dart", "Delhivery", "DTDC", "Ecom Express", "Ekart", "India Post", "XpressBees")


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b}"


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%a, %-d %b, %H:%M}"


def status_sentence(order: Order) -> str:
    """Where the order stands and what it waits for, for the one who has to do it."""
    match OrderStatus(order.status):
        case OrderStatus.PLACED:
            return f"Waiting for payment until {_clock(order.expires_at)}. Nothing to pack yet."
        case OrderStatus.CONFIRMED:
            paid = f"{order.total} in cash at the door" if order.is_cash else "Paid"
            waits = f"{paid}. To pack since {_clock(order.placed_at)}."
            return order.parcel_sentence or waits
        case OrderStatus.DELIVERED:
            closes = (
                f" Returns close {_day(order.return_deadline)}." if order.return_deadline else ""
            )
            return f"Delivered {_clock(order.delivered_at)}.{closes}"
        case OrderStatus.RETURNED:
            back = "Nothing was paid." if order.is_cash else "What was paid goes back."
            return f"Came back undelivered. {back}"
        case status:
            return order.parcel_sentence or PLAIN[status]


PLAIN = {
    OrderStatus.PACKED: "Packed. To hand to a carrier.",
    OrderStatus.SHIPPED: "On the way.",
    OrderStatus.RETURNING: "Not delivered; it comes back to us.",
    OrderStatus.CANCELLED: "Cancelled. The items are back on sale.",
    OrderStatus.EXPIRED: "Not paid in time. The items are back on sale.",
}


class ShipForm(MoveForm):
    """Whom the parcel was handed to."""

    carrier = forms.CharField(
        max_length=60,
        widget=UnfoldAdminTextInputWidget({"list": "carriers", "autofocus": True}),
        error_messages={"required": "Say who carries the parcel."},
    )
    tracking_number = forms.CharField(
        max_length=60,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
        help_text="The customer gets it by e-mail and SMS.",
        error_messages={"required": "Enter the tracking number on the label."},
    )
    suggestions = CARRIERS


class PackForm(MoveForm):
    """How many of each line go into this parcel; none at first, so that nothing slips in."""

    seen_steps = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row: Order, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.fields["seen_steps"].initial = row.parcel_steps
        self.packable = [line for line in row.lines.all() if line.units_to_pack]
        for line in self.packable:
            self.fields[line.pk.hex] = forms.IntegerField(
                label=f"{line.name}, {line.colour}, {line.size}",
                min_value=0,
                max_value=line.units_to_pack,
                initial=0,
                help_text=f"{line.sku} · {line.units_to_pack} to pack",
                widget=UnfoldAdminIntegerFieldWidget({"inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        contents = {line.pk: given.get(line.pk.hex) or 0 for line in self.packable}
        return {"contents": contents, "seen_steps": given.get("seen_steps")}


def pack_some(order: Order, *, by: str, contents: dict[UUID, int], seen_steps: int) -> None:
    pack_parcel(order, contents, by=by, seen_steps=seen_steps)


PACK = Move(
    "pack",
    "Pack",
    pack_order,
    is_legal=lambda order: order.can_move_to(OrderStatus.PACKED),
    said=lambda order: f"{order} is packed. Ship it next.",
)


PACK_SOME = Move(
    "pack-some",
    "Pack a part",
    pack_some,
    is_legal=lambda order: order.status == OrderStatus.CONFIRMED and order.units_to_pack > 1,
    said=lambda order: f"{order}: {order.parcel_sentence or 'packed.'}",
    form=PackForm,
)


SHIP = Move(
    "ship",
    "Ship",
    ship_order,
    is_legal=lambda order: order.parcels.waiting().count() == 1,
    said=lambda order: f"{order}: handed over; the customer was told.",
    form=ShipForm,
)


DELIVER = Move(
    "deliver",
    "Mark delivered",
    deliver_order,
    is_legal=lambda order: order.parcels.on_the_way().exists(),
    said=lambda order: f"{order}: delivered. {status_sentence(order)}",
)


def _what_cancelling_does(order: Order) -> str:
    owed = refundable(order)
    back = f"{owed} goes back to the customer" if owed else "Nothing was paid"
    return f"The items go back on sale. {back}, and they are told."


CANCEL = Move(
    "cancel",
    "Cancel order",
    cancel_order,
    is_legal=lambda order: order.is_cancellable,
    said=lambda order: f"{order} is cancelled.",
    question=_what_cancelling_does,
    is_dangerous=True,
)


class NoteForm(MoveForm):
    """What the next one at this order should know."""

    text = forms.CharField(
        max_length=200,
        label="Note",
        widget=UnfoldAdminTextInputWidget({"autofocus": True}),
        help_text="Only staff read it.",
        error_messages={"required": "Write what the others should know."},
    )


NOTE = Move(
    "note",
    "Note",
    note_order,
    is_legal=lambda order: True,
    said=lambda order: "Noted.",
    form=NoteForm,
)


class RefundForm(MoveForm):
    """How much goes back, and why; the customer reads the reason."""

    amount = forms.DecimalField(
        label="Amount in rupees",
        min_value=1,
        max_digits=9,
        decimal_places=2,
        widget=UnfoldAdminTextInputWidget({"inputmode": "decimal", "autofocus": True}),
    )
    reason = forms.CharField(
        max_length=120,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"required": "Say why: the customer reads it."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, row: Order, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.fields["key"].initial = uuid4()
        self.fields["amount"].help_text = f"{refundable(row)} of it can still go back."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "amount" in given:
            given["amount"] = Money(int(given["amount"] * 100))
        if "key" in given:
            given["key"] = given["key"].hex
        return given


def refundable(order: Order) -> Money:
    """What was paid for it and is not on its way back."""
    return sum((one.refundable for one in order.payments.all()), Money(0, order.currency))


REFUND = Move(
    "refund",
    "Refund",
    refund_by_staff,
    is_legal=lambda order: bool(refundable(order)),
    said=lambda order: "Asked for. It goes back as soon as somebody else has approved it.",
    form=RefundForm,
    is_dangerous=True,
    is_personal=True,
)


# --- Parcels ------------------------------------------------------------------------------


SHIP_PARCEL = Move(
    "ship",
    "Ship",
    ship_parcel,
    is_legal=lambda parcel: parcel.can_move_to(ParcelStatus.SHIPPED),
    said=lambda parcel: f"{parcel} is on its way with {parcel.carrier}; the customer was told.",
    form=ShipForm,
)


DELIVER_PARCEL = Move(
    "deliver",
    "Mark delivered",
    deliver_parcel,
    is_legal=lambda parcel: parcel.can_move_to(ParcelStatus.DELIVERED),
    said=lambda parcel: f"{parcel} is delivered.",
)


class TurnBackForm(MoveForm):
    """Why the carrier brings it back; the customer reads it."""

    reason = forms.ChoiceField(
        choices=UndeliveredReason.choices,
        widget=UnfoldAdminSelectWidget(),
        help_text="The customer reads it by e-mail.",
    )


TURN_BACK = Move(
    "turn-back",
    "Comes back",
    turn_back_parcel,
    is_legal=lambda parcel: parcel.can_move_to(ParcelStatus.RETURNING),
    said=lambda parcel: f"{parcel} is on its way back; the customer was told.",
    form=TurnBackForm,
)


class TakeBackForm(MoveForm):
    """How many of each line are for sale again, after a look at every piece."""

    def __init__(self, row: Parcel, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.inside = list(row.lines.select_related("order_line"))
        for one in self.inside:
            line = one.order_line
            self.fields[line.pk.hex] = forms.IntegerField(
                label=f"{line.name}, {line.colour}, {line.size}",
                min_value=0,
                max_value=one.quantity,
                help_text=f"{line.sku} · {one.quantity} came back. How many can be sold again?",
                widget=UnfoldAdminIntegerFieldWidget({"inputmode": "numeric"}),
                error_messages={"required": "Look at the pieces and say how many can be sold."},
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        keys = [one.order_line_id for one in self.inside]
        return {"sound": {pk: given[pk.hex] for pk in keys if pk.hex in given}}


def _what_taking_back_does(parcel: Parcel) -> str:
    if parcel.order.is_cash:
        return "Nothing was paid for it. What can be sold goes back on sale; the customer is told."
    return "What was paid for it goes back. What can be sold goes on sale; the customer is told."


TAKE_BACK = Move(
    "take-back",
    "Receive back",
    take_back_parcel,
    is_legal=lambda parcel: parcel.can_move_to(ParcelStatus.RETURNED),
    said=lambda parcel: f"{parcel} is back. {status_sentence(parcel.order)}",
    form=TakeBackForm,
    question=_what_taking_back_does,
)


UNPACK = Move(
    "unpack",
    "Take apart",
    unpack_parcel,
    is_legal=lambda parcel: parcel.can_move_to(ParcelStatus.UNPACKED),
    said=lambda parcel: f"{parcel} was taken apart; its pieces are to pack again.",
    question=lambda parcel: f"Its {parcel.pieces} pieces are to pack again. The invoice stays.",
    is_dangerous=True,
)
