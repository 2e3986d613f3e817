"""The API of writing reviews: who bought it may say how it was."""

from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Status

from accounts.callers import CallerRequest, customer_of, customers
from accounts.keys import once_per_key
from accounts.limits import REVIEW, check_limit
from accounts.problems import trouble_of
from accounts.shapes import Asked, Whole, lines, words
from orders.forms import ReviewForm
from orders.reviewing import review_purchase
from shop.api.opinions import ReviewOut
from shop.models import Product

own_reviews = Router(tags=["reviews"])


class ReviewIn(Asked):
    """What a buyer says; photos are sent on the page."""

    rating: Annotated[Whole, Field(ge=1, le=5, examples=[5])]
    title: Annotated[str, words(80, least=1), Field(examples=["Softer with every wash"])]
    body: Annotated[str, lines(2000)] = ""
    fit: Literal["", "small", "true", "large"] = ""
    city: Annotated[str, words(60), Field(examples=["Pune"])] = ""


@own_reviews.post("/products/{slug:slug}/reviews", response={202: ReviewOut}, auth=customers)
@once_per_key
def write_review(request: CallerRequest, slug: str, sent: ReviewIn) -> Status:
    """Say how it was; staff read it before it is shown. Replaces what one said before."""
    check_limit(REVIEW, request.auth.name)
    product = get_object_or_404(Product.objects.published(), slug=slug)
    form = ReviewForm({**sent.model_dump(), "rating": str(sent.rating)})
    if not form.is_valid():
        raise trouble_of(form)
    return Status(202, review_purchase(customer_of(request), product, form.draft()))
