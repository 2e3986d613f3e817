"""What the shop refuses from placing an order to paying it back."""

from accounts.errors import Refusal
from shop.money import Money

CASH_GOES_BACK_BY_HAND = "Paid in cash at the door: a person pays it back, by UPI or bank transfer."


class CartIsEmpty(Refusal):
    def __init__(self) -> None:
        super().__init__("Your bag is empty.")


class PageOutOfDate(Refusal):
    """The form was rendered for something else: another person's bag, another order."""

    def __init__(self) -> None:
        super().__init__("This page is out of date. Go back, open it again and send it once more.")


class TotalChanged(Refusal):
    """The total moved between the page and the click; the shopper confirms the new one first."""

    def __init__(self, *, shown: Money, now: Money, because: str = "") -> None:
        self.shown, self.now, self.because = shown, now, because
        changed = f"The total changed from {shown} to {now}. Check it and place the order again."
        super().__init__(f"{because} {changed}".strip())


class CashNotOffered(Refusal):
    """This order, or this shopper, may not pay in cash at the door just now."""


class StillDeciding(Refusal):
    """The bank has not said yet whether an online payment goes through."""

    def __init__(self) -> None:
        super().__init__(
            "Your bank is still deciding about your payment. Wait for it before you pay another "
            "way, so that you do not pay twice."
        )


class PaidInCash(Refusal):
    """No gateway can give cash back; a person does."""

    def __init__(self) -> None:
        super().__init__(CASH_GOES_BACK_BY_HAND)


class PaidOnline(Refusal):
    """A refund to be sent by the gateway was to be paid by hand: it would be paid twice."""

    def __init__(self) -> None:
        super().__init__("This was paid online, so Razorpay pays it back. Try it again instead.")


class OwnRefund(Refusal):
    """Who asked for a refund is not who lets it go."""

    def __init__(self) -> None:
        super().__init__("You asked for this refund, so somebody else has to approve it.")


class MayNotApprove(Refusal):
    def __init__(self) -> None:
        super().__init__("You may not approve refunds. Ask somebody who may.")


class RequesterUnknown(Refusal):
    """A refund that a second person has to approve was asked for by nobody in particular."""

    def __init__(self) -> None:
        super().__init__("A refund of this size is asked for by somebody who is signed in.")


class MayNotPay(Refusal):
    def __init__(self) -> None:
        super().__init__("You may not read where refunds are paid to. Ask somebody who pays them.")


class AccountForgotten(Refusal):
    """There is no account of the customer to read."""

    def __init__(self) -> None:
        super().__init__("No account is kept for this order. Ask the customer for one.")


class NotPayable(Refusal):
    """The order is no longer waiting for money."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(f"This order is {status.lower()}; there is nothing to pay.")


class PaymentNotProven(Refusal):
    """What came back from the pay page does not prove a payment of this order."""

    def __init__(self) -> None:
        super().__init__(
            "We could not confirm this payment. If money left your account, it is safe: "
            "we check with the bank and update this page."
        )


class NotCancellable(Refusal):
    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(f"This order is {status.lower()} and can no longer be cancelled.")


class NotPackable(Refusal):
    """More of a line was to be packed than is left of it."""

    def __init__(self, *, asked: int, left: int, name: str) -> None:
        self.asked, self.left = asked, left
        super().__init__(f"{asked} of {name} cannot be packed: {left} left to pack.")


class NothingToPack(Refusal):
    def __init__(self) -> None:
        super().__init__("Choose at least one piece to pack.")


class MoreThanCameBack(Refusal):
    """More of a line was said to be for sale again than lay in the parcel."""

    def __init__(self, *, asked: int, most: int, name: str) -> None:
        self.asked, self.most = asked, most
        super().__init__(f"{asked} of {name} cannot be for sale again: {most} came back.")


class ShipOneByOne(Refusal):
    """Each parcel has its own label, so several are never shipped with one number."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} parcels wait: ship each with the number on its own label.")


class NotRefundable(Refusal):
    """More was to be paid back than was paid and not yet paid back."""

    def __init__(self, *, asked: Money, left: Money) -> None:
        self.asked, self.left = asked, left
        super().__init__(f"{asked} cannot be refunded: {left} of this order is left to refund.")


class NotBought(Refusal):
    """Only a style that was delivered to them lets a customer review it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            "Reviews come from people who bought it. "
            f"You can write one once an order with the {name} was delivered to you."
        )
