"""The words of names and queries, made alike: small letters, no accents, one number."""

import re
import unicodedata

WORD = re.compile(r"[a-z0-9]+")
MOST_WORDS = 8


def words_of(text: str) -> list[str]:
    """The words of a text in order: “Kurtas, T-shirts” is kurta, t, shirt."""
    return [word for word, _ in spellings(text)]


def spellings(text: str) -> list[tuple[str, str]]:
    """The same, each with how it was written."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return [(singular(word), word) for word in WORD.findall(plain)]


def singular(word: str) -> str:
    """An English plural without its ending; both sides of a search go through it."""
    if len(word) < 4 or word.isdigit():
        return word
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
