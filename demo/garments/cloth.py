"""Cloth: the drawing of one garment, panel by panel, each lit from the upper left."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from demo.garments import light
from demo.garments.colour import Tone, shade
from demo.garments.fabric import Fabric
from demo.garments.light import Box
from demo.garments.outline import HEIGHT, WIDTH, Point, Points, bounds, closed, lens, mirror, sway
from demo.garments.prints import Print, motif_defs, print_field


class PanelOptions(TypedDict, total=False):
    """What `Drawing.pair` passes on to `Drawing.panel`."""

    colour: str | None
    form: float
    drape: float
    depth: float
    printed: bool
    under: str


@dataclass(frozen=True)
class Fold:
    """A ridge along `spine`, widest at `tail` of its length; `strength` is its height."""

    spine: Points
    width: float
    strength: float
    tail: float = 0.5

    def mirrored(self, strength: float = 0.8) -> "Fold":
        return Fold(mirror(self.spine), self.width, self.strength * strength, self.tail)


def both(folds: Sequence[Fold], right: float = 0.8) -> list[Fold]:
    """The folds of the left side, and weaker ones on the right."""
    return [*folds, *(fold.mirrored(right) for fold in folds)]


def flipped(svg: str) -> str:
    """Details moved to the other side. Not for panels: a flipped filter is lit from behind."""
    return f'<g transform="matrix(-1 0 0 1 800 0)">{svg}</g>'


@dataclass
class Drawing:
    """One garment being drawn: its cloth, its colours and its layers so far, bottom first."""

    colour: str
    fabric: Fabric
    print_: Print | None = None
    seed: int = 0
    layers: list[str] = field(default_factory=list)
    defs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed * 7919)
        self.names = 0
        self.defs += [light.blur(f"blur{n}", n) for n in (1, 3, 6, 18)]
        if self.print_:
            self.defs.append(motif_defs(self.print_))

    def add(self, *svg: str) -> None:
        self.layers += svg

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" '
            f'height="{HEIGHT}"><defs>{"".join(self.defs)}</defs>{"".join(self.layers)}</svg>\n'
        )

    def ground(self, *outlines: Points) -> None:
        """The shadow the whole garment throws on the tile."""
        shape = "".join(closed(o) for o in outlines)
        self.add(
            f'<g fill="#1a1f33"><path d="{shape}" opacity=".26" transform="translate(10 20)" '
            'filter="url(#blur18)"/>'
            f'<path d="{shape}" opacity=".24" transform="translate(3 6)" filter="url(#blur3)"/></g>'
        )

    def lining(self, outline: Points, depth: float = 0.55) -> None:
        """The inside of the garment, seen through an opening."""
        shape, clip = closed(outline), self._name("clip")
        self.defs.append(f'<clipPath id="{clip}"><path d="{shape}"/></clipPath>')
        self.add(
            f'<g clip-path="url(#{clip})"><path d="{shape}" fill="{shade(self.colour, depth)}"/>'
            f'<path d="{shape}" fill="none" stroke="{shade(self.colour, depth * 0.4)}" '
            'stroke-width="36" '
            'stroke-opacity=".7" filter="url(#blur6)"/></g>'
        )

    def contact(
        self, outline: Points, opacity: float = 0.5, *, dx: float = 3, dy: float = 6
    ) -> None:
        """The soft shadow a panel throws on the cloth already laid."""
        self.add(
            f'<path d="{closed(outline)}" fill="{shade(self.colour, 0.2)}" opacity="{opacity}" '
            f'transform="translate({dx} {dy})" filter="url(#blur6)"/>'
        )

    def pair(
        self,
        outline: Points,
        folds: Sequence[Fold] = (),
        details: str = "",
        *,
        turn: float = 0,
        **options: Unpack[PanelOptions],
    ) -> None:
        """A panel and its mirror image, such as two sleeves; neither is exactly the other."""
        left, right = sway(outline, 2.5, self.seed), sway(mirror(outline), 2.5, self.seed + 3)
        self.panel(left, folds, details, turn=turn, **options)
        reverse = flipped(details) if details else ""
        self.panel(right, [fold.mirrored(0.85) for fold in folds], reverse, turn=-turn, **options)

    def panel(
        self,
        outline: Points,
        folds: Sequence[Fold] = (),
        details: str = "",
        *,
        colour: str | None = None,
        turn: float = 0,
        form: float = 1,
        drape: float = 1,
        depth: float = 1,
        printed: bool = True,
        under: str = "",
    ) -> None:
        """Lay one piece of cloth: base, print, roundness, folds, weave, edge, construction.

        `under` lies below the folds like a print, `details` above everything.
        """
        clip = self._name("clip")
        tone = Tone.of(colour or self.colour)
        shape = closed(outline)
        box = bounds(outline, 24)
        self.defs.append(f'<clipPath id="{clip}"><path d="{shape}"/></clipPath>')
        field_ = print_field(self.print_, box, self.seed, turn) if self.print_ and printed else ""
        self.add(
            f'<g clip-path="url(#{clip})"><path d="{shape}" fill="{tone.dye}"/>{field_}{under}',
            _form(tone, shape, form),
            self._folds(tone, folds, box, drape, depth),
            self._weave(tone, box),
            _edge(tone, shape),
            f"{details}</g>",
        )

    def _name(self, kind: str) -> str:
        self.names += 1
        return f"{kind}{self.names}"

    def _folds(
        self, tone: Tone, folds: Sequence[Fold], box: Box, drape: float, depth: float
    ) -> str:
        ident = self._name("folds")
        glow = tone.between(1.6, 1.0 if self.print_ else 2.0)  # white would wash a print out
        self.defs.append(
            light.folds(
                ident,
                box,
                drape=self.fabric.drape,
                noise=0.62 * drape,
                depth=self.fabric.depth * depth,
                seed=self.seed + self.names,
                dark=(tone.dark, tone.between(1.9, 1.1)),
                light=(tone.light, glow * self.fabric.gloss),
            )
        )
        ridges = "".join(self._ridge(fold) for fold in folds)
        return f'<g filter="url(#{ident})">{_rect(box, "none")}{ridges}</g>'

    def _ridge(self, fold: Fold) -> str:
        roll = self.random.uniform
        spine: list[Point] = [(p[0] + roll(-7, 7), p[1] + roll(-9, 9)) for p in fold.spine]
        shape = lens(spine, fold.width * roll(0.85, 1.15), tail=fold.tail)
        return f'<path d="{shape}" fill-opacity="{fold.strength * roll(0.8, 1.1):.2f}"/>'

    def _weave(self, tone: Tone, box: Box) -> str:
        ident = self._name("weave")
        cloth = self.fabric
        x, y, width, height = box
        turn = ""
        if cloth.twist:  # a turned square that still covers the box
            reach = 0.5 * math.hypot(width, height)
            x, y = x + width / 2, y + height / 2
            turn = f' transform="rotate({cloth.twist} {x:.0f} {y:.0f})"'
            box = (x - reach, y - reach, 2 * reach, 2 * reach)
        self.defs.append(
            light.weave(
                ident,
                box,
                weft=cloth.weft,
                warp=cloth.warp,
                relief=cloth.relief,
                seed=self.seed,
                dark=tone.dark,
                light=tone.light,
            )
        )
        weight = cloth.weight * tone.between(1.8, 1.3)
        threads = f'<g filter="url(#{ident})">{_rect(box, "#000")}</g>'
        return f'<g opacity="{weight:.2f}"{turn}>{threads}</g>'


def _form(tone: Tone, shape: str, form: float) -> str:
    """Roundness: the side away from the light turns dark."""
    dark = tone.between(0.60, 0.30) * form
    return (
        f'<path d="{shape}" fill="none" stroke="{tone.dark}" stroke-opacity="{dark:.2f}" '
        'stroke-width="50" '
        'transform="translate(-14 -8)" filter="url(#blur18)"/>'
    )


def _edge(tone: Tone, shape: str) -> str:
    """The turned edge of the cloth: a dark roll and a thin rim of light."""
    return (
        f'<path d="{shape}" fill="none" stroke="{tone.dark}" '
        f'stroke-opacity="{tone.between(0.5, 0.26):.2f}" '
        'stroke-width="9" filter="url(#blur3)"/>'
        f'<path d="{shape}" fill="none" stroke="{tone.light}" stroke-opacity=".34" '
        'stroke-width="2.4" '
        'transform="translate(2 2.4)" filter="url(#blur1)"/>'
    )


def _rect(box: Box, fill: str) -> str:
    x, y, width, height = box
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{fill}"/>'
    )


Drawer = Callable[[Drawing], None]
