"""Passwords, for who wants one: long, never a guess, and every other session ends when it changes.

No rules on signs. What is refused is what a guessing program tries first: words of the list of
common passwords that Django bundles, in rows of up to three, with digits, doubled, or as keys
lie on a keyboard.
"""

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.sign_ins import end_everywhere

LEAST, MOST = 12, 128
MOST_PIECES = 3  # more words than that are a sentence, which nobody guesses
SHORTEST_WORD = 3
LOOKS_LIKE = str.maketrans("@430157$!", "aaeoistsi")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz")
OF_THE_SHOP = frozenset({"vastra", "kurta", "saree", "india", "bharat"})


class LengthValidator:
    """Twelve signs at least, 128 at most; any sign counts."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < LEAST:
            raise ValidationError(f"Use {LEAST} characters or more; a few words will do.")
        if len(password) > MOST:
            raise ValidationError(f"Use {MOST} characters at most.")

    def get_help_text(self) -> str:
        return f"{LEAST} characters or more; a few words will do."


class GuessableValidator:
    """Refuses what is made of up to three pieces that everybody guesses."""

    def validate(self, password: str, user: User | None = None) -> None:
        if is_guessable(password):
            raise ValidationError("This one is among the first to be guessed. Use other words.")

    def get_help_text(self) -> str:
        return "No common password, nor one with digits behind it."


def set_password(user: User, password: str) -> None:
    """Give the user this password and end every session; ValidationError for one too weak.

    Who is at the page stays: their view signs its session anew.
    """
    password_validation.validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_everywhere(user)


def remove_password(user: User) -> None:
    """Leave codes as the way in, and end every session. Does nothing twice."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_everywhere(user)


def is_guessable(password: str) -> bool:
    """Whether up to three common pieces make all of it, however they are disguised."""
    plain = re.sub(r"[\s\-_.,;:#*+/\\]", "", password.lower())
    return any(
        _fewest_pieces(written) <= MOST_PIECES for written in (plain, plain.translate(LOOKS_LIKE))
    )


def _fewest_pieces(text: str) -> float:
    """How few common pieces make the text, by the fewest that make each of its beginnings."""
    fewest: list[float] = [0, *[float("inf")] * len(text)]
    for end in range(1, len(text) + 1):
        for start in range(end - 1, -1, -1):
            if fewest[start] + 1 < fewest[end] and _is_common(text[start:end]):
                fewest[end] = fewest[start] + 1
    return fewest[len(text)]


def _is_common(piece: str) -> bool:
    if piece.isdigit():
        return True
    if len(set(piece)) == 1:
        return True
    return len(piece) >= SHORTEST_WORD and (
        piece in _common() or _is_along_a_row(piece) or _is_repeated(piece)
    )


def _is_along_a_row(piece: str) -> bool:
    return any(piece in row or piece in row[::-1] for row in ROWS)


def _is_repeated(piece: str) -> bool:
    """Abcabcabc: the text lies within itself doubled, other than at its ends."""
    again = (piece + piece).find(piece, 1)
    return 0 < again < len(piece) and (again <= SHORTEST_WORD or _is_common(piece[:again]))


@cache
def _common() -> frozenset[str]:
    path = Path(str(password_validation.CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines) | OF_THE_SHOP
