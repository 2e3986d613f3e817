"""Colours, type and space as the stylesheet states them, read from it so that they stay true."""

import re
from dataclasses import dataclass
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")
COMMENT = re.compile(r"/\* ([^*]+?) \*/")


@dataclass(frozen=True)
class Colour:
    name: str
    day: str
    night: str


@dataclass(frozen=True)
class Palette:
    title: str
    colours: list[Colour]


def palettes() -> list[Palette]:
    """The colour pairs under the comment that heads them, in their order."""
    parts = COMMENT.split(TOKENS.read_text(encoding="utf-8"))[1:]
    found = (
        Palette(title.split(":")[0].capitalize(), [Colour(*pair) for pair in COLOUR.findall(css)])
        for title, css in zip(parts[::2], parts[1::2], strict=True)
    )
    return [palette for palette in found if palette.colours]


def steps(letter: str) -> list[str]:
    """Names of the steps of a scale: t-1, t0, t1 … of type, s1, s2 … of space."""
    return re.findall(rf"--({letter}-?\d):", TOKENS.read_text(encoding="utf-8"))
