"""Reviews come from people who bought it: what proves that, and writing one."""

from accounts.models import User
from orders.errors import NotBought
from orders.models import Order, OrderLine
from shop.models import Product, Review, Variant
from shop.reviews import Draft, write_review


def find_purchase(user: User, product: Product) -> OrderLine | None:
    """The line of the latest order with this product in it that reached this customer."""
    bought = Order.objects.of(user).bought()
    variants = Variant.objects.filter(colourway__product=product)
    lines: list[OrderLine] = list(
        OrderLine.objects.filter(
            order__in=list(bought.values_list("pk", flat=True)),
            delivered_quantity__gte=1,
            variant__in=list(variants.values_list("pk", flat=True)),
        ).select_related("order")
    )
    return max(
        lines, key=lambda line: line.order.delivered_at or line.order.placed_at, default=None
    )


def review_purchase(user: User, product: Product, draft: Draft) -> Review:
    """Write a verified review with the size bought last; staff read it before it is shown.

    Replaces the customer's earlier one. Raises NotBought before it was delivered to them.
    """
    line = find_purchase(user, product)
    if line is None:
        raise NotBought(product.name)
    return write_review(product, draft, user=user, size=line.size)
