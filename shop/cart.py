"""The bag: what a shopper means to buy, before anything is promised."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.transactions import durable_transaction
from shop.errors import NotForSale, OtherStyle, QuantityRefused, UnknownCode
from shop.models import Cart, CartLine, Product, Variant
from shop.money import Money
from shop.pricing import PricedLine, Quote, price_cart
from shop.promotions import SOMEBODY, Shopper, choose, is_known
from shop.stock import out_of_stock

MOST_PER_LINE = 10


def lines_of(cart: Cart | None) -> list[CartLine]:
    """The lines with everything a page or an order needs, oldest first, in two queries.

    Each has the bag as it is in the database now, whatever `cart` remembers of it.
    """
    if cart is None:
        return []
    lines = CartLine.objects.filter(cart=cart.pk).select_related(
        "cart", "variant__colourway__product__category"
    )
    return list(lines.prefetch_related("variant__colourway__pictures"))


def sizes_of(lines: Sequence[CartLine]) -> dict[UUID, list[Variant]]:
    """The sizes on sale of every colourway in the bag, smallest first, in one query."""
    sizes: dict[UUID, list[Variant]] = {line.variant.colourway_id: [] for line in lines}
    for variant in Variant.objects.filter(colourway__in=list(sizes), is_active=True):
        sizes[variant.colourway_id].append(variant)
    return sizes


def quote_of(
    lines: Sequence[CartLine],
    *,
    code: str = "",
    shopper: Shopper = SOMEBODY,
    fee: Money | None = None,
    express_fee: Money | None = None,
    now: datetime | None = None,
) -> Quote:
    """What these lines cost now; what cannot be bought is not counted.

    The one calculation behind the bag's total, the checkout's and the sum charged. `code` is the
    one typed, `fee` what the address costs whatever is ordered (see `shop.delivery`).
    """
    priced = [_priced(line) for line in lines if line.variant.is_for_sale]
    coupon, why_not = choose(code, priced, shopper, now=now or timezone.now(), fee=fee)
    return price_cart(priced, coupon=coupon, why_not=why_not, fee=fee, express_fee=express_fee)


def _priced(line: CartLine) -> PricedLine:
    variant = line.variant
    product = variant.colourway.product
    return PricedLine(
        variant.price,
        variant.mrp,
        line.quantity,
        product_id=product.pk,
        category_id=product.category_id,
    )


def problem_of(line: CartLine) -> str:
    """Why this line could not be ordered as it stands, in words; empty when it could."""
    variant = line.variant
    if not variant.is_for_sale:
        return str(NotForSale(variant.colourway.product.name))
    if variant.available < line.quantity:
        return str(out_of_stock(variant))
    return ""


def most_of(line: CartLine) -> int:
    """How many of a line that asks for too many could be had; 0 where that is not its problem."""
    variant = line.variant
    is_too_many = 0 < variant.available < line.quantity
    return min(variant.available, MOST_PER_LINE) if variant.is_for_sale and is_too_many else 0


def news_of(line: CartLine) -> str:
    """What changed about the price since the shopper last saw it, in words; empty when nothing."""
    seen, price = line.seen_price_minor, line.variant.price
    if seen is None or seen == price.minor:
        return ""
    return f"Was {Money(seen)}, now {price}."


def in_two_sizes(lines: Sequence[CartLine]) -> list[Product]:
    """Styles somebody means to buy in several sizes, maybe to send one back."""
    sizes: dict[Product, set[str]] = {}
    for line in lines:
        if line.variant.is_for_sale:
            sizes.setdefault(line.variant.colourway.product, set()).add(line.variant.size)
    return [product for product, bagged in sizes.items() if len(bagged) > 1]


def acknowledge_prices(lines: Sequence[CartLine]) -> None:
    """The shopper went on with these prices before their eyes: they are news no more."""
    for line in lines:
        if news_of(line):
            CartLine.objects.filter(pk=line.pk).update(seen_price_minor=line.variant.price_minor)


def add_to_cart(cart: Cart, variant_id: UUID, quantity: int = 1) -> CartLine:
    """Put so many more of a variant into the bag.

    Raises NotForSale, OutOfStock (more than are left, counting what is in the bag already) or
    QuantityRefused; the bag is then as it was.
    """
    try:
        return _add(cart, variant_id, quantity)
    except IntegrityError:  # a double click: the first one has made the line by now
        return _add(cart, variant_id, quantity)


@durable_transaction
def _add(cart: Cart, variant_id: UUID, quantity: int) -> CartLine:
    variant = Variant.objects.with_product().filter(pk=variant_id).first()
    if variant is None or not variant.is_for_sale:
        raise NotForSale(variant.colourway.product.name if variant else "This style")
    line = CartLine.objects.filter(cart=cart, variant=variant).first()
    _check_quantity(variant, quantity + (line.quantity if line else 0))
    if line is None:
        return CartLine.objects.create(
            cart=cart, variant=variant, quantity=quantity, seen_price_minor=variant.price_minor
        )
    CartLine.objects.filter(pk=line.pk).update(
        quantity=F("quantity") + quantity, seen_price_minor=variant.price_minor
    )
    line.refresh_from_db()
    return line


@durable_transaction
def set_quantity(line: CartLine, quantity: int) -> None:
    """Make the line hold exactly so many; raises as `add_to_cart` does."""
    variant = Variant.objects.with_product().get(pk=line.variant_id)
    if not variant.is_for_sale:
        raise NotForSale(variant.colourway.product.name)
    _check_quantity(variant, quantity)
    CartLine.objects.filter(pk=line.pk).update(
        quantity=quantity, seen_price_minor=variant.price_minor
    )


def change_size(line: CartLine, variant_id: UUID) -> None:
    """Make the line hold another size of the same colour; a line of that size joins it.

    Raises OtherStyle for anything that is no size of it, NotForSale, or as `add_to_cart` does for
    both lines together; the bag is then as it was.
    """
    try:
        _change_size(line, variant_id)
    except IntegrityError:  # that size was added from another tab: now it is there to be joined
        _change_size(line, variant_id)


@durable_transaction
def _change_size(line: CartLine, variant_id: UUID) -> None:
    line = CartLine.objects.select_related("variant").get(pk=line.pk)
    variant = Variant.objects.with_product().filter(pk=variant_id).first()
    if variant is None or variant.colourway_id != line.variant.colourway_id:
        raise OtherStyle
    if not variant.is_for_sale:
        raise NotForSale(variant.colourway.product.name)
    twin = CartLine.objects.filter(cart=line.cart_id, variant=variant).exclude(pk=line.pk).first()
    quantity = line.quantity + (twin.quantity if twin else 0)
    _check_quantity(variant, quantity)
    if twin:
        twin.delete()
    CartLine.objects.filter(pk=line.pk).update(
        variant=variant, quantity=quantity, seen_price_minor=variant.price_minor
    )


def place_of(line: CartLine) -> int:
    """Where in the bag the line stands, counted from 0."""
    return CartLine.objects.filter(cart=line.cart_id, added_at__lt=line.added_at).count()


def remove_line(line: CartLine) -> None:
    line.delete()


def put_back(cart: Cart, variant_id: UUID, quantity: int, *, place: int) -> CartLine:
    """Undo `remove_line`: the line is where it was, counted from 0; raises as `add_to_cart`."""
    before = list(cart.lines.all())
    line = add_to_cart(cart, variant_id, quantity)
    if 0 <= place < len(before) and line not in before:
        line.added_at = before[place].added_at - timedelta(microseconds=1)
        line.save(update_fields=["added_at"])
    return line


def enter_code(cart: Cart, code: str) -> None:
    """Keep the code a shopper typed, whether it applies yet or not. Raises UnknownCode."""
    code = code.strip().upper()
    if not is_known(code):
        raise UnknownCode
    Cart.objects.filter(pk=cart.pk).update(coupon_code=code)


def drop_code(cart: Cart) -> None:
    Cart.objects.filter(pk=cart.pk).update(coupon_code="")


@durable_transaction
def merge_guest_cart(guest_cart: Cart, user: User) -> int:
    """Move a guest's bag into the user's own; returns how many lines joined it.

    Of a variant in both, the larger quantity stays: nothing is doubled by signing in twice. The
    code the guest typed comes along.
    """
    own = Cart.objects.filter(user=user).first() or Cart.objects.create(user=user)
    if own.pk == guest_cart.pk:
        return 0
    held = {line.variant_id: line for line in own.lines.all()}
    arrived = list(guest_cart.lines.all())
    for line in arrived:
        twin = held.get(line.variant_id)
        if twin is None:
            CartLine.objects.create(
                cart=own,
                variant_id=line.variant_id,
                quantity=line.quantity,
                seen_price_minor=line.seen_price_minor,
            )
        elif twin.quantity < line.quantity:
            CartLine.objects.filter(pk=twin.pk).update(quantity=line.quantity)
    if guest_cart.coupon_code:
        Cart.objects.filter(pk=own.pk).update(coupon_code=guest_cart.coupon_code)
    guest_cart.delete()
    return len(arrived)


def _check_quantity(variant: Variant, quantity: int) -> None:
    if not 1 <= quantity <= MOST_PER_LINE:
        raise QuantityRefused(MOST_PER_LINE)
    if variant.available < quantity:
        raise out_of_stock(variant)
