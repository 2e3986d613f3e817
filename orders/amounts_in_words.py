"""Sums in words, as India counts: thousand, lakh, crore."""

from collections.abc import Iterator

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_GROUPS = ((1_00_00_000, "crore"), (1_00_000, "lakh"), (1_000, "thousand"), (100, "hundred"))


def rupees_in_words(minor: int) -> str:
    """Like “Rupees two lakh four thousand and fifty paise only”. ValueError below zero."""
    if minor < 0:
        raise ValueError(f"No words for {minor}")
    rupees, paise = divmod(minor, 100)
    end = f" and {number_in_words(paise)} paise only" if paise else " only"
    return f"Rupees {number_in_words(rupees)}{end}"


def number_in_words(number: int) -> str:
    """A whole number from zero on."""
    return " ".join(_words(number)) or _SMALL[0]


def _words(number: int) -> Iterator[str]:
    for size, name in _GROUPS:
        count, number = divmod(number, size)
        if count:
            yield f"{number_in_words(count)} {name}"
    if number >= 20:
        tens, number = divmod(number, 10)
        yield _TENS[tens] + (f"-{_SMALL[number]}" if number else "")
    elif number:
        yield _SMALL[number]
