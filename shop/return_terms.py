"""What may come back, until when and at what cost: the terms a piece is sold under.

An order line keeps them as they were when it was placed (`OrderLine.return_terms`); the policies
staff edit change only what is ordered later.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db.models import TextChoices

from shop.money import Money


class ReturnReason(TextChoices):
    """Why something comes back, as customers say it."""

    TOO_SMALL = "too_small", "Too small"
    TOO_LARGE = "too_large", "Too large"
    NOT_AS_SHOWN = "not_as_shown", "Not as shown"
    DAMAGED = "damaged", "Arrived damaged"
    WRONG_ITEM = "wrong_item", "Wrong item sent"
    CHANGED_MIND = "changed_mind", "Changed my mind"


class FitPart(TextChoices):
    """Where it does not fit."""

    CHEST = "chest", "Chest"
    WAIST = "waist", "Waist"
    HIPS = "hips", "Hips"
    SHOULDERS = "shoulders", "Shoulders"
    SLEEVES = "sleeves", "Sleeves"
    LENGTH = "length", "Length"
    WIDTH = "width", "Width"
    ALL_OVER = "all_over", "All over"


OUR_FAULT = frozenset({ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM})
FIT = frozenset({ReturnReason.TOO_SMALL, ReturnReason.TOO_LARGE})
ALL_REASONS = tuple(reason.value for reason in ReturnReason)


@dataclass(frozen=True)
class ReturnTerms:
    """How one piece may come back. The days count from the day the last parcel arrived."""

    window_days: int = 7
    is_final_sale: bool = False
    fee_minor: int = 0  # once per return, the highest of its pieces; never where it is our fault
    reasons: tuple[str, ...] = ALL_REASONS
    photo_reasons: tuple[str, ...] = (ReturnReason.DAMAGED.value, ReturnReason.WRONG_ITEM.value)
    needs_approval: bool = False
    has_pickup: bool = True
    has_drop_off: bool = True

    @staticmethod
    def read(column: Mapping[str, Any]) -> "ReturnTerms":
        """From what `column` wrote; what is not in it is as it always was."""
        known = {field.name for field in fields(ReturnTerms)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in column.items()
            if name in known
        }
        return ReturnTerms(**given)

    @property
    def column(self) -> dict[str, Any]:
        """As plain JSON, every part of it, so that no later default changes it."""
        return {n: list(v) if isinstance(v, tuple) else v for n, v in asdict(self).items()}

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor)

    @property
    def days(self) -> str:
        """Like “7 days”."""
        return "1 day" if self.window_days == 1 else f"{self.window_days} days"

    @property
    def is_free(self) -> bool:
        """Whether sending it back can cost the shopper nothing."""
        return not self.fee_minor and self.has_pickup

    @property
    def sentence(self) -> str:
        """The promise in one line, for whoever decides to buy."""
        if self.is_final_sale:
            return "Final sale: it cannot be returned"
        return f"Return within {self.days} of delivery{self._cost}"

    @property
    def _cost(self) -> str:
        if self.fee_minor:
            return f", {self.fee} per return"
        return ", pickup free" if self.has_pickup else ""


def promise_of(terms: Collection[ReturnTerms]) -> str:
    """What is promised about returning several pieces, in one sentence; empty of none."""
    days = {one.window_days for one in terms if not one.is_final_sale}
    if not days:
        return "Final sale: it cannot be returned" if terms else ""
    longest = ReturnTerms(window_days=max(days)).days
    said = f"{longest} to return" if len(days) == 1 else f"{min(days)} to {longest} to return"
    has_final = any(one.is_final_sale for one in terms)
    return f"{said}, but not what is a final sale" if has_final else said
