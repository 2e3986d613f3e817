"""Reviews: staff read them with their photos, and publish or hide them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from unfold.decorators import display

from accounts.desk import DeskAdmin, Move
from shop.models import Review
from shop.photos import open_photo
from shop.reviews import hide_review, publish_review

STATUS_COLOURS = {"waiting": "warning", "published": "success", "hidden": ""}

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
    is_legal=lambda review: review.status != "hidden",
    said=lambda review: "Hidden, and out of the stars of its product.",
)


class StatusFilter(admin.SimpleListFilter):
    """By where a review stands, under the name the navigation uses for every queue."""

    title = "status"
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("published", "Published"), ("hidden", "Hidden")]

    def queryset(self, request: HttpRequest, reviews: QuerySet[Review]) -> QuerySet[Review]:
        match self.value():
            case "waiting":
                return reviews.filter(decided_at=None)
            case "published":
                return reviews.filter(is_published=True)
            case "hidden":
                return reviews.exclude(decided_at=None).filter(is_published=False)
        return reviews


@admin.register(Review)
class ReviewAdmin(DeskAdmin):
    moves = (PUBLISH, HIDE)
    list_display = ("summary", "stars", "shown_status", "product", "size", "city", "created_at")
    list_filter = (StatusFilter, "rating", "has_photos", "is_verified", "created_at")
    list_select_related = ("product",)
    search_fields = ("title", "body", "product__name")
    actions = ("publish", "hide")
    fields = (
        ("product", "stars"),
        "title",
        "body",
        "pictures",
        ("size", "fit"),
        ("city", "is_verified"),
        ("created_at", "stands", "decided_at"),
        "helpful_count",
    )
    readonly_fields = ("stars", "pictures", "stands", "decided_at", "helpful_count")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.photo_view)
        photo = path("<uuid:pk>/photo/<int:place>/", view, name="shop_review_photo")
        return [photo, *super().get_urls()]

    def photo_view(self, request: HttpRequest, pk: Any, place: int) -> FileResponse:
        """A photo before it is public, for staff who may see reviews."""
        review = self.get_object(request, str(pk))
        if review is None or not self.has_view_permission(request, review):
            raise Http404
        if place >= len(review.photos):
            raise Http404
        return FileResponse(open_photo(review.photos[place]), content_type="image/jpeg")

    @display(description="Review", header=False)
    def summary(self, review: Review) -> str:
        """Its title, then enough of its words to decide on most of them from the list."""
        photos = len(review.photos)
        return format_html(
            '<span class="desk-row"><span>{}<small>{}{}</small></span></span>',
            review.title,
            Truncator(review.body).chars(140),
            f" · {photos} photo{'s' if photos > 1 else ''}" if photos else "",
        )

    @display(description="Stars", ordering="rating")
    def stars(self, review: Review) -> str:
        return "★" * review.rating + "☆" * (5 - review.rating)

    @display(description="Status", label=STATUS_COLOURS, ordering="decided_at")
    def shown_status(self, review: Review) -> tuple[str, str]:
        return review.status, review.status.capitalize()

    @display(description="Status")
    def stands(self, review: Review) -> str:
        return review.status.capitalize()

    @display(description="Photos")
    def pictures(self, review: Review) -> str:
        """Big enough to see what is on them; each opens by itself."""
        if not review.photos:
            return "None"
        places = range(len(review.photos))
        rows = [(reverse("admin:shop_review_photo", args=[review.pk, n]), n + 1) for n in places]
        images = format_html_join(
            "", '<a href="{0}"><img src="{0}" alt="Photo {1} of the review"></a>', rows
        )
        return format_html('<span class="desk-photos" data-size="big">{}</span>', images)

    @admin.action(description="Publish", permissions=["move"])
    def publish(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self.move_each(request, reviews, PUBLISH)

    @admin.action(description="Hide", permissions=["move"])
    def hide(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self.move_each(request, reviews, HIDE)
