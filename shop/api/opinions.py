"""The API of what buyers say: reading reviews, and thanking for one."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from accounts.callers import CallerRequest, anybody, customer_of, customers
from accounts.cursors import Page, Paged, page_of
from shop.models import Product, Review
from shop.opinions import SORTS
from shop.reviews import find_helpful, take_back_vote

reviews = Router(tags=["reviews"])
KINDS: dict[str, type] = {"helpful_count": int, "created_at": datetime, "rating": int, "pk": UUID}


class ReviewOut(Schema):
    id: UUID
    rating: int = Field(..., ge=1, le=5)
    title: str = Field(..., examples=["Softer with every wash"])
    body: str
    fit: str = Field("", description="small, true, large or nothing", examples=["true"])
    size: str = Field("", description="The size they bought.", examples=["M"])
    city: str = Field("", examples=["Pune"])
    is_verified: bool
    helpful_count: int = Field(..., examples=[4])
    created_at: datetime


class Which(Paged):
    stars: int | None = Field(None, ge=1, le=5)
    size: str = Field("", max_length=16, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["M"])
    has_photos: bool = False
    sort: Literal["helpful", "newest", "lowest", "highest"] = "helpful"


class Thanks(Schema):
    helpful_count: int = Field(..., examples=[5])


@reviews.get("/products/{slug:slug}/reviews", response=Page[ReviewOut], auth=anybody)
def list_reviews(request: CallerRequest, slug: str, which: Query[Which]) -> dict[str, Any]:
    """Published reviews of a style."""
    product = get_object_or_404(Product.objects.published(), slug=slug)
    found = Review.objects.filter(product=product).published()
    if which.stars:
        found = found.filter(rating=which.stars)
    if which.size:
        found = found.filter(size=which.size)
    if which.has_photos:
        found = found.filter(has_photos=True)
    by = (*SORTS[which.sort][1], "pk")
    kinds = [KINDS[column.lstrip("-")] for column in by]
    return page_of(found, which, lambda review: review, by=by, kinds=kinds)


@reviews.put("/reviews/{uuid:pk}/thanks", response=Thanks, auth=customers)
def thank(request: CallerRequest, pk: UUID) -> Review:
    """Find a review helpful; once is enough."""
    review = _published(pk)
    find_helpful(review, voter=str(customer_of(request).pk))
    return _published(pk)


@reviews.delete("/reviews/{uuid:pk}/thanks", response=Thanks, auth=customers)
def take_thanks_back(request: CallerRequest, pk: UUID) -> Review:
    review = _published(pk)
    take_back_vote(review, voter=str(customer_of(request).pk))
    return _published(pk)


def _published(pk: UUID) -> Review:
    return get_object_or_404(Review.objects.published().select_related("product"), pk=pk)
