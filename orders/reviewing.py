"""Reviews come from people who bought it: what proves that, and writing one."""

from accounts.models import User
from orders.errors import NotBought
from orders.models import Order, OrderLine
from orders.states import OrderStatus
from shop.models import Product, Review, Variant
from shop.reviews import Draft, write_review


def find_purchase(user: User, product: Product) -> OrderLine | None:
    """The line of the latest delivered order of this customer with this product in it."""
    delivered = Order.objects.of(user).filter(status=OrderStatus.DELIVERED)
    variants = Variant.objects.filter(colourway__product=product)
    lines: list[OrderLine] = list(
        OrderLine.objects.filter(
            order__in=list(delivered.values_list("pk", flat=True)),
            variant__in=list(variants.values_list("pk", flat=True)),
        ).select_related("order")
    )
    return max(
        lines, key=lambda line: line.order.delivered_at or line.order.placed_at, default=None
    )


def review_purchase(user: User, product: Product, draft: Draft) -> Review:
    """Write a verified review with the size bought last; staff read it before it is shown.

    Replaces the customer's earlier one. Raises NotBought before a delivered order of it.
    """
    line = find_purchase(user, product)
    if line is None:
        raise NotBought(product.name)
    return write_review(product, draft, user=user, size=line.size)
