"""What the shop may refuse, worded once for page, admin and shell alike."""

import math
from typing import Any


class Refusal(Exception):
    """The shop understood and says no; `str()` is the sentence people read. Nothing changed."""


class IllegalTransition(Refusal):
    """A row was asked to move where its transition table does not lead."""

    def __init__(self, row: Any, *, old: str, new: str) -> None:
        self.row, self.old, self.new = row, old, new
        super().__init__(f"{row} is {old}; it cannot become {new}.")


def in_words(seconds: float) -> str:
    """A wait as people say it, never shorter than it is."""
    if seconds <= 90:
        whole = max(1, math.ceil(seconds))
        return "1 second" if whole == 1 else f"{whole} seconds"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minutes" if minutes <= 90 else f"{math.ceil(minutes / 60)} hours"


class OverBudget(Refusal):
    """Something was done as often as it may be; `seconds` later it may be done again."""

    def __init__(self, what: str, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"{what} Try again in {in_words(seconds)}.")


class WrongCode(Refusal):
    """The digits are others; `tries_left` says how often one may still try with this code."""

    def __init__(self, tries_left: int) -> None:
        self.tries_left = tries_left
        tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
        super().__init__(
            f"That is not the code we sent. {tries} left."
            if tries_left
            else "That was not the code, three times. Ask for another one."
        )


class CodeGone(Refusal):
    """There is no code to compare with: none was sent, or it is too old."""

    def __init__(self) -> None:
        super().__init__("This code is no longer good. Ask for another one.")


class ContactTaken(Refusal):
    """Somebody else signs in with this e-mail or phone; said only to who proved it is theirs."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Another account has this {what}. Sign in with it instead.")


class NotUndone(Refusal):
    """What was removed cannot be put back any more."""

    def __init__(self) -> None:
        super().__init__("This can no longer be undone.")
