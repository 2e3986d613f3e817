"""Ninety days of orders, written as the operations would have left them, without asking anybody.

Rows go in directly: the operations would take minutes, ring the worker and date everything
today. A test holds the result to the same laws: stock, ledger, claims, events.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.models import Address, User
from demo.catalogue import PRODUCTS
from demo.catalogue.draw import draw
from demo.people import SHOPPER, WAREHOUSE
from demo.seed.book import Book, Letter, number_of
from demo.seed.comebacks import send_back
from demo.seed.parcels import carrier_of, parcels_of, send
from demo.seed.progress import progress
from demo.seed.purchases import DAYS, Comeback, Ending, Purchase, purchases
from demo.seed.refunds import pay_back
from orders import messages, wording
from orders.fulfilment import return_deadline
from orders.invoices import issue_invoice
from orders.models import LedgerEntry, Order, OrderEvent, OrderLine, Parcel, Payment, TaxRate
from orders.states import OrderStatus, ParcelStatus, PaymentStatus, UndeliveredReason
from orders.tax import Rule
from orders.taxation import Sold, tax_sale
from orders.undelivered import sound_of, take_back_parcel, turn_back_parcel
from shop.models import StockMovement, Variant
from shop.money import Money
from shop.pricing import PricedLine, Quote, price_cart
from shop.return_terms import ReturnTerms

Cause = StockMovement.Cause
TERMS = ReturnTerms()
BANK_REFUSED = "Payment failed because the account does not have enough balance."


@dataclass(frozen=True)
class Step:
    """One state an order reached."""

    at: datetime
    status: OrderStatus
    text: str
    by: str = ""


@dataclass(frozen=True)
class Pick:
    """So many of one variant."""

    variant: Variant
    quantity: int


def write_history(count: int, *, now: datetime) -> None:
    """Write the past once, in one transaction, then its invoices; a shop that has one keeps it."""
    if Order.objects.filter(key__startswith="demo-").exists():
        return
    shelf = _shelf()
    if not shelf or not count:
        return
    with transaction.atomic():
        book = Book(now)
        addresses = {a.full_name: a for a in Address.objects.select_related("user")[::-1]}
        for purchase in progress(purchases(count, now=now), "History", unit="orders"):
            _enter(book, purchase, addresses[purchase.shopper], _picks(purchase, shelf))
        book.store(since=now - timedelta(days=DAYS + 1))
        _note_first_purchases()
    _issue_invoices()
    _turn_two_back()


def _turn_two_back() -> None:
    """Of what is on the way, one parcel comes back today and one is here again; by the operations,
    since it is of today.
    """
    on_the_way = Parcel.objects.filter(
        status=ParcelStatus.SHIPPED, order__status=OrderStatus.SHIPPED, number=1
    ).exclude(order__user__full_name=SHOPPER.full_name)
    staff = WAREHOUSE.full_name
    for parcel in on_the_way.select_related("order").order_by("shipped_at")[:2]:
        turn_back_parcel(parcel, reason=UndeliveredReason.REFUSED, by=staff)
    back = Parcel.objects.filter(status=ParcelStatus.RETURNING).select_related("order").first()
    if back is not None:
        take_back_parcel(back, sound=sound_of(list(back.lines.all())), by=staff)


def _issue_invoices() -> None:
    """One for each order with a packed parcel, in the order they were packed."""
    firsts = Parcel.objects.filter(number=1).order_by("packed_at", "pk").select_related("order")
    for parcel in firsts.prefetch_related("order__lines"):
        issue_invoice(parcel.order, at=parcel.packed_at)


def _note_first_purchases() -> None:
    """Who has bought before is no first-time buyer to a coupon."""
    bought = Order.objects.bought().order_by("placed_at").values_list("user_id", "placed_at")
    first: dict[UUID, datetime] = {}
    for user_id, placed_at in bought:
        first.setdefault(user_id, placed_at)
    for user_id, placed_at in first.items():
        User.objects.filter(pk=user_id).update(first_bought_at=placed_at)


def _shelf() -> list[Variant]:
    """What sold: sizes with some left, the best sellers first."""
    variants = (
        Variant.objects.select_related("colourway__product__category")
        .filter(on_hand__gte=5, colourway__product__slug__in=[p.slug for p in PRODUCTS])
        .prefetch_related("colourway__pictures")
        .order_by("sku")
    )

    def rank(variant: Variant) -> int:
        return draw(variant.colourway.product.slug, "popularity", sides=10**6)

    return sorted(variants, key=rank)


def _picks(purchase: Purchase, shelf: list[Variant]) -> list[Pick]:
    dice = purchase.dice("picks")
    on_sale = [v for v in shelf if v.colourway.product.published_at < purchase.placed_at]
    on_sale = on_sale or shelf
    chosen: dict[Variant, int] = {}
    count = dice.choices((1, 2, 3), (60, 30, 10))[0]
    while count > 0 or (purchase.in_two and len(chosen) < 2):
        count -= 1
        variant = on_sale[int(len(on_sale) * dice.random() ** 1.6)]
        chosen[variant] = 2 if dice.random() < 0.08 else 1
    if purchase.comeback is Comeback.PARTLY:
        chosen[next(iter(chosen))] = 2
    return [Pick(variant, quantity) for variant, quantity in chosen.items()]


def _enter(book: Book, purchase: Purchase, address: Address, picks: list[Pick]) -> None:
    """One order with everything that happened to it so far."""
    count = parcels_of(purchase, picks)
    steps = [step for step in _steps(purchase, address, count) if step.at <= book.now]
    reached = {step.status: step.at for step in steps}
    quote = price_cart([PricedLine(p.variant.price, p.variant.mrp, p.quantity) for p in picks])
    order = book.add(_order(purchase, address, quote, steps[-1].status))
    if delivered_at := reached.get(OrderStatus.DELIVERED):
        deadline = return_deadline(delivered_at, TERMS.window_days)
        order.delivered_at, order.return_deadline = delivered_at, deadline
    lines = [book.add(_line(order, pick, place)) for place, pick in enumerate(picks)]
    _tax(order, lines, picks)
    _tell(book, order, steps)
    if purchase.ending is Ending.DELIVERED:
        send(book, order, purchase, lines)
    _move_stock(book, order, lines, steps)
    payment = _pay(book, purchase, order, reached.get(OrderStatus.CONFIRMED))
    if payment.captured_at and order.status == OrderStatus.CANCELLED:
        pay_back(
            book, payment, payment.amount, key=f"cancel:{order.pk.hex}", reason="Order cancelled",
            at=reached[OrderStatus.CANCELLED], by=address.full_name, trouble=purchase.trouble,
        )  # fmt: skip
    if purchase.comeback and delivered_at:
        send_back(book, purchase, payment, lines, delivered_at)


def _steps(purchase: Purchase, address: Address, parcels: int) -> list[Step]:
    """The whole life of the order, in order, whether or not it has come to it yet."""

    def step(hours: float, status: OrderStatus, text: str, by: str = "") -> Step:
        return Step(purchase.placed_at + timedelta(hours=hours), status, text, by)

    carrier = carrier_of(purchase, parcels)
    handed = "Handed" if parcels == 1 else f"Parcel {parcels} handed"
    shopper, staff = address.full_name, WAREHOUSE.full_name
    pack, ship, deliver = purchase.pace
    placed = step(0, OrderStatus.PLACED, "Order placed", shopper)
    paid = step(0.05, OrderStatus.CONFIRMED, "Payment received")
    window = settings.PAYMENT_WINDOW_MINUTES / 60
    lives = {
        Ending.WAITING: [],
        Ending.EXPIRED: [
            step(window, OrderStatus.EXPIRED, "Not paid in time; the items are for sale again")
        ],
        Ending.CALLED_OFF: [step(0.2, OrderStatus.CANCELLED, "Cancelled", shopper)],
        Ending.CANCELLED: [paid, step(3, OrderStatus.CANCELLED, "Cancelled", shopper)],
        Ending.DELIVERED: [
            paid,
            step(pack, OrderStatus.PACKED, "Packed", staff),
            step(ship, OrderStatus.SHIPPED, f"{handed} to {carrier}", staff),
            step(deliver, OrderStatus.DELIVERED, "Delivered", carrier),
        ],
    }
    return [placed, *lives[purchase.ending]]


def _order(purchase: Purchase, address: Address, quote: Quote, status: OrderStatus) -> Order:
    window = timedelta(minutes=settings.PAYMENT_WINDOW_MINUTES)
    return Order(
        number=number_of("VA", purchase.name),
        key=f"demo-{purchase.name}",
        user=address.user,
        status=status,
        email=address.user.email or "",
        phone=address.phone,
        items_minor=quote.items.minor,
        delivery_minor=quote.delivery.minor,
        total_minor=quote.total.minor,
        full_name=address.full_name,
        house=address.house,
        street=address.street,
        landmark=address.landmark,
        city=address.city,
        state=address.state,
        pin_code=address.pin_code,
        placed_at=purchase.placed_at,
        expires_at=purchase.placed_at + window,
    )


def _line(order: Order, pick: Pick, place: int) -> OrderLine:
    variant, colourway = pick.variant, pick.variant.colourway
    picture = next(iter(colourway.pictures.all()), None)
    return OrderLine(
        order=order,
        variant=variant,
        position=place,
        sku=variant.sku,
        name=colourway.product.name,
        colour=colourway.name,
        size=variant.size,
        picture={"key": picture.key, "alt": picture.alt, "dye": colourway.dye} if picture else {},
        quantity=pick.quantity,
        unit_price_minor=variant.price_minor,
        unit_mrp_minor=variant.mrp_minor,
        return_policy=TERMS.column,
        return_deadline=order.return_deadline,
    )


def _of_cancelled(order: Order) -> dict[str, Any]:
    owed = sum((refund.amount for refund in order.refunds.all()), Money(0))
    return wording.of_cancelled(order, str(owed) if owed else "")


def _tax(order: Order, lines: list[OrderLine], picks: list[Pick]) -> None:
    """Freeze the tax on the rows, as placing does."""
    codes = [pick.variant.colourway.product.category.hsn_code for pick in picks]
    sold = [
        Sold(code, line.paid.minor, line.quantity) for code, line in zip(codes, lines, strict=True)
    ]
    on = timezone.localtime(order.placed_at).date()
    sale = tax_sale(sold, order.fees.minor, state=order.state, on=on, rules=_rules())
    _write(order, sale.columns)
    for line, taxed in zip(lines, sale.lines, strict=True):
        _write(line, taxed.columns)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rate.rule for rate in TaxRate.objects.all())


def _write(row: Order | OrderLine, columns: dict[str, str | int]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


TOLD = {
    OrderStatus.CONFIRMED: (messages.CONFIRMED, wording.of_confirmed),
    OrderStatus.PACKED: (messages.PACKED, wording.of_packed),
    OrderStatus.CANCELLED: (messages.CANCELLED, _of_cancelled),
    OrderStatus.EXPIRED: (messages.EXPIRED, wording.of_expired),
}


def _tell(book: Book, order: Order, steps: list[Step]) -> None:
    """The timeline, and the messages that went out with it."""
    for step in steps:
        book.add(
            OrderEvent(order=order, at=step.at, status=step.status, text=step.text, by=step.by)
        )
        if told := TOLD.get(step.status):
            template, words = told
            book.letters.append(Letter(order, template, step.at, words=words))


def _move_stock(book: Book, order: Order, lines: list[OrderLine], steps: list[Step]) -> None:
    """Held from placing, maybe set free later; references count steps, as `step_of` does."""
    for line in lines:
        variant, quantity = line.variant, line.quantity
        book.move_stock(variant, Cause.HOLD, f"{order.number}:0", steps[0].at, held=quantity)
        for count, step in enumerate(steps, start=1):
            reference = f"{order.number}:{count}"
            if step.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED}:
                book.move_stock(variant, Cause.RELEASE, reference, step.at, held=-quantity)


def _pay(book: Book, purchase: Purchase, order: Order, paid_at: datetime | None) -> Payment:
    """The order's payment: captured and booked, refused by the bank, or never begun."""
    digits = order.number.removeprefix("VA").replace("-", "")
    payment = Payment(
        id=uuid7(),
        order=order,
        receipt=f"{order.number}-1",
        amount_minor=order.total_minor,
        created_at=order.placed_at,
        method=purchase.dice("method").choices(("upi", "card", "netbanking"), (6, 3, 1))[0],
    )
    if paid_at:
        payment.status, payment.captured_at = PaymentStatus.CAPTURED, paid_at
        payment.gateway_order_id = f"order_demo{digits}"
        payment.gateway_payment_id = f"pay_demo{digits}"
        book.add(
            LedgerEntry(
                key=f"capture:{payment.gateway_payment_id}", order=order, payment=payment,
                kind=LedgerEntry.Kind.CAPTURE, amount_minor=payment.amount_minor, at=paid_at,
            )
        )  # fmt: skip
    elif purchase.ending is Ending.EXPIRED and purchase.dice("bank").random() < 0.6:
        payment.status, payment.failure = PaymentStatus.FAILED, BANK_REFUSED
        payment.gateway_order_id = f"order_demo{digits}"
    else:
        payment.method = ""
    return book.add(payment)
