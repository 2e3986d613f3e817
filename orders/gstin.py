"""GSTINs: what a business is called by the tax office, with a check digit of its own."""

import re

_SHAPE = re.compile(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", re.ASCII)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def parse_gstin(written: str) -> str:
    """The fifteen characters, however they were spaced; ValueError in words for anything else.

    The last one is the GSTN's check digit: each of the first fourteen counts once or twice by
    turns, in base 36, and the digits of every product are added.
    """
    gstin = re.sub(r"[\s-]", "", written).upper()
    if not _SHAPE.fullmatch(gstin):
        raise ValueError("Enter the 15 characters of your GSTIN, like 27AAPFU0939F1ZV.")
    if check_digit(gstin[:14]) != gstin[14]:
        raise ValueError("This GSTIN has a slip in it: its last character does not fit the others.")
    return gstin


def check_digit(first: str) -> str:
    total = 0
    for place, character in enumerate(first):
        product = _DIGITS.index(character) * (1 + place % 2)
        total += product // 36 + product % 36
    return _DIGITS[-total % 36]
