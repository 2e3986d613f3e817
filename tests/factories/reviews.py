"""Reviews, written and decided by the operations themselves."""

from typing import Any

from accounts.models import User
from orders.reviewing import review_purchase
from shop.models import Product, Review, Variant
from shop.reviews import Draft, publish_review
from tests.factories.catalogue import make_variant
from tests.factories.orders import delivered_order
from tests.factories.people import make_customer


def written_review(
    variant: Variant | None = None, *, user: User | None = None, **said: Any
) -> Review:
    """By a customer to whom it was delivered; waits for staff."""
    variant, user = variant or make_variant(), user or make_customer()
    product: Product = variant.colourway.product
    delivered_order(variant, user=user)
    return review_purchase(user, product, Draft(**{"rating": 4, "title": "Soft cotton", **said}))


def published_review(variant: Variant | None = None, **said: Any) -> Review:
    review = written_review(variant, **said)
    publish_review(review)
    return review
