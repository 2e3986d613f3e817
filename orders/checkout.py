"""Placing an order: from a bag to a promise of stock, with a sum to pay."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from accounts.transactions import durable_transaction
from orders import messages
from orders.cash import cash_fee, place_for, why_no_cash
from orders.changes import Shown, is_no_worse, what_changed
from orders.confirmation import confirm_order
from orders.errors import CartIsEmpty, CashNotOffered, PageOutOfDate, TotalChanged
from orders.models import Order, OrderLine, Payment, Provider
from orders.numbers import new_number
from orders.states import PaymentMethod
from orders.taxation import Taxed, TaxedSale, tax_cart
from orders.timeline import first_step_of, record
from shop import redemption, rush, stock
from shop.cart import lines_of, quote_of
from shop.delivery import Delivery, delivery_to
from shop.errors import NotForSale, OutOfStock
from shop.models import Cart, CartLine, DeliveryMethod
from shop.money import Money
from shop.policies import Policies, policies_at
from shop.pricing import Quote
from shop.promotions import Shopper, shopper_of
from shop.return_terms import ReturnTerms


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


@dataclass(frozen=True)
class Terms:
    """How an order shall be sent and paid, and the GSTIN a business wants on its invoice."""

    delivery_method: str = DeliveryMethod.STANDARD
    payment_method: str = PaymentMethod.ONLINE
    gstin: str = ""

    @property
    def is_cash(self) -> bool:
        return self.payment_method == PaymentMethod.CASH


@dataclass(frozen=True)
class Attempt:
    """One press of the button: everything a form says, and the sum its page showed."""

    user: User | None
    destination: Destination
    terms: Terms
    key: str
    shown_total: Money
    shown: Shown | None

    @property
    def shopper(self) -> Shopper:
        return shopper_of(self.user, phone=self.destination.phone)


MOST_TRIES = 4  # a coupon's first use, or a place for cash orders, may be taken at that moment


def place_order(
    cart: Cart,
    *,
    user: User | None,
    destination: Destination,
    key: str,
    shown_total: Money,
    terms: Terms | None = None,
    shown: Shown | None = None,
) -> Order:
    """Turn the bag into an order that holds its stock: for PAYMENT_WINDOW_MINUTES until it is
    paid online, or confirmed at once to be paid in cash at the door.

    Idempotent by `key`: a second call returns the first order. Raises CartIsEmpty, NotForSale,
    OutOfStock, NotServed, NoExpress, CashNotOffered, CouponSpent, or TotalChanged when the sum is
    above `shown_total`, or below it without `shown` telling of as many pieces (see `is_no_worse`;
    a lower sum is what is charged then); nothing is changed by a refusal. The bag
    is emptied, the coupon counted; a Payment waits to be started, or to be collected.
    """
    attempt = Attempt(user, destination, terms or Terms(), key, shown_total, shown)
    for _ in range(MOST_TRIES - 1):
        try:
            return _place_or_find(cart, attempt)
        except IntegrityError:
            continue  # what was taken meanwhile is seen now
    return _place_or_find(cart, attempt)


def _place_or_find(cart: Cart, attempt: Attempt) -> Order:
    try:
        with rush.queueing((line.variant_id for line in cart.lines.all()), key=attempt.key):
            return _place(cart, attempt)
    except (IntegrityError, Refusal) as trouble:
        if isinstance(trouble, OutOfStock) and trouble.is_first_try:
            raise
        # The same form, sent twice at once: the other one won, its order is the answer.
        placed = _placed_before(attempt)
        if placed is None:
            raise
        return placed


@durable_transaction
def _place(cart: Cart, attempt: Attempt) -> Order:
    placed = _placed_before(attempt)
    if placed is not None:
        return placed
    lines = lines_of(cart)
    code = lines[0].cart.coupon_code if lines else ""
    now = timezone.now()
    delivery = delivery_to(attempt.destination.pin_code, now=now)
    quote = _check(lines, attempt, code=code, delivery=delivery)
    taxed = tax_cart(lines, quote, state=attempt.destination.state, now=now)
    order = _write_order(attempt, quote, delivery, taxed, now)
    _write_lines(order, lines, quote, taxed, policies_at(now))
    wanted = stock.summed((line.variant_id, line.quantity) for line in lines)
    stock.hold(wanted, reference=first_step_of(order))
    _count_coupon(lines[0].cart, order, quote, attempt.shopper)
    Payment.objects.create(
        order=order,
        provider=Provider.CASH if order.is_cash else Provider.RAZORPAY,
        receipt=f"{order.number}-1",
        amount_minor=order.total_minor,
        currency=order.currency,
    )
    placed_by = str(attempt.user or attempt.destination.full_name)
    record(order, "Order placed", by=placed_by, status=order.status)
    if order.is_cash:
        confirm_order(order, "Confirmed, to be paid in cash at the door")
    else:
        messages.write_placed(order)
    _take_out(cart, lines)
    return order


def _count_coupon(cart: Cart, order: Order, quote: Quote, shopper: Shopper) -> None:
    """Redeem what the quote applied; a code that was used leaves the bag, a waiting one stays."""
    if quote.coupon is None:
        return
    used = quote.coupon.code
    redemption.redeem(
        used, customer=shopper.customer, reference=order.number, discount=quote.discount
    )
    if cart.coupon_code == used:
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


def _placed_before(attempt: Attempt) -> Order | None:
    """The order this form made already; PageOutOfDate when it made somebody else's."""
    order: Order | None = Order.objects.filter(key=attempt.key).first()
    if order is not None and order.user != attempt.user:
        raise PageOutOfDate
    return order


