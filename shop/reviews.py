"""What buyers say of a product: written, published or hidden by staff, found helpful by others.

Files are never written or removed inside a transaction: photos are made public just before their
review is, and taken away right after it is hidden.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.db.models import Count, F
from django.utils import timezone

from accounts.models import User
from accounts.transactions import durable_transaction
from shop.catalogue import refresh_listing, touch_product
from shop.errors import OwnReview, ReviewRewritten
from shop.models import Product, Review, ReviewVote
from shop.photos import forget_photos, keep_photos, show_photos, withdraw_photos


@dataclass(frozen=True)
class Draft:
    """What a buyer wrote; photos are already re-encoded by `media.fresh_jpeg`.

    No new photos: those of the review it replaces stay, unless `drops_photos`.
    """

    rating: int
    title: str
    body: str = ""
    fit: str = ""
    city: str = ""
    photos: "Sequence[ContentFile[bytes]]" = field(default_factory=tuple)
    drops_photos: bool = False


def write_review(product: Product, draft: Draft, *, user: User, size: str) -> Review:
    """Keep what a buyer says until staff read it; the caller knows that they bought `size`.

    Replaces what the customer said of the product before. The new row has a key of its own and
    no votes: nobody has read it yet.
    """
    sent = keep_photos(draft.photos)
    try:
        try:
            review, replaced = _write(product, draft, user, size, sent)
        except IntegrityError:  # written from two tabs at once: the later one replaces the other
            review, replaced = _write(product, draft, user, size, sent)
    except BaseException:
        forget_photos(sent)
        raise
    withdraw_photos(replaced)
    forget_photos(set(replaced) - set(review.photos))
    return review


@durable_transaction
def _write(
    product: Product, draft: Draft, user: User, size: str, sent: list[str]
) -> tuple[Review, list[str]]:
    """The new review, and the photos of the one it replaced."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    old = Review.objects.filter(product=product, user=user).first()
    photos = sent or (list(old.photos) if old and not draft.drops_photos else [])
    if old is not None:
        old.delete()
    review = Review.objects.create(
        product=product,
        user=user,
        rating=draft.rating,
        title=draft.title,
        body=draft.body,
        fit=draft.fit,
        city=draft.city,
        size=size,
        is_verified=True,
        photos=photos,
        has_photos=bool(photos),
    )
    if old is not None and old.is_published:
        refresh_rating(product)
    return review, list(old.photos) if old else []


def publish_review(review: Review) -> None:
    """Show a review and its photos on its product and count it there. Idempotent.

    Raises ReviewRewritten when its writer replaced it since it was loaded.
    """
    try:
        show_photos(review.photos)
        _decide(review, is_published=True)
    except BaseException:
        withdraw_photos(review.photos)
        raise


def hide_review(review: Review) -> None:
    """Take a review off its product, out of its stars, and its photos off the net. Idempotent.

    Raises ReviewRewritten when its writer replaced it since it was loaded.
    """
    _decide(review, is_published=False)
    withdraw_photos(review.photos)


@durable_transaction
def _decide(review: Review, *, is_published: bool) -> None:
    # The product first: two reviews of one product, published at once, are counted one after the
    # other. (SQLite has one writer; on MongoDB the second meets a conflict and is run again.)
    product = Product.objects.select_for_update().get(pk=review.product_id)
    now = timezone.now()
    rows = Review.objects.filter(pk=review.pk)
    if not rows.update(is_published=is_published, decided_at=now):
        raise ReviewRewritten
    review.is_published, review.decided_at = is_published, now
    refresh_rating(product)


def refresh_rating(product: Product) -> None:
    """Recompute the stars and fits of a product from its published reviews.

    Called in the transaction that changed a review; zero when none is published.
    """
    published = Review.objects.filter(product=product).published().order_by()
    counts = published.values_list("rating", "fit").annotate(Count("pk"))
    Product.objects.filter(pk=product.pk).update(**summarise(counts))
    refresh_listing(product)


def summarise(counts: Iterable[tuple[int, str, int]]) -> dict[str, Any]:
    """A product's columns from how many gave so many stars and said so of the fit.

    The average is in tenths, halves rounded up.
    """
    stars: Counter[int] = Counter()
    fits = dict.fromkeys(Review.Fit.values, 0)
    for rating, fit, times in counts:
        stars[rating] += times
        if fit:
            fits[fit] += times
    total = stars.total()
    tenths = (20 * sum(n * times for n, times in stars.items()) + total) // (2 * total or 1)
    return {
        "rating_tenths": tenths,
        "review_count": total,
        "ratings": [stars[n] for n in range(1, 6)],
        "fits": fits,
    }


def find_helpful(review: Review, *, voter: str) -> None:
    """Count that this shopper found a published review helpful; once, however often they say so.

    Raises OwnReview for its writer.
    """
    if review.user_id and voter == str(review.user_id):
        raise OwnReview
    try:
        _vote(review, voter)
    except IntegrityError:
        return  # said twice at once: the other one is counted


@durable_transaction
def _vote(review: Review, voter: str) -> None:
    if ReviewVote.objects.filter(review=review, voter=voter).exists():
        return
    ReviewVote.objects.create(review=review, voter=voter)
    Review.objects.filter(pk=review.pk).update(helpful_count=F("helpful_count") + 1)
    touch_product(review.product_id)


@durable_transaction
def take_back_vote(review: Review, *, voter: str) -> None:
    """The shopper no longer says so. Idempotent."""
    count, _ = ReviewVote.objects.filter(review=review, voter=voter).delete()
    if count:
        Review.objects.filter(pk=review.pk).update(helpful_count=F("helpful_count") - count)
        touch_product(review.product_id)
