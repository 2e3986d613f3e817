"""Reviews by customers of the demo shop: the first ones are published with their photos, the last
ones wait for whoever opens the back office.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from demo.catalogue import PRODUCTS, reviews_for
from demo.catalogue import Product as Style
from demo.catalogue.draw import draw
from demo.catalogue.reviews import OPINIONS
from demo.catalogue.reviews.opinion import Opinion
from demo.people import SHOPPER
from demo.seed.catalogue import FIT
from demo.seed.pictures import stand_in_photo
from orders.models import OrderLine
from orders.states import OrderStatus
from shop.models import Review
from shop.photos import keep_photos, show_photos
from shop.reviews import refresh_rating

PUBLISHED, WAITING = 12, 5
WORN_FOR = timedelta(days=2)


@transaction.atomic
def let_buyers_write(*, now: datetime) -> None:
    """One review from each of some customers whose parcel came; written once."""
    if Review.objects.exclude(user=None).exists():
        return
    for place, (line, opinion) in enumerate(islice(_buyers(now), PUBLISHED + WAITING)):
        review = _written(line, opinion, has_photo=place % 3 != 1)
        if place < PUBLISHED:
            review.is_published, review.decided_at = True, review.created_at
            show_photos(review.photos)
        review.save(force_insert=True)
        refresh_rating(review.product)


def _buyers(now: datetime) -> Iterator[tuple[OrderLine, Opinion]]:
    """Who bought a style of ours and had time to wear it, the longest ago first; each once.

    The visitor's own account is left out, so that they can try it.
    """
    styles = {style.slug: style for style in PRODUCTS}
    lines = (
        OrderLine.objects.filter(
            order__status=OrderStatus.DELIVERED, order__delivered_at__lt=now - WORN_FOR, position=0
        )
        .select_related("order__user", "variant__colourway__product")
        .order_by("order__delivered_at", "order__number")
    )
    seen = set()
    for line in lines:
        style = styles.get(line.variant.colourway.product.slug)
        if style and line.order.user_id not in seen and line.order.email != SHOPPER.email:
            seen.add(line.order.user_id)
            yield line, _opinion(style)


def _opinion(style: Style) -> Opinion:
    """Something that may be said of the style and was not said yet."""
    said = {review.title for review in reviews_for(style)}
    unsaid = [o for o in OPINIONS[style.category.slug] if o.title not in said]
    return unsaid[draw(style.slug, "written", sides=len(unsaid))]


def _written(line: OrderLine, opinion: Opinion, *, has_photo: bool) -> Review:
    photo = stand_in_photo(line.picture.get("key", "")) if has_photo else None
    return Review(
        product=line.variant.colourway.product,
        user=line.order.user,
        rating=opinion.rating,
        title=opinion.title,
        body=opinion.body,
        fit=FIT[opinion.fit],
        size=line.size,
        city=line.order.city,
        is_verified=True,
        photos=keep_photos([photo] if photo else []),
        has_photos=photo is not None,
        created_at=line.order.delivered_at + WORN_FOR,
    )
