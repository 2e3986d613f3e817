"""Which of the colours shoppers filter by a dye belongs to: pure arithmetic in OKLCH.

The conversion is Björn Ottosson's OKLab (bottosson.github.io/posts/oklab); the borders between the
families are ours, tried on the dyes of Indian cloth.
"""

from math import atan2, cbrt, degrees, hypot

# Hue from, in degrees, ascending: the family that starts there.
HUES: tuple[tuple[float, str], ...] = (
    (0, "pink"),
    (15, "red"),
    (42, "orange"),
    (70, "yellow"),
    (115, "green"),
    (200, "blue"),
    (290, "purple"),
    (325, "pink"),
)
# What a facet shows beside a family's name.
DYES: dict[str, str] = {
    "white": "#FAFAF7",
    "cream": "#EFE3C8",
    "yellow": "#E3B23C",
    "orange": "#C8662B",
    "red": "#A8322A",
    "pink": "#D46A8E",
    "purple": "#6B4078",
    "blue": "#2F4B8C",
    "green": "#4B7A52",
    "brown": "#7A5638",
    "grey": "#7E828A",
    "black": "#1D1E24",
}


def family_of(dye: str) -> str:
    """The family (a value of ColourFamily) of a colour written #rrggbb; ValueError for others."""
    lightness, chroma, hue = oklch(dye)
    is_warm = 40 < hue < 130
    if is_warm and 0.015 < chroma < 0.06 and lightness > 0.72:
        return "cream"
    if chroma < 0.04:
        return "black" if lightness < 0.28 else "white" if lightness > 0.92 else "grey"
    if is_warm and lightness < 0.68:
        return "green" if hue > 100 else "brown" if chroma < 0.11 else "orange"
    if hue > 310 and lightness < 0.45:
        return "purple"
    return [family for start, family in HUES if hue >= start][-1]


def oklch(dye: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.3, hue 0 to 360 degrees."""
    red, green, blue = (_linear(int(dye[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
