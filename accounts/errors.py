"""What the shop may refuse, worded once for page, admin and shell alike."""

from typing import Any


class Refusal(Exception):
    """The shop understood and says no; `str()` is the sentence people read. Nothing changed."""


class IllegalTransition(Refusal):
    """A row was asked to move where its transition table does not lead."""

    def __init__(self, row: Any, *, old: str, new: str) -> None:
        self.row, self.old, self.new = row, old, new
        super().__init__(f"{row} is {old}; it cannot become {new}.")
