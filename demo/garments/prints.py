"""Prints: what is stamped, woven or tied into the cloth, as SVG laid under the folds."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Print:
    """A motif with its two inks; `size` is 1 for the motif's natural scale."""

    motif: str
    ink: str
    accent: str
    size: float = 1.0


def motif_defs(print_: Print) -> str:
    """What the drawing must define once before `print_field` can be laid on its panels."""
    if print_.motif in STAMPS:
        return f'<g id="motif">{STAMPS[print_.motif][0](print_.ink, print_.accent)}</g>'
    return ""


def print_field(print_: Print, box: Box, seed: int, turn: float = 0) -> str:
    """The print over `box`, turned with the grain of its panel."""
    if print_.motif in STAMPS:
        _, across, down = STAMPS[print_.motif]
        body = "".join(_stamped(box, across * print_.size, down * print_.size, print_.size, seed))
    elif print_.motif in BANDS:
        body = BANDS[print_.motif](print_, box)
    else:
        return ""
    x, y, width, height = box
    return f'<g transform="rotate({turn} {x + width / 2:.0f} {y + height / 2:.0f})">{body}</g>'


def _stamped(box: Box, across: float, down: float, size: float, seed: int) -> Iterator[str]:
    """A half-drop grid printed by hand: each stamp a little off its place, angle and inking."""
    roll = random.Random(seed).uniform
    x0, y0, width, height = box
    reach = 0.5 * math.hypot(width, height) - min(width, height) / 2
    top, bottom = y0 - reach, y0 + height + reach
    row = 0
    y = top
    while y < bottom + down:
        x = x0 - reach + (across / 2 if row % 2 else 0)
        while x < x0 + width + reach + across:
            dx = 4 * math.sin(y / 83 + x / 140 + seed)
            dy = 4 * math.sin(x / 71 + seed * 0.7)
            squeeze = 1 - 0.08 * abs(math.sin(x / 95 + y / 210))
            yield (
                f'<use href="#motif" opacity="{roll(0.8, 1):.2f}" '
                f'transform="translate({x + dx:.1f} {y + dy:.1f}) '
                f'rotate({roll(-3, 3):.1f}) scale({squeeze * size:.2f} {size:.2f})"/>'
            )
            x += across
        y += down
        row += 1


# --- stamps: drawn around 0 0 ------------------------------------------------------------


def _petals(count: int, radius: float, long: float, wide: float, fill: str) -> str:
    turns = (i * 360 / count for i in range(count))
    return "".join(
        f'<ellipse cy="{-radius}" rx="{wide}" ry="{long}" transform="rotate({t:.0f})" '
        f'fill="{fill}"/>'
        for t in turns
    )


def _bagru(ink: str, accent: str) -> str:
    """A flower on a bent stem with two leaves."""
    stem = (
        f'<path d="M0 4C3 14 2 22 -3 31" fill="none" stroke="{accent}" stroke-width="2.8" '
        'stroke-linecap="round"/>'
        '<path d="M1 20C8 11 15 11 19 15C14 22 7 24 1 20ZM0 24C-8 15 -15 16 -18 21C-13 27 -6 '
        f'28 0 24Z" fill="{accent}"/>'
    )
    flower = f'{_petals(6, 8.5, 6.4, 4.4, ink)}<circle r="4" fill="{accent}"/>'
    return f'<g transform="scale(.8)">{stem}<g transform="translate(0 -8)">{flower}</g></g>'


def _buti(ink: str, accent: str) -> str:
    """A mango: the teardrop with its curled tip."""
    return (
        '<path d="M-1 17C-12 16 -14 3 -8 -5C-3 -12 4 -14 6 -21C12 -15 14 -4 12 5C10 13 6 17 '
        f'-1 17Z" fill="{ink}"/>'
        '<path d="M-1 11C-7 10 -8 3 -4 -1C0 -5 4 -7 6 -11C8 -3 8 10 -1 11Z" fill="none" '
        f'stroke="{accent}" '
        f'stroke-width="2"/><circle cx="1" cy="5" r="2.4" fill="{accent}"/>'
    )


def _ajrakh(ink: str, accent: str) -> str:
    """A star rosette framed by a lattice of small squares."""
    squares = "".join(
        f'<rect x="-3" y="-3" width="6" height="6" transform="rotate({a}) translate(0 -27) '
        f'rotate(45)" fill="{ink}"/>'
        for a in (0, 90, 180, 270)
    )
    return (
        f'<circle r="21" fill="none" stroke="{ink}" '
        f'stroke-width="1.8"/>{_petals(8, 11.5, 6.6, 3.9, ink)}'
        f'<circle r="7.5" fill="{accent}"/><circle r="2.8" fill="{ink}"/>'
        f"{_petals(8, 21, 2.2, 2.2, accent)}{squares}"
    )


def _jaal(ink: str, accent: str) -> str:
    """A trailing vine that joins its neighbours into a net."""
    vine = (
        '<path d="M0 12C14 26 30 28 40 44M0 12C-14 26 -30 28 -40 44" fill="none" '
        f'stroke="{accent}" stroke-width="2.2"/>'
        '<path d="M16 25C18 15 26 13 31 16C30 24 24 28 16 25ZM-16 25C-18 35 -26 38 -32 34C-29 '
        '27 -24 23 -16 25Z" '
        f'fill="{accent}"/>'
    )
    return f'{vine}{_petals(5, 9, 7.4, 5.6, ink)}<circle r="4.4" fill="{accent}"/>'


