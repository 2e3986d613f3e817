"""In which font words are printed: ours for Latin letters, one for each script of India."""

from collections.abc import Callable
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"
LATIN = "Anek"
SCRIPTS = {
    "Devanagari": range(0x900, 0x980),
    "Bangla": range(0x980, 0xA00),
    "Gurmukhi": range(0xA00, 0xA80),
    "Gujarati": range(0xA80, 0xB00),
    "Odia": range(0xB00, 0xB80),
    "Tamil": range(0xB80, 0xC00),
    "Telugu": range(0xC00, 0xC80),
    "Kannada": range(0xC80, 0xD00),
    "Malayalam": range(0xD00, 0xD80),
}
JOINERS = "\u200c\u200d"  # they shape their neighbours and are not seen
NOT_PRINTED = "[in letters we cannot print]"


@cache
def learn(name: str, file: str) -> TTFont:
    """The font of this file, known to the PDFs by this name."""
    font = TTFont(name, FONTS / f"{file}.ttf")
    pdfmetrics.registerFont(font)
    return font


def is_latin(said: str) -> bool:
    """Whether all of it is printed in our own font, as it is."""
    return all(map(_has(LATIN, "anek-regular"), said))


def in_fonts(said: str) -> str:
    """The words as markup, each in a font that has all its letters; what none has is said to be
    missing. A word is never split between fonts: it is shaped in one.
    """
    return " ".join(_marked(font, " ".join(some)) for font, some in groupby(said.split(), _font_of))


def escaped(said: str) -> str:
    """Names and addresses are words, never markup."""
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marked(font: str, words: str) -> str:
    if font == LATIN:
        return escaped(words)
    if not font:
        return escaped(NOT_PRINTED)
    return f'<font name="{font}">{escaped(words)}</font>'


def _font_of(word: str) -> str:
    """The name of the font that has every letter of the word; empty when none has."""
    if is_latin(word):
        return LATIN
    script = next((name for letter in word for name in SCRIPTS if ord(letter) in SCRIPTS[name]), "")
    if not script:
        return ""
    font = f"Anek-{script}"
    return font if all(map(_has(font, font.lower()), word)) else ""


@cache
def _has(name: str, file: str) -> Callable[[str], bool]:
    """Whether this font has a letter."""
    letters = learn(name, file).face.charToGlyph
    return lambda letter: ord(letter) in letters or letter in JOINERS or letter.isspace()
