"""What the label says on its front page, and the offers that run."""

from dataclasses import dataclass

from demo.catalogue.categories import KURTAS, SAREES, TEES
from demo.catalogue.shapes import Category


@dataclass(frozen=True, slots=True)
class Block:
    """The hero or the story; `product` is the slug of the style it shows."""

    kind: str
    headline: str
    text: str
    product: str
    category: Category
    button: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A coupon; money in whole rupees, `kind` in the shop's own words."""

    code: str
    title: str
    kind: str
    percent: int = 0
    rupees: int = 0
    at_most_rupees: int | None = None
    from_rupees: int = 0
    category: Category | None = None
    is_automatic: bool = False
    first_order_only: bool = False
    days: int | None = None  # how long it runs from the day of seeding
    customer_limit: int | None = None


BLOCKS: tuple[Block, ...] = (
    Block(
        kind="hero",
        headline="Printed in mud, dyed in indigo",
        text="",
        product="dabu-mud-resist-kurta",
        category=KURTAS,
        button="Shop kurtas",
    ),
    Block(
        kind="story",
        headline="Tied by hand, knot after knot",
        text=(
            "Gajji silk has a satin face that takes red well. The knots are tied in homes around "
            "Bhuj, then the whole length is dyed and pulled open. It arrives with some of the "
            "threads still in, so that you can see."
        ),
        product="bandhej-silk-saree",
        category=SAREES,
        button="Shop sarees",
    ),
)

OFFERS: tuple[Offer, ...] = (
    Offer(
        code="FESTIVE10",
        title="10% off from ₹1,499, up to ₹500",
        kind="percent",
        percent=10,
        at_most_rupees=500,
        from_rupees=1499,
        days=90,
        customer_limit=3,
    ),
    Offer(
        code="FIRST150",
        title="₹150 off your first order from ₹499",
        kind="flat",
        rupees=150,
        from_rupees=499,
        first_order_only=True,
        customer_limit=1,
    ),
    Offer(
        code="TEESFREE",
        title="Free delivery on tees from ₹999",
        kind="delivery",
        from_rupees=999,
        category=TEES,
        is_automatic=True,
    ),
)
