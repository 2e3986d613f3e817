"""Placing an order: from a bag to a promise of stock, with a sum to pay."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from accounts.transactions import durable_transaction
from orders import messages
from orders.errors import CartIsEmpty, PageOutOfDate, TotalChanged
from orders.models import Order, OrderLine, Payment
from orders.numbers import new_number
from orders.timeline import record, step_of
from shop import redemption, rush, stock
from shop.cart import lines_of, quote_of
from shop.delivery import fee_for
from shop.errors import NotForSale, OutOfStock
from shop.models import Cart, CartLine
from shop.money import Money
from shop.pricing import Quote
from shop.promotions import Shopper, shopper_of


@dataclass(frozen=True)
class Destination:
    """Where an order goes and whom it reaches; copied onto the order."""

    full_name: str
    phone: str
    house: str
    street: str
    landmark: str
    city: str
    state: str
    pin_code: str
    email: str = ""


def place_order(
    cart: Cart,
    *,
    user: User | None,
    destination: Destination,
    key: str,
    shown_total: Money,
) -> Order:
    """Turn the bag into an order that holds its stock for PAYMENT_WINDOW_MINUTES.

    Idempotent by `key`: a second call returns the first order. Raises CartIsEmpty, NotForSale,
    OutOfStock, NotServed, CouponSpent, or TotalChanged when the sum is no longer `shown_total`;
    nothing is changed then. The bag is emptied, the coupon counted; a Payment waits to be started.
    """
    try:
        return _place_or_find(cart, user, destination, key, shown_total)
    except IntegrityError:
        # Another order of this customer wrote their first use of the coupon: now it can be counted.
        return _place_or_find(cart, user, destination, key, shown_total)


def _place_or_find(
    cart: Cart, user: User | None, destination: Destination, key: str, shown_total: Money
) -> Order:
    try:
        with rush.queueing((line.variant_id for line in cart.lines.all()), key=key):
            return _place(cart, user, destination, key, shown_total)
    except (IntegrityError, Refusal) as trouble:
        if isinstance(trouble, OutOfStock) and trouble.is_first_try:
            raise
        # The same form, sent twice at once: the other one won, its order is the answer.
        placed = _placed_before(key, user)
        if placed is None:
            raise
        return placed


@durable_transaction
def _place(
    cart: Cart,
    user: User | None,
    destination: Destination,
    key: str,
    shown_total: Money,
) -> Order:
    placed = _placed_before(key, user)
    if placed is not None:
        return placed
    shopper = shopper_of(user, phone=destination.phone)
    code = Cart.objects.values_list("coupon_code", flat=True).get(pk=cart.pk)
    lines = lines_of(cart)
    quote = _check(lines, shown_total, code=code, shopper=shopper, pin=destination.pin_code)
    order = _write_order(user, destination, key, quote)
    _write_lines(order, lines, quote)
    stock.hold(quantities_of(order), reference=step_of(order))
    _count_coupon(cart, order, quote, shopper)
    Payment.objects.create(
        order=order,
        receipt=f"{order.number}-1",
        amount_minor=order.total_minor,
        currency=order.currency,
    )
    record(
        order,
        "Order placed",
        by=str(user or destination.full_name),
        status=order.status,
    )
    _take_out(cart, lines)
    messages.write_placed(order)
    return order


def _count_coupon(cart: Cart, order: Order, quote: Quote, shopper: Shopper) -> None:
    """Redeem what the quote applied; a code that was used leaves the bag, a waiting one stays."""
    if quote.coupon is None:
        return
    used = quote.coupon.code
    redemption.redeem(
        used, customer=shopper.customer, reference=order.number, discount=quote.discount
    )
    Cart.objects.filter(pk=cart.pk, coupon_code=used).update(coupon_code="")


def _take_out(cart: Cart, lines: list[CartLine]) -> None:
    """Empty the bag of exactly these lines. One bag ordered from two tabs at once is one order:
    whoever finds a line gone already was second.
    """
    taken, _ = cart.lines.filter(pk__in=[line.pk for line in lines]).delete()
    if taken != len(lines):
        raise CartIsEmpty


def quantities_of(order: Order) -> stock.Quantities:
    """What the order claims, by variant."""
    return stock.summed(order.lines.values_list("variant_id", "quantity"))


def _placed_before(key: str, user: User | None) -> Order | None:
    """The order this form made already; PageOutOfDate when it made somebody else's."""
    order: Order | None = Order.objects.filter(key=key).first()
    if order is not None and order.user != user:
        raise PageOutOfDate
    return order


def _check(
    lines: list[CartLine], shown_total: Money, *, code: str, shopper: Shopper, pin: str
) -> Quote:
    if not lines:
        raise CartIsEmpty
    for line in lines:
        if not line.variant.is_for_sale:
            raise NotForSale(line.variant.colourway.product.name)
        if line.variant.available < line.quantity:  # before anything is written in vain
            raise stock.out_of_stock(line.variant)
    quote = quote_of(lines, code=code, shopper=shopper, fee=fee_for(pin))
    if quote.total != shown_total:
        raise TotalChanged(shown=shown_total, now=quote.total, because=quote.why_not)
    return quote


def _write_order(user: User | None, destination: Destination, key: str, quote: Quote) -> Order:
    now = timezone.now()
    order: Order = Order.objects.create(
        number=new_number("VA"),
        key=key,
        user=user,
        placed_at=now,
        expires_at=now + timedelta(minutes=settings.PAYMENT_WINDOW_MINUTES),
        currency=quote.total.currency,
        items_minor=quote.items.minor,
        discount_minor=quote.discount.minor,
        coupon_code=quote.coupon.code if quote.coupon else "",
        delivery_minor=quote.delivery.minor,
        total_minor=quote.total.minor,
        **asdict(destination),
    )
    return order


def _write_lines(order: Order, lines: list[CartLine], quote: Quote) -> None:
    discounts = quote.coupon.discounts if quote.coupon else [Money(0)] * len(lines)
    pairs = zip(lines, discounts, strict=True)
    OrderLine.objects.bulk_create(
        [_order_line(order, line, n, discount) for n, (line, discount) in enumerate(pairs)]
    )


def _order_line(order: Order, line: CartLine, position: int, discount: Money) -> OrderLine:
    variant, colourway = line.variant, line.variant.colourway
    picture = next(iter(colourway.pictures.all()), None)
    return OrderLine(
        order=order,
        variant=variant,
        position=position,
        sku=variant.sku,
        name=colourway.product.name,
        colour=colourway.name,
        size=variant.size,
        picture={"key": picture.key, "alt": picture.alt, "dye": colourway.dye} if picture else {},
        quantity=line.quantity,
        unit_price_minor=variant.price_minor,
        unit_mrp_minor=variant.mrp_minor,
        discount_minor=discount.minor,
    )
