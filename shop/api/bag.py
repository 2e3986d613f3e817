"""The API of the bag: a customer's own, or a guest's by its token."""

from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from accounts.callers import CHALLENGE, CallerRequest, anybody, customer_of, customers, guest_token
from accounts.keys import once_per_key
from accounts.limits import COUPON, check_limit
from accounts.problems import Trouble
from accounts.shapes import Asked, PinCode, Whole, words
from shop import cart as carts
from shop import rush
from shop.api.shapes import Amount, PictureOut, amount, picture
from shop.delivery import delivery_to
from shop.forms import CodeForm
from shop.models import Cart, CartLine
from shop.pricing import Quote
from shop.promotions import shopper_of

bag = Router(tags=["bag"])


class BagLineOut(Schema):
    id: UUID
    variant_id: UUID
    sku: str = Field(..., examples=["KU-BAGR-IND-M"])
    product: str = Field(..., description="Slug.", examples=["bagru-buti-kurta"])
    name: str = Field(..., examples=["Bagru Buti Kurta"])
    colour: str = Field(..., examples=["Indigo"])
    size: str = Field(..., examples=["M"])
    quantity: int = Field(..., examples=[2])
    unit_price: Amount
    total: Amount
    problem: str = Field("", description="Why it cannot be bought as it is.")
    news: str = Field("", description="What changed about its price since it was seen.")
    picture: PictureOut | None = None


class CouponOut(Schema):
    code: str = Field(..., examples=["FESTIVE10"])
    title: str = Field(..., examples=["10% off everything"])
    discount: Amount
    is_delivery_free: bool


class QuoteOut(Schema):
    """What it costs; every amount with taxes. total = items − discount + delivery + cash_fee."""

    items: Amount
    mrp: Amount
    discount: Amount
    delivery: Amount
    cash_fee: Amount
    total: Amount
    to_free_delivery: Amount
    coupon: CouponOut | None = None
    why_not: str = Field("", description="Why the code that was typed does not apply yet.")


class BagOut(Schema):
    token: str | None = Field(
        None, description="A guest's key to this bag: send it as X-Cart-Token."
    )
    lines: list[BagLineOut]
    count: int = Field(..., description="Pieces.", examples=[2])
    coupon_code: str = Field("", examples=["FESTIVE10"])
    quote: QuoteOut
    can_be_ordered: bool


class Where(Schema):
    pin_code: PinCode | None = Field(None, description="Where to; it may change the delivery fee.")


class LineIn(Asked):
    variant_id: UUID
    quantity: Annotated[Whole, Field(ge=1, le=carts.MOST_PER_LINE, examples=[1])] = 1


class LineChange(Asked):
    """How many it should be, another size of the same colour, or both."""

    quantity: Annotated[Whole, Field(ge=1, le=carts.MOST_PER_LINE, examples=[2])] | None = None
    variant_id: UUID | None = None


class CouponIn(Asked):
    code: Annotated[str, words(24, least=1), Field(examples=["FESTIVE10"])]


@bag.post("/cart", response={201: BagOut}, auth=anybody)
def open_bag(request: CallerRequest) -> Status:
    """A guest's new bag with its token, or the customer's own."""
    user = request.auth.user
    cart = Cart.objects.get_or_create(user=user)[0] if user else Cart.objects.create()
    return Status(201, bag_out(request, cart))


@bag.get("/cart", response=BagOut, auth=anybody)
def read_bag(request: CallerRequest, where: Query[Where]) -> dict[str, Any]:
    """What is in the bag, what of it cannot be bought, and what it costs."""
    return bag_out(request, cart_of(request), pin_code=where.pin_code or "")


@bag.post("/cart/join", response=BagOut, auth=customers)
def join_bag(request: CallerRequest) -> dict[str, Any]:
    """Move the guest's bag of the cart token into the customer's own; after signing in."""
    key = request.auth.guest
    guests = Cart.objects.filter(pk=key, user=None).first() if key else None
    if guests is None:
        raise Trouble(422, "Send the cart token of a guest's bag.", name="no-cart-token")
    carts.merge_guest_cart(guests, customer_of(request))
    return bag_out(request, cart_of(request))


@bag.post("/cart/lines", response={201: BagOut}, auth=anybody)
@once_per_key
def add_line(request: CallerRequest, sent: LineIn) -> Status:
    """Put so many more of a size into the bag."""
    with rush.knowing(sent.variant_id):
        cart = _cart_for_adding(request)
        carts.add_to_cart(cart, sent.variant_id, sent.quantity)
    return Status(201, bag_out(request, cart))


