"""What the shop keeps about people, copied for them and forgotten with them."""

from typing import Any

from accounts.models import User
from accounts.personal import Keeper, register
from accounts.transactions import durable_transaction
from shop.models import Cart, CouponTally, Review, ReviewVote, StockAlert, Wishlist
from shop.photos import forget_photos


def copy_shop(user: User) -> dict[str, Any]:
    cart = Cart.objects.filter(user=user).first()
    wishlist = Wishlist.objects.filter(user=user).first()
    return {
        "bag": [
            {"sku": line.variant.sku, "quantity": line.quantity}
            for line in (cart.lines.select_related("variant") if cart else [])
        ],
        "wishlist": [str(item.colourway) for item in (wishlist.items.all() if wishlist else [])],
        "reviews": [
            {
                "product": review.product.name,
                "rating": review.rating,
                "title": review.title,
                "body": review.body,
                "city": review.city,
                "written_at": review.created_at,
            }
            for review in Review.objects.filter(user=user).select_related("product")
        ],
        "alerts": [
            {"sku": alert.variant.sku, "asked_at": alert.created_at, "told_at": alert.told_at}
            for alert in _alerts_of(user).select_related("variant")
        ],
    }


def _alerts_of(user: User) -> Any:
    return StockAlert.objects.filter(email=user.email or "nobody")


def erase_shop(user: User) -> None:
    """Bag, wishlist, alerts and photos go; what a review says of the cloth stays, nobody's."""
    for review in Review.objects.filter(user=user).exclude(photos=[]):
        forget_photos(review.photos)
    _erase_rows(user)


@durable_transaction
def _erase_rows(user: User) -> None:
    Cart.objects.filter(user=user).delete()
    Wishlist.objects.filter(user=user).delete()
    _alerts_of(user).delete()
    ReviewVote.objects.filter(voter=str(user.pk)).update(voter=f"gone:{user.pk.hex[:24]}")
    CouponTally.objects.filter(customer=user.phone or "nobody").delete()
    Review.objects.filter(user=user).update(user=None, city="", photos=[], has_photos=False)


register(
    Keeper("shop", copy_shop, erase_shop, stays="Your reviews stay, without your name and photos.")
)
