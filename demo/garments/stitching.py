"""Stitching: what holds a garment together, drawn over its cloth."""

from demo.garments.colour import luminance, mix, shade
from demo.garments.outline import Points, closed, path


def seam(points: Points, strength: float = 0.45, width: float = 2) -> str:
    """Two panels meeting: a dark line and the light on the edge beside it."""
    line = path(points)
    return (
        f'<g fill="none"><path d="{line}" stroke="#000" stroke-opacity="{strength * 0.35:.2f}" '
        f'stroke-width="{width * 4}" '
        'filter="url(#blur3)"/>'
        f'<path d="{line}" stroke="#000" stroke-opacity="{strength}" stroke-width="{width}"/>'
        f'<path d="{line}" stroke="#fff" stroke-opacity="{strength * 0.45:.2f}" '
        f'stroke-width="{width * 0.8:.1f}" '
        'transform="translate(1.4 1.6)"/></g>'
    )


def stitch(points: Points, thread: str, width: float = 1.6, dash: str = "5 3.2") -> str:
    """A row of stitches sunk a little into the cloth."""
    line = path(points)
    return (
        f'<g fill="none"><path d="{line}" stroke="#000" stroke-opacity=".20" '
        f'stroke-width="{width + 1.4:.1f}" '
        'transform="translate(.5 1.1)"/>'
        f'<path d="{line}" stroke="{thread}" stroke-width="{width}" stroke-dasharray="{dash}" '
        'stroke-linecap="round"/></g>'
    )


def rib(points: Points, width: float, colour: str) -> str:
    """A knitted band of `width` along the points."""
    line = path(points)
    return (
        f'<g fill="none"><path d="{line}" stroke="#000" stroke-opacity=".30" '
        f'stroke-width="{width + 5}" '
        'transform="translate(1 4)" filter="url(#blur3)"/>'
        f'<path d="{line}" stroke="{colour}" stroke-width="{width}"/>'
        f'<path d="{line}" stroke="{shade(colour, 0.4)}" stroke-opacity=".34" '
        f'stroke-width="{width}" '
        'stroke-dasharray="1.5 3.6"/>'
        f'<path d="{line}" stroke="#fff" stroke-opacity=".16" stroke-width="{width}" '
        'stroke-dasharray="1.4 3.7" '
        'stroke-dashoffset="1.9"/></g>'
    )


def button(x: float, y: float, colour: str, radius: float = 8) -> str:
    """A four-hole button with its shadow, its shine and its thread."""
    hole = radius * 0.24
    holes = "".join(
        f'<circle cx="{x + dx * hole:.1f}" cy="{y + dy * hole:.1f}" r="{radius * 0.12:.1f}" '
        f'fill="{shade(colour, 0.35)}"/>'
        for dx in (-1, 1)
        for dy in (-1, 1)
    )
    return (
        f'<circle cx="{x + 1.5}" cy="{y + 2.5}" r="{radius + 0.6}" fill="#000" '
        'fill-opacity=".38" filter="url(#blur1)"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius * 0.66:.1f}" fill="none" stroke="#000" '
        'stroke-opacity=".22" '
        'stroke-width="1.2"/>'
        f'<path d="M{x - radius * 0.7:.1f} {y - radius * 0.3:.1f}A{radius * 0.8:.1f} '
        f"{radius * 0.8:.1f} 0 0 1 "
        f'{x + radius * 0.2:.1f} {y - radius * 0.74:.1f}" fill="none" stroke="#fff" '
        'stroke-opacity=".55" '
        f'stroke-width="1.5" stroke-linecap="round"/>{holes}'
    )


def rivet(x: float, y: float, radius: float = 5.5, metal: str = "#b07a45") -> str:
    """A metal stud, lit from the upper left."""
    return (
        f'<circle cx="{x + 1}" cy="{y + 1.8}" r="{radius + 0.5}" fill="#000" fill-opacity=".45"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{metal}"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius * 0.55:.1f}" fill="{mix(metal, "#000000", 0.25)}"/>'
        f'<circle cx="{x - radius * 0.3:.1f}" cy="{y - radius * 0.35:.1f}" '
        f'r="{radius * 0.3:.1f}" fill="#fff" '
        'fill-opacity=".75"/>'
    )


def patch(points: Points, fill: str, opacity: float = 1) -> str:
    """A flat piece laid on top, such as a pocket or a placket, with its own small shadow."""
    shape = closed(points)
    return (
        f'<path d="{shape}" fill="none" stroke="#000" stroke-width="4" stroke-opacity=".3" '
        'transform="translate(1.5 3)" filter="url(#blur3)"/>'
        f'<path d="{shape}" fill="{fill}" fill-opacity="{opacity}"/>'
    )


def label(x: float, y: float, width: float = 46) -> str:
    """The woven label inside the neck."""
    height = width * 0.56
    return (
        f'<rect x="{x - width / 2 + 1}" y="{y + 2}" width="{width}" height="{height:.1f}" '
        'rx="2" fill="#000" '
        'fill-opacity=".3"/>'
        f'<rect x="{x - width / 2}" y="{y}" width="{width}" height="{height:.1f}" rx="2" '
        'fill="#f4f1ea"/>'
        f'<path d="M{x - width * 0.28:.1f} '
        f"{y + height * 0.42:.1f}h{width * 0.56:.1f}M{x - width * 0.16:.1f} "
        f'{y + height * 0.7:.1f}h{width * 0.32:.1f}" stroke="#27406b" stroke-width="2"/>'
    )


def thread_for(colour: str, share: float = 0.42) -> str:
    """Tonal thread: a little lighter than dark cloth, a little darker than pale cloth."""
    return (
        mix(colour, "#ffffff", share * 0.8)
        if luminance(colour) < 0.3
        else shade(colour, 1 - share * 0.7)
    )
