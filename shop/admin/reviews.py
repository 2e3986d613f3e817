"""Reviews: staff publish or hide them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from shop.admin.looks import YES_NO
from shop.models import Review
from shop.reviews import hide_review, publish_review

PUBLISH = Move(
    "publish",
    "Publish",
    lambda review, by: publish_review(review),
    is_legal=lambda review: not review.is_published,
    said=lambda review: "Published, and counted in the stars of its product.",
)
HIDE = Move(
    "hide",
    "Hide",
    lambda review, by: hide_review(review),
    is_legal=lambda review: review.is_published,
    said=lambda review: "Hidden, and out of the stars of its product.",
)


@admin.register(Review)
class ReviewAdmin(DeskAdmin):
    moves = (PUBLISH, HIDE)
    list_display = (
        "title",
        "stars",
        "published",
        "product",
        "size",
        "city",
        "is_verified",
        "created_at",
    )
    list_filter = ("is_published", "is_verified", "created_at")
    list_select_related = ("product",)
    search_fields = ("title", "body", "product__name")
    actions = ("publish", "hide")
    fields = (
        ("product", "stars"),
        "title",
        "body",
        ("size", "fit"),
        ("city", "is_verified"),
        ("created_at", "is_published"),
    )
    readonly_fields = ("stars",)

    @display(description="Stars", ordering="rating")
    def stars(self, review: Review) -> str:
        return "★" * review.rating + "☆" * (5 - review.rating)

    @display(description="Shown", label=YES_NO, ordering="is_published")
    def published(self, review: Review) -> tuple[bool, str]:
        return review.is_published, "Published" if review.is_published else "Hidden"

    @admin.action(description="Publish", permissions=["move"])
    def publish(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self.move_each(request, reviews, PUBLISH)

    @admin.action(description="Hide", permissions=["move"])
    def hide(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self.move_each(request, reviews, HIDE)
