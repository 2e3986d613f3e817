"""What buyers say: sample reviews for the demo shop, dealt to products by rule.

They belong to demo data only. A review is signed with a city, never with a name.
"""

from dataclasses import dataclass

from demo.catalogue.draw import draw
from demo.catalogue.products import days_on_sale
from demo.catalogue.reviews.anything import ANYTHING
from demo.catalogue.reviews.dresses import DRESSES
from demo.catalogue.reviews.hoodies import HOODIES
from demo.catalogue.reviews.jackets import JACKETS
from demo.catalogue.reviews.jeans import JEANS
from demo.catalogue.reviews.kurtas import KURTAS
from demo.catalogue.reviews.opinion import Opinion
from demo.catalogue.reviews.sarees import SAREES
from demo.catalogue.reviews.shirts import SHIRTS
from demo.catalogue.reviews.sneakers import SNEAKERS
from demo.catalogue.reviews.tees import TEES
from demo.catalogue.shapes import Colourway, Product

CITIES = (
    "Ahmedabad", "Bengaluru", "Bhopal", "Bhubaneswar", "Chandigarh", "Chennai", "Coimbatore",
    "Dehradun", "Delhi", "Gurugram", "Guwahati", "Hyderabad", "Indore", "Jaipur", "Kochi",
    "Kolkata", "Lucknow", "Mangaluru", "Mumbai", "Mysuru", "Nagpur", "Noida", "Panaji", "Patna",
    "Pune", "Raipur", "Ranchi", "Shillong", "Surat", "Thane", "Thiruvananthapuram", "Vadodara",
    "Varanasi", "Visakhapatnam",
)  # fmt: skip

# What may be said of each shelf. A saree has no size, so the talk of fit stays away from it.
OPINIONS: dict[str, tuple[Opinion, ...]] = {
    "kurtas": KURTAS + ANYTHING,
    "shirts": SHIRTS + ANYTHING,
    "tees": TEES + ANYTHING,
    "jeans": JEANS + ANYTHING,
    "dresses": DRESSES + ANYTHING,
    "sarees": SAREES,
    "jackets": JACKETS + ANYTHING,
    "hoodies": HOODIES + ANYTHING,
    "sneakers": SNEAKERS + ANYTHING,
}


@dataclass(frozen=True, slots=True)
class Review:
    """One opinion by one buyer: shown as "Verified buyer · Pune", with what was bought."""

    title: str
    body: str
    rating: int
    fit: str | None
    city: str
    colourway: Colourway
    size: str
    days_ago: int


def reviews_for(product: Product) -> list[Review]:
    """None to nine reviews, newest first, no opinion twice; the same on every run."""
    most = days_on_sale(product) // 8  # a new style has not been worn by many yet
    wanted = min(most, draw(product.slug, "how many", sides=10))

    def place(opinion: Opinion) -> int:
        return draw(product.slug, opinion.title, sides=2**60)

    opinions = sorted(OPINIONS[product.category.slug], key=place)[:wanted]
    reviews = [_review(product, opinion) for opinion in opinions]
    return sorted(reviews, key=lambda review: review.days_ago)


def _review(product: Product, opinion: Opinion) -> Review:
    def pick(what: str, sides: int) -> int:
        return draw(product.slug, opinion.title, what, sides=sides)

    # The first parcel took a week, so nobody wrote before that.
    days_of_writing = days_on_sale(product) - 7
    return Review(
        title=opinion.title,
        body=opinion.body,
        rating=opinion.rating,
        fit=opinion.fit,
        city=CITIES[pick("city", len(CITIES))],
        colourway=product.colourways[pick("colourway", len(product.colourways))],
        size=product.category.sizes[pick("size", len(product.category.sizes))],
        days_ago=1 + pick("days", days_of_writing),
    )
