"""What the shop refuses while browsing, bagging and pricing."""

from uuid import UUID

from accounts.errors import Refusal


class OutOfStock(Refusal):
    """Fewer are left than were asked for.

    `sold_out` is the variant of which none are left, when the database itself said so.
    `is_first_try`: it was refused unasked, and the form it is about was never sent before.
    """

    def __init__(
        self,
        name: str,
        size: str,
        available: int,
        *,
        sold_out: UUID | None = None,
        is_first_try: bool = False,
    ) -> None:
        self.name, self.size, self.available = name, size, available
        self.sold_out, self.is_first_try = sold_out, is_first_try
        left = (
            f"Only {available} left in {size}" if available else f"The last {size} was just bought"
        )
        super().__init__(f"{left}: {name}.")


class NotForSale(Refusal):
    """The style was switched off after it was seen or bagged."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is no longer sold. Remove it to go on.")


class QuantityRefused(Refusal):
    """A quantity that is no whole number from 1 to the most one line may hold."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"Choose a quantity from 1 to {most}.")


class CountRefused(Refusal):
    """Staff's count cannot be true: more are held than were counted, or it changed meanwhile."""

    def __init__(self, *, counted: int, held: int) -> None:
        self.counted, self.held = counted, held
        super().__init__(
            f"{held} are held for placed orders, so it cannot be {counted}."
            if held > counted
            else "The stock changed while you counted. Look again, then count again."
        )


class NotServed(Refusal):
    """No courier of ours goes to this PIN code yet."""

    def __init__(self, pin: str) -> None:
        self.pin = pin
        super().__init__(f"We don't deliver to {pin} yet.")


class NoExpress(Refusal):
    """Express delivery was chosen for a PIN code that has none, or has it no longer."""

    def __init__(self, pin: str) -> None:
        self.pin = pin
        super().__init__(f"Express delivery does not reach {pin}. Choose standard delivery.")


class PictureNotKept(Refusal):
    """The picture could not be stored where pictures are kept."""

    def __init__(self) -> None:
        super().__init__(
            "The picture could not be stored just now, so nothing was changed. "
            "Try again in a minute."
        )


class OtherStyle(Refusal):
    """A line may change its size, not become another style or colour."""

    def __init__(self) -> None:
        super().__init__("Choose one of the sizes of this style.")


class UnknownCode(Refusal):
    """No coupon has this code; nothing about any coupon is told."""

    def __init__(self) -> None:
        super().__init__("We don't know this code.")


class CouponSpent(Refusal):
    """The last use of the coupon went to somebody else between the page and the click."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"{code} was used up just now. Check the new total and place the order again."
        )


class StyleGone(Refusal):
    """What should be saved was never there, or is shown no longer."""

    def __init__(self) -> None:
        super().__init__("This style is no longer sold.")


class WishlistFull(Refusal):
    """As much is saved as one wishlist holds."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"A wishlist holds {most} styles. Remove one to save another.")


class SizeNotChosen(Refusal):
    """No size was named, or one that this colour does not have."""

    def __init__(self) -> None:
        super().__init__("Choose a size.")


class StillInStock(Refusal):
    """Somebody wants to hear when a size is back that is there."""

    def __init__(self, size: str) -> None:
        self.size = size
        super().__init__(f"{size} is in stock now. You can put it in your bag.")


class LinkExpired(Refusal):
    """A link of a message that does nothing any more, or never did."""

    def __init__(self) -> None:
        super().__init__("This link does nothing any more. Ask again on the product's page.")


class ReviewRewritten(Refusal):
    """Its writer replaced the review after staff opened it."""

    def __init__(self) -> None:
        super().__init__("Its writer has changed it meanwhile. Read the new one first.")


class OwnReview(Refusal):
    def __init__(self) -> None:
        super().__init__("You wrote this review, so its thanks are for others to give.")
