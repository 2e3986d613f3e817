"""The API of the checkout: what a bag costs on some terms, and placing it as an order."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Field, Router, Schema, Status

from accounts.callers import CallerRequest, anybody
from accounts.keys import effect_key, only_with_key
from accounts.limits import CHECKOUT, check_limit
from accounts.problems import trouble_of
from accounts.shapes import AddressIn, Asked, Email, Phone, PinCode, Whole, YesOrNo, words
from orders.api.shapes import OrderDetail, order_detail
from orders.cash import why_no_cash
from orders.changes import Shown
from orders.checkout import Terms, place_order, price_order
from orders.checkout_form import CASH, NEW_ADDRESS, CheckoutForm
from orders.errors import CartIsEmpty
from orders.states import PaymentMethod
from orders.taxation import tax_cart
from shop.api.bag import QuoteOut, cart_of, no_bag, quote_out
from shop.api.shapes import Amount, amount
from shop.cart import lines_of, problem_of
from shop.delivery import Delivery, delivery_to
from shop.models import Cart, DeliveryMethod
from shop.money import Money
from shop.pricing import Quote
from shop.promotions import shopper_of

checkout = Router(tags=["checkout"], auth=anybody)

Pay = Literal["upi", "card", "netbanking", "wallet", "cash"]
Method = Literal["standard", "express"]


class TermsIn(Asked):
    pin_code: PinCode
    delivery_method: Method = "standard"
    pay: Pay = "upi"
    phone: Phone | None = Field(None, description="A guest's: it tells which coupons were used.")


class MethodOut(Schema):
    """One way it can come."""

    method: str = Field(..., examples=["express"])
    arrives_on: date
    fee: Amount


class TermsOut(Schema):
    """What the bag costs on these terms. `shown` and the total are sent along when it is placed,
    so that nobody pays another sum than they saw."""

    quote: QuoteOut
    shown: str = Field(..., examples=["149900.0.0.0"])
    tax: Amount = Field(..., description="GST in the total.")
    methods: list[MethodOut]
    why_no_cash: str = Field("", description="Why it cannot be paid in cash; empty: it can.")
    problem: str = Field("", description="Why the bag cannot be ordered as it is.")


class PlaceIn(Asked):
    """One purchase. Either `address_id`, of the address book, or `address`."""

    address_id: UUID | None = None
    address: AddressIn | None = None
    is_state_sure: YesOrNo = Field(
        default=False, description="The state is right although the PIN code says another."
    )
    email: Email | None = None
    delivery_method: Method = "standard"
    pay: Pay
    gstin: Annotated[str, words(24), Field(examples=["29AAXCV4821K1ZG"])] = ""
    total_minor: Annotated[
        Whole, Field(ge=0, le=10**12, description="As the quote said.", examples=[149900])
    ]
    shown: Annotated[str, words(120)] = ""


@checkout.post("/checkout/quote", response=TermsOut)
def quote_order(request: CallerRequest, sent: TermsIn) -> dict[str, Any]:
    """What the bag would cost there, sent and paid like that. Changes nothing."""
    lines = lines_of(cart_of(request))
    if not lines:
        raise CartIsEmpty
    delivery = delivery_to(sent.pin_code, now=timezone.now())
    shopper = shopper_of(request.auth.user, phone=sent.phone or "")

    def price(method: str, payment: str) -> Quote:
        terms = Terms(delivery_method=method, payment_method=payment)
        code = lines[0].cart.coupon_code
        return price_order(lines, code=code, shopper=shopper, delivery=delivery, terms=terms)

    is_cash = sent.pay == CASH
    quote = price(sent.delivery_method, PaymentMethod.CASH if is_cash else PaymentMethod.ONLINE)
    online = price(sent.delivery_method, PaymentMethod.ONLINE)
    tax = tax_cart(lines, quote, state=delivery.state_code).total if delivery.state_code else None
    return {
        "quote": quote_out(quote),
        "shown": str(Shown.of(quote, lines)),
        "tax": amount(Money(tax.minor if tax else 0)),
        "methods": [
            {
                "method": method,
                "arrives_on": delivery.arrival_by(method),
                "fee": amount(price(method, PaymentMethod.ONLINE).delivery),
            }
            for method in _methods(delivery)
        ],
        "why_no_cash": why_no_cash(online.total, delivery),
        "problem": next(filter(None, map(problem_of, lines)), ""),
    }


def _methods(delivery: Delivery) -> list[str]:
    return list(DeliveryMethod.values) if delivery.express else [DeliveryMethod.STANDARD.value]


@checkout.post("/orders", response={201: OrderDetail})
@only_with_key
def place(request: CallerRequest, sent: PlaceIn) -> Status:
    """Turn the bag into an order that holds its stock: to be paid within the time it says, or
    confirmed at once to be paid in cash. The sum must be the one that was shown.
    """
    check_limit(CHECKOUT, request.auth.name)
    form = CheckoutForm(_as_typed(request, sent), user=request.auth.user)
    if not form.is_valid():
        raise trouble_of(*form.failed)
    order = place_order(
        _cart(request),
        user=form.user,
        destination=form.destination,
        key=form.key_hex,
        shown_total=form.promised,
        terms=form.asked_terms,
        shown=Shown.read(form.cleaned_data["shown"]),
    )
    form.keep_new_address()
    return Status(201, order_detail(order, with_token=True))


def _cart(request: CallerRequest) -> Cart:
    cart = cart_of(request)
    if cart is not None:
        return cart
    if request.auth.user is None:
        raise no_bag()
    return Cart.objects.get_or_create(user=request.auth.user)[0]


def _as_typed(request: CallerRequest, sent: PlaceIn) -> dict[str, str]:
    """The same as somebody would have typed it on the page: one form judges both."""
    place = sent.address.model_dump() if sent.address else {}
    sure = f"{place['pin_code']}{place['state']}" if place and sent.is_state_sure else ""
    return {
        **place,
        "key": str(UUID(effect_key(request))),
        "shown_total": str(sent.total_minor),
        "shown": sent.shown,
        "address": str(sent.address_id) if sent.address_id else NEW_ADDRESS,
        "email": sent.email or "",
        "delivery_method": sent.delivery_method,
        "pay": sent.pay,
        "gstin": sent.gstin,
        "sure": sure,
    }
