"""What buyers say of a product: staff publish or hide a review, the stars follow."""

from django.db.models import Avg, Count

from accounts.transactions import durable_transaction
from shop.models import Product, Review


@durable_transaction
def publish_review(review: Review) -> None:
    """Show a review on its product and count it there. Idempotent."""
    _show(review, is_published=True)


@durable_transaction
def hide_review(review: Review) -> None:
    """Take a review off its product and out of its stars. Idempotent."""
    _show(review, is_published=False)


def _show(review: Review, *, is_published: bool) -> None:
    # The product first: two reviews of one product, published at once, are counted one after the
    # other. (SQLite has one writer; on MongoDB the second meets a conflict and is run again.)
    product = Product.objects.select_for_update().get(pk=review.product_id)
    Review.objects.filter(pk=review.pk).update(is_published=is_published)
    review.is_published = is_published
    refresh_rating(product)


def refresh_rating(product: Product) -> None:
    """Recompute the stars of a product from its published reviews: tenths, halves rounded up.

    Called in the transaction that changed a review; zero when none is published.
    """
    published = Review.objects.filter(product=product).published()
    found = published.aggregate(average=Avg("rating"), count=Count("pk"))
    Product.objects.filter(pk=product.pk).update(
        rating_tenths=int((found["average"] or 0) * 10 + 0.5), review_count=found["count"]
    )
