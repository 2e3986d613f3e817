"""The catalogue's dice: the same words always throw the same number, on every machine."""

from hashlib import sha256


def draw(*words: str, sides: int) -> int:
    """A number from 0 to `sides` - 1; sha256, because `hash()` changes from run to run."""
    digest = sha256("|".join(words).encode()).digest()
    return int.from_bytes(digest[:8], "big") % sides