@bag.patch("/cart/lines/{uuid:pk}", response=BagOut, auth=anybody)
def change_line(request: CallerRequest, pk: UUID, sent: LineChange) -> dict[str, Any]:
    """Make a line hold exactly so many, or another size; a line of that size joins it."""
    line = _own_line(request, pk)
    if sent.variant_id not in (None, line.variant_id):
        carts.change_size(line, sent.variant_id)
        line.refresh_from_db()
    if sent.quantity is not None:
        carts.set_quantity(line, sent.quantity)
    return bag_out(request, cart_of(request))


@bag.delete("/cart/lines/{uuid:pk}", response=BagOut, auth=anybody)
def remove_line(request: CallerRequest, pk: UUID) -> dict[str, Any]:
    carts.remove_line(_own_line(request, pk))
    return bag_out(request, cart_of(request))


@bag.put("/cart/coupon", response=BagOut, auth=anybody)
def enter_coupon(request: CallerRequest, sent: CouponIn) -> dict[str, Any]:
    """Keep a coupon's code; `quote.why_not` says why it does not apply yet."""
    check_limit(COUPON, request.auth.name)
    form = CodeForm({"code": sent.code})
    code = form.cleaned_data["code"] if form.is_valid() else ""
    cart = _cart_for_adding(request)
    carts.enter_code(cart, code)
    return bag_out(request, cart)


@bag.delete("/cart/coupon", response=BagOut, auth=anybody)
def drop_coupon(request: CallerRequest) -> dict[str, Any]:
    cart = cart_of(request)
    if cart is not None:
        carts.drop_code(cart)
    return bag_out(request, cart)


# --- Whose bag ----------------------------------------------------------------------------------


def cart_of(request: CallerRequest) -> Cart | None:
    """The customer's bag, or the guest's by its token; None when there is none yet."""
    caller = request.auth
    if caller.user is not None:
        return Cart.objects.filter(user=caller.user).first()
    return Cart.objects.filter(pk=caller.guest, user=None).first() if caller.guest else None


def _cart_for_adding(request: CallerRequest) -> Cart:
    user = request.auth.user
    cart = cart_of(request)
    if cart is None and user is not None:
        return Cart.objects.get_or_create(user=user)[0]
    if cart is None:
        raise no_bag()
    return cart


def no_bag() -> Trouble:
    detail = "Sign in, or open a bag first and send its token as X-Cart-Token."
    return Trouble(401, detail, name="no-cart-token", headers=CHALLENGE)


def _own_line(request: CallerRequest, pk: UUID) -> CartLine:
    return get_object_or_404(CartLine.objects.filter(cart=cart_of(request)), pk=pk)


# --- How it is written --------------------------------------------------------------------------


def bag_out(request: CallerRequest, cart: Cart | None, *, pin_code: str = "") -> dict[str, Any]:
    """Raises NotServed for a PIN code we do not go to."""
    lines = carts.lines_of(cart)
    code = lines[0].cart.coupon_code if lines else cart.coupon_code if cart else ""
    delivery = delivery_to(pin_code, now=timezone.now()) if pin_code else None
    quote = carts.quote_of(
        lines,
        code=code,
        shopper=shopper_of(request.auth.user),
        fee=delivery.fee if delivery else None,
    )
    is_guests = cart is not None and request.auth.user is None
    return {
        "token": guest_token(cart.pk) if is_guests and cart else None,
        "lines": [_line_out(line) for line in lines],
        "count": sum(line.quantity for line in lines),
        "coupon_code": code,
        "quote": quote_out(quote),
        "can_be_ordered": bool(lines) and not any(map(carts.problem_of, lines)),
    }


def _line_out(line: CartLine) -> dict[str, Any]:
    variant, colourway = line.variant, line.variant.colourway
    front = next(iter(colourway.pictures.all()), None)
    return {
        "id": line.pk,
        "variant_id": variant.pk,
        "sku": variant.sku,
        "product": colourway.product.slug,
        "name": colourway.product.name,
        "colour": colourway.name,
        "size": variant.size,
        "quantity": line.quantity,
        "unit_price": amount(variant.price),
        "total": amount(line.total),
        "problem": carts.problem_of(line),
        "news": carts.news_of(line),
        "picture": picture(front.key, front.alt) if front else None,
    }


def quote_out(quote: Quote) -> dict[str, Any]:
    coupon = quote.coupon
    return {
        "items": amount(quote.items),
        "mrp": amount(quote.mrp),
        "discount": amount(quote.discount),
        "delivery": amount(quote.delivery),
        "cash_fee": amount(quote.cod_fee),
        "total": amount(quote.total),
        "to_free_delivery": amount(quote.to_free_delivery),
        "coupon": coupon
        and {
            "code": coupon.code,
            "title": coupon.title,
            "discount": amount(coupon.discount),
            "is_delivery_free": coupon.is_delivery_free,
        },
        "why_not": quote.why_not,
    }