def _chikan(ink: str, accent: str) -> str:
    """White-on-white shadow embroidery."""
    leaf = (
        '<path d="M0 6C2 14 2 20 -1 28M1 18C7 13 12 13 15 16M0 21C-6 16 -11 17 -14 20" '
        f'fill="none" stroke="{ink}" stroke-width="2.4" stroke-linecap="round"/>'
    )
    return (
        f'{leaf}<g transform="translate(1 2)">{_petals(5, 6.5, 5.4, 4, ink)}'
        f"</g>{_petals(5, 6.5, 5, 3.6, accent)}"
        f'<circle r="2" fill="{ink}"/>'
    )


def _bandhani(ink: str, accent: str) -> str:
    """Tied dots: a diamond of rings left by the thread."""
    spots = ((0, -11, ink), (11, 0, ink), (0, 11, ink), (-11, 0, ink), (0, 0, accent))
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="3.1" fill="none" stroke="{c}" stroke-width="2.3"/>'
        for x, y, c in spots
    )


STAMPS: dict[str, tuple[Callable[[str, str], str], float, float]] = {
    "bagru": (_bagru, 62, 43),
    "buti": (_buti, 76, 54),
    "ajrakh": (_ajrakh, 54, 54),
    "jaal": (_jaal, 80, 44),
    "chikan": (_chikan, 78, 50),
    "bandhani": (_bandhani, 58, 36),
}


# --- bands: lines that run through the whole panel ----------------------------------------


def _tiled(width: float, height: float, body: str, box: Box) -> str:
    """Repeat `body` over the box. Bands need no id of their own: one print in one drawing."""
    x0, y0, w, h = box
    reach = 0.5 * math.hypot(w, h) - min(w, h) / 2 + 20
    ident = f"tile{x0:.0f}-{y0:.0f}".replace("--", "-n")
    return (
        f'<pattern id="{ident}" width="{width}" height="{height}" '
        f'patternUnits="userSpaceOnUse">{body}</pattern>'
        f'<rect x="{x0 - reach:.0f}" y="{y0 - reach:.0f}" width="{w + 2 * reach:.0f}" '
        f'height="{h + 2 * reach:.0f}" '
        f'fill="url(#{ident})"/>'
    )


def _stripe(print_: Print, box: Box) -> str:
    return _tiled(
        18, 40, f'<rect x="4" width="5" height="40" fill="{print_.ink}" fill-opacity=".85"/>', box
    )


def _check(print_: Print, box: Box) -> str:
    """A tartan: two crossing bands, darker where they meet, and a fine over-check."""
    ink, accent = print_.ink, print_.accent
    bands = (
        f'<rect x="8" width="30" height="76" fill="{ink}" fill-opacity=".55"/>'
        f'<rect y="8" width="76" height="30" fill="{ink}" fill-opacity=".55"/>'
    )
    fine = f'<path d="M57 0V76M0 57H76" stroke="{accent}" stroke-opacity=".8" stroke-width="2.6"/>'
    return _tiled(76, 76, bands + fine, box)


def _breton(print_: Print, box: Box) -> str:
    return _tiled(
        60, 46, f'<rect y="14" width="60" height="15" fill="{print_.ink}" fill-opacity=".92"/>', box
    )


def _kantha(print_: Print, box: Box) -> str:
    """Rows of running stitch, every fourth row in the second thread."""
    rows = "".join(
        f'<path d="M{(i % 2) * 7} {6 + 12 * i}h8" '
        f'stroke="{print_.accent if i == 3 else print_.ink}" stroke-width="2.2" '
        'stroke-linecap="round" stroke-opacity=".85"/>'
        for i in range(4)
    )
    return _tiled(15, 48, rows, box)


def _leheriya(print_: Print, box: Box) -> str:
    """Waves dyed on the slant."""
    x0, y0, width, height = box
    lines = []
    span = int((width + height) / 30) + 4
    for i in range(-2, span):
        start = y0 - width * 0.55 + i * 30
        points = [
            f"{x0 + s * 40 - 40:.0f} {start + s * 24 + (9 if s % 2 else -9):.0f}"
            for s in range(int(width / 40) + 4)
        ]
        colour, thick = (print_.accent, 4) if i % 4 == 3 else (print_.ink, 6.5)
        lines.append(
            f'<path d="M{"L".join(points)}" fill="none" stroke="{colour}" '
            f'stroke-width="{thick}" stroke-linejoin="round" '
            'stroke-opacity=".86"/>'
        )
    return "".join(lines)


BANDS: dict[str, Callable[[Print, Box], str]] = {
    "stripe": _stripe,
    "check": _check,
    "breton": _breton,
    "kantha": _kantha,
    "leheriya": _leheriya,
}


def sun(print_: Print, x: float, y: float) -> str:
    """A line-drawn sun for the chest of a tee."""
    rays = "".join(
        f'<path d="M0 {-74 if i % 2 else -78}V{-96 if i % 2 else -116}" '
        f'transform="rotate({-90 + i * 15})" '
        f'stroke="{print_.ink}" stroke-width="4.5" stroke-linecap="round"/>'
        for i in range(13)
    )
    waves = "".join(
        f'<path d="M{-110 + 14 * i} {18 + 18 * i}q27.5 -15 55 0t55 0t55 '
        f'0t{max(1, 55 - 28 * i)} 0" fill="none" '
        f'stroke="{print_.ink}" stroke-width="4.5" stroke-linecap="round"/>'
        for i in range(2)
    )
    disc = f'<path d="M-60 0A60 60 0 0 1 60 0Z" fill="{print_.accent}"/>'
    return f'<g transform="translate({x} {y})" opacity=".94">{disc}{rays}{waves}</g>'
