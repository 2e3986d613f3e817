"""Colour: lighter and darker versions of a dye that keep its hue."""

import colorsys
from dataclasses import dataclass

RGB = tuple[float, float, float]


def rgb(colour: str) -> RGB:
    """`#rrggbb` as three floats from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def hex_of(channels: RGB) -> str:
    return "#" + "".join(f"{round(255 * min(1, max(0, c))):02x}" for c in channels)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it: 0 is black, 1 is white."""
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `other` in `colour`, blended channel by channel."""
    a, b = rgb(colour), rgb(other)
    red, green, blue = (x * (1 - share) + y * share for x, y in zip(a, b, strict=True))
    return hex_of((red, green, blue))


def shade(colour: str, depth: float = 0.3) -> str:
    """The dye with `depth` of its light left, as inside a fold."""
    red, green, blue = rgb(colour)
    return hex_of((red * depth, green * depth, blue * depth))


def tint(colour: str, share: float) -> str:
    """The dye `share` of the way to white in its own hue, as where light falls on it."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    pure = hex_of(colorsys.hls_to_rgb(hue, light + (1 - light) * share, saturation))
    return mix(pure, mix(colour, "#ffffff", share), 0.6)


@dataclass(frozen=True)
class Tone:
    """A dye with the dark and the light it takes in folds; `paleness` runs from 0 to 1."""

    dye: str
    dark: str
    light: str
    paleness: float

    @classmethod
    def of(cls, dye: str) -> "Tone":
        level = luminance(dye)
        paleness = min(1, max(0, (level - 0.03) / 0.5))
        light = "#ffffff" if level > 0.45 else tint(dye, 0.38 if level < 0.03 else 0.5)
        return cls(dye, shade(dye, 0.2 + 0.2 * paleness), light, paleness)

    def between(self, deep: float, pale: float) -> float:
        """A strength for this dye: pale cloth needs gentler shade than deep cloth."""
        return deep + (pale - deep) * self.paleness
