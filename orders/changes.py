"""What changed between the sum a page showed and the sum now, in words the shopper can check."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from shop.cart import news_of
from shop.models import CartLine
from shop.money import Money
from shop.pricing import Quote


@dataclass(frozen=True)
class Shown:
    """What a page said an order would cost, in paise, and of how many pieces.

    It travels in the form and comes back from the browser, so it may only be believed about what
    the shopper saw, never about what is true.
    """

    pieces: int
    items: int
    discount: int
    delivery: int
    cod_fee: int

    @staticmethod
    def of(quote: Quote, lines: Sequence[CartLine]) -> "Shown":
        amounts = (quote.items, quote.discount, quote.delivery, quote.cod_fee)
        return Shown(pieces_of(lines), *(amount.minor for amount in amounts))

    @staticmethod
    def read(written: str) -> "Shown | None":
        """From `str()`; None for anything else."""
        parts = written.split(".")
        if len(parts) != 5 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        return Shown(*(int(part[:18]) for part in parts))

    def __str__(self) -> str:
        return ".".join(map(str, astuple(self)))


def pieces_of(lines: Sequence[CartLine]) -> int:
    return sum(line.quantity for line in lines)


def is_no_worse(shown: Shown | None, lines: Sequence[CartLine]) -> bool:
    """Whether a lower sum than was shown needs no asking: it buys as many pieces as it did."""
    return shown is not None and shown.pieces == pieces_of(lines)


def what_changed(shown: Shown, quote: Quote, lines: Sequence[CartLine]) -> str:
    """Every part of the sum that is another one now, a sentence each."""
    now = Shown.of(quote, lines)
    said = [quote.why_not]
    if shown.pieces != now.pieces:
        said.append(f"Your bag holds {_pieces(now.pieces)} now, not {shown.pieces}.")
    elif shown.items != now.items:
        said.append(_what_became_of_prices(lines))
    if shown.discount != now.discount:
        said.append(_what_became_of_the_coupon(shown, quote))
    if shown.delivery != now.delivery:
        fee = f"costs {quote.delivery}" if quote.delivery else "is free"
        before = Money(shown.delivery) if shown.delivery else "free"
        said.append(f"Delivery {fee}, not {before}.")
    if shown.cod_fee != now.cod_fee:
        fee = f"adds {quote.cod_fee}" if quote.cod_fee else "adds nothing any more"
        said.append(f"Paying in cash at the door {fee}.")
    return " ".join(filter(None, said))


def _pieces(count: int) -> str:
    return "1 piece" if count == 1 else f"{count} pieces"


def _what_became_of_prices(lines: Sequence[CartLine]) -> str:
    news = [(line.variant.colourway.product.name, news_of(line)) for line in lines]
    told = [f"{name}: {said[0].lower()}{said[1:]}" for name, said in news if said]
    return " ".join(told) or "The prices of what is in your bag changed."


def _what_became_of_the_coupon(shown: Shown, quote: Quote) -> str:
    if quote.why_not:
        return ""  # said already
    if not quote.coupon:
        return f"The coupon that took off {Money(shown.discount)} does not apply any more."
    return f"{quote.coupon.code} takes off {quote.discount}, not {Money(shown.discount)}."