def price_order(
    lines: list[CartLine],
    *,
    code: str,
    shopper: Shopper,
    delivery: Delivery | None,
    terms: Terms,
) -> Quote:
    """What these lines cost on these terms; the checkout's total and the sum charged.

    Without a `delivery` the usual fee is assumed. Raises NoExpress, or CashNotOffered.
    """
    express = delivery.express_by(terms.delivery_method) if delivery else None
    quote = quote_of(
        lines,
        code=code,
        shopper=shopper,
        fee=delivery.fee if delivery else None,
        express_fee=express.fee if express else None,
    )
    if not terms.is_cash:
        return quote
    if why_not := why_no_cash(quote.total, delivery):
        raise CashNotOffered(why_not)
    return replace(quote, cod_fee=cash_fee())


def _check(lines: list[CartLine], attempt: Attempt, *, code: str, delivery: Delivery) -> Quote:
    if not lines:
        raise CartIsEmpty
    for line in lines:
        if not line.variant.is_for_sale:
            raise NotForSale(line.variant.colourway.product.name)
        if line.variant.available < line.quantity:  # before anything is written in vain
            raise stock.out_of_stock(line.variant)
    quote = price_order(
        lines, code=code, shopper=attempt.shopper, delivery=delivery, terms=attempt.terms
    )
    shown = attempt.shown
    if quote.total != attempt.shown_total and not (
        quote.total < attempt.shown_total and is_no_worse(shown, lines)
    ):
        because = what_changed(shown, quote, lines) if shown else quote.why_not
        raise TotalChanged(shown=attempt.shown_total, now=quote.total, because=because)
    return quote


def _write_order(
    attempt: Attempt, quote: Quote, delivery: Delivery, taxed: TaxedSale, now: datetime
) -> Order:
    terms = attempt.terms
    order: Order = Order.objects.create(
        number=new_number("VA"),
        key=attempt.key,
        user=attempt.user,
        placed_at=now,
        expires_at=now + timedelta(minutes=settings.PAYMENT_WINDOW_MINUTES),
        currency=quote.total.currency,
        items_minor=quote.items.minor,
        discount_minor=quote.discount.minor,
        coupon_code=quote.coupon.code if quote.coupon else "",
        delivery_minor=quote.delivery.minor,
        cod_fee_minor=quote.cod_fee.minor,
        total_minor=quote.total.minor,
        cash_place=place_for(attempt.shopper.customer) if terms.is_cash else None,
        arrives_on=delivery.arrival_by(terms.delivery_method),
        **taxed.columns,
        **asdict(terms),
        **asdict(attempt.destination),
    )
    return order


def _write_lines(
    order: Order, lines: list[CartLine], quote: Quote, taxed: TaxedSale, policies: Policies
) -> None:
    discounts = quote.coupon.discounts if quote.coupon else [Money(0)] * len(lines)
    terms = [policies.of(line.variant.colourway.product.category_id) for line in lines]
    sold = enumerate(zip(lines, discounts, taxed.lines, terms, strict=True))
    OrderLine.objects.bulk_create([_order_line(order, n, *parts) for n, parts in sold])


def _order_line(
    order: Order, position: int, line: CartLine, discount: Money, taxed: Taxed, terms: ReturnTerms
) -> OrderLine:
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
        return_policy=terms.column,
        **taxed.columns,
    )
