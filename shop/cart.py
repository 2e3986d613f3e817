"""The bag: what a shopper means to buy, before anything is promised."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from accounts.models import User
from accounts.transactions import durable_transaction
from shop.errors import NotForSale, OutOfStock, QuantityRefused
from shop.models import Cart, CartLine, Variant
from shop.pricing import PricedLine, Quote, price_cart

MOST_PER_LINE = 10


def lines_of(cart: Cart | None) -> list[CartLine]:
    """The lines with everything a page or an order needs, oldest first, in one query."""
    if cart is None:
        return []
    return list(
        cart.lines.select_related("variant__colourway__product").prefetch_related(
            "variant__colourway__pictures"
        )
    )


def quote_of(lines: Sequence[CartLine]) -> Quote:
    """What these lines cost now; what cannot be bought is not counted."""
    return price_cart(
        [
            PricedLine(line.variant.price, line.variant.mrp, line.quantity)
            for line in lines
            if line.variant.is_for_sale
        ]
    )


def problem_of(line: CartLine) -> str:
    """Why this line could not be ordered as it stands, in words; empty when it could."""
    variant = line.variant
    if not variant.is_for_sale:
        return str(NotForSale(variant.colourway.product.name))
    if variant.available < line.quantity:
        return str(OutOfStock(str(variant.colourway), variant.size, variant.available))
    return ""


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
        return CartLine.objects.create(cart=cart, variant=variant, quantity=quantity)
    CartLine.objects.filter(pk=line.pk).update(quantity=F("quantity") + quantity)
    line.refresh_from_db()
    return line


@durable_transaction
def set_quantity(line: CartLine, quantity: int) -> None:
    """Make the line hold exactly so many; raises as `add_to_cart` does."""
    variant = Variant.objects.with_product().get(pk=line.variant_id)
    if not variant.is_for_sale:
        raise NotForSale(variant.colourway.product.name)
    _check_quantity(variant, quantity)
    CartLine.objects.filter(pk=line.pk).update(quantity=quantity)


def remove_line(line: CartLine) -> None:
    line.delete()


@durable_transaction
def merge_guest_cart(guest_cart: Cart, user: User) -> int:
    """Move a guest's bag into the user's own; returns how many lines joined it.

    Of a variant in both, the larger quantity stays: nothing is doubled by signing in twice.
    """
    own = Cart.objects.filter(user=user).first() or Cart.objects.create(user=user)
    if own.pk == guest_cart.pk:
        return 0
    held = {line.variant_id: line for line in own.lines.all()}
    arrived = list(guest_cart.lines.all())
    for line in arrived:
        twin = held.get(line.variant_id)
        if twin is None:
            CartLine.objects.create(cart=own, variant_id=line.variant_id, quantity=line.quantity)
        elif twin.quantity < line.quantity:
            CartLine.objects.filter(pk=twin.pk).update(quantity=line.quantity)
    guest_cart.delete()
    return len(arrived)


def _check_quantity(variant: Variant, quantity: int) -> None:
    if not 1 <= quantity <= MOST_PER_LINE:
        raise QuantityRefused(MOST_PER_LINE)
    if variant.available < quantity:
        raise OutOfStock(str(variant.colourway), variant.size, variant.available)
