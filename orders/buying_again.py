"""Buy again: what is still sold goes into the bag, and what is not is named."""

from dataclasses import dataclass

from accounts.errors import Refusal
from orders.models import Order
from shop.cart import add_to_cart
from shop.models import Cart


@dataclass(frozen=True)
class Again:
    """What of an old order lies in the bag now, and why each other piece does not, in words."""

    added: int
    refused: list[str]


def buy_again(order: Order, cart: Cart) -> Again:
    """Put the order's pieces into the bag at today's prices, under the rules of adding."""
    added, refused = 0, []
    for line in order.lines.all():
        try:
            add_to_cart(cart, line.variant_id, line.quantity)
        except Refusal as refusal:
            refused.append(str(refusal).replace(" Remove it to go on.", ""))
        else:
            added += line.quantity
    return Again(added, refused)
