"""The saree: draped over a blouse, or its pallu spread flat; zari borders on every edge."""

from demo.garments.cloth import Drawing, Fold
from demo.garments.colour import luminance, mix, shade, tint
from demo.garments.outline import Points, across, closed, mirror, path, sway
from demo.garments.stitching import seam

SKIRT: Points = [
    (286, 420, 0), (270, 470), (262, 540), (254, 640), (242, 760), (226, 930, 0), (270, 944),
    (330, 950), (400, 954), (470, 952), (540, 946), (590, 936, 0), (570, 780), (552, 640),
    (540, 540), (528, 470), (510, 420, 0),
]  # fmt: skip
BLOUSE: Points = [
    (330, 112, 0), (296, 120), (262, 134, 0), (270, 180), (276, 224), (274, 262, 0), (282, 310),
    (290, 356, 0), (400, 366), (510, 356, 0), (518, 310), (526, 262, 0), (524, 224), (530, 180),
    (538, 134, 0), (504, 120), (470, 112, 0), (456, 160), (430, 192), (400, 200), (370, 192),
    (344, 160),
]  # fmt: skip
SLEEVE: Points = [
    (268, 130, 0), (238, 146), (220, 186), (206, 242), (196, 296, 0), (222, 308), (262, 312, 0),
    (278, 262, 0), (280, 224), (274, 180),
]  # fmt: skip
# From the hip on the left, across the body, over the shoulder on the right.
DRAPE: Points = [
    (268, 500, 0), (278, 440), (312, 388), (350, 330), (392, 262), (430, 190), (452, 128),
    (462, 98, 0), (494, 98), (536, 126, 0), (540, 190), (536, 262), (532, 330), (534, 400),
    (540, 460), (536, 520, 0), (460, 540), (380, 548), (310, 540),
]  # fmt: skip
TAIL: Points = [
    (478, 104, 0), (520, 108), (548, 136), (570, 220), (590, 340), (606, 480), (620, 620),
    (632, 740, 0), (600, 750), (560, 752), (524, 746, 0), (522, 600), (524, 440), (516, 280),
]  # fmt: skip
PLEATS = (312, 338, 362, 384, 404, 424)


def front(d: Drawing) -> None:
    skirt, drape, tail = (sway(p, 2.5, d.seed) for p in (SKIRT, DRAPE, TAIL))
    d.ground(skirt, BLOUSE, SLEEVE, mirror(SLEEVE), tail)
    _tail(d, tail)
    _blouse(d)
    _skirt(d, skirt)
    d.contact(drape, 0.6, dx=-3, dy=9)
    _draped(d, drape)


def pallu(d: Drawing) -> None:
    """The end piece spread flat below the folded saree."""
    cloth: Points = sway(
        [
            (128, 330, 0), (400, 336), (672, 330, 0), (676, 520), (672, 700), (678, 880, 0),
            (600, 886), (500, 882), (400, 887), (300, 882), (200, 887), (122, 880, 0),
            (128, 700), (124, 520),
        ],
        2.5,
        d.seed,
    )  # fmt: skip
    fold: Points = [
        (112, 104, 0), (250, 96), (400, 100), (550, 96), (688, 104, 0), (696, 200), (692, 300),
        (690, 356, 0), (560, 366), (400, 362), (240, 366), (110, 356, 0), (106, 300),
        (104, 200),
    ]  # fmt: skip
    d.ground(cloth, fold)
    _tassels(d)
    side = [(128, 330), (124, 520), (128, 700), (122, 880)]
    bands = _border(d, side, 44) + _border(d, mirror(side), 44)
    bands += _panel_of_zari(d)
    folds = [
        Fold([(x, 360), (x + 10, 520), (x - 8, 700), (x + 4, 900)], 46, 0.3)
        for x in (210, 330, 470, 600)
    ]
    d.panel(cloth, folds, under=bands, form=0.8)
    d.contact(fold, 0.65, dx=2, dy=10)
    edge: Points = [(110, 330), (240, 340), (400, 336), (560, 340), (690, 330)]
    layers = "".join(seam([(108, y), (400, y + 4), (694, y)], 0.34) for y in (172, 238))
    lift = [
        Fold([(112, y), (300, y + 8), (500, y - 4), (690, y + 4)], 30, 0.5) for y in (146, 212, 280)
    ]
    d.panel(fold, lift, layers, under=_border(d, edge, 52), form=0.9)


def _zari(d: Drawing) -> tuple[str, str]:
    """Thread and sheen of the border: the print's accent, whatever reads as metal on this dye."""
    thread = d.print_.accent if d.print_ else "#c9973b"
    return thread, tint(thread, 0.45)


def _border(d: Drawing, line: Points, width: float) -> str:
    """A woven band: ground, two piping lines, and a row of temple diamonds."""
    thread, sheen = _zari(d)
    at = path(line)
    deep = d.colour if luminance(thread) > luminance(d.colour) else tint(d.colour, 0.3)
    rows = [
        (thread, width, "", 1.0),
        (deep, width * 0.66, "", 1.0),
        (sheen, width * 0.56, "", 1.0),
        (thread, width * 0.5, "", 1.0),
        (deep, width * 0.3, f"{width * 0.2:.1f} {width * 0.22:.1f}", 0.9),
        (sheen, width * 0.1, f"{width * 0.08:.1f} {width * 0.34:.1f}", 1.0),
        ("#000000", width, "1 2.4", 0.1),
    ]
    return (
        '<g fill="none">'
        + "".join(
            f'<path d="{at}" stroke="{colour}" stroke-width="{w:.1f}" stroke-opacity="{opacity}"'
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + "/>"
            for colour, w, dash, opacity in rows
        )
        + "</g>"
    )


def _tail(d: Drawing, tail: Points) -> None:
    """The pallu, fallen behind the shoulder."""
    line = [(516, 718), (570, 726), (640, 714)]
    more = [(516, 664), (568, 672), (636, 660)]
    edge = [(536, 110), (562, 180), (584, 320), (602, 480), (616, 620), (632, 750)]
    folds = [
        Fold(
            [(500 + 16 * i, 130), (520 + 18 * i, 320), (530 + 21 * i, 520), (532 + 24 * i, 740)],
            22,
            0.6,
        )
        for i in range(5)
    ]
    d.panel(
        tail,
        folds,
        under=_border(d, edge, 26) + _border(d, line, 56) + _border(d, more, 20),
        form=1.1,
        colour=shade(d.colour, 0.86),
    )


def _blouse(d: Drawing) -> None:
    cloth = d.print_.ink if d.print_ and luminance(d.print_.ink) < 0.35 else _zari(d)[0]
    if abs(luminance(cloth) - luminance(d.colour)) < 0.04:
        cloth = shade(cloth, 0.6)
    d.lining(
        across([(326, 110, 0), (360, 98), (400, 95)]) + across([(350, 170), (400, 206)])[::-1], 0.45
    )
    d.pair(
        SLEEVE,
        [Fold([(262, 150), (238, 210), (226, 300)], 24, 0.4)],
        colour=cloth,
        printed=False,
        under=_border(d, [(190, 290), (224, 300), (270, 304)], 18),
    )
    d.contact(BLOUSE, 0.4, dx=0, dy=3)
    neck: Points = [
        (330, 108),
        (344, 160),
        (370, 192),
        (400, 200),
        (430, 192),
        (456, 160),
        (470, 108),
    ]
    folds = [
        Fold([(276, 250), (310, 270), (340, 300), (352, 350)], 24, 0.5),
        Fold([(320, 356), (316, 320), (330, 290)], 18, 0.4),
    ]
    d.panel(
        BLOUSE,
        folds,
        seam(BLOUSE[2:6], 0.4),
        colour=cloth,
        printed=False,
        under=_border(d, neck, 15),
    )


def _skirt(d: Drawing, skirt: Points) -> None:
    """Pleats tucked in at the waist, opening towards a heavy hem."""
    folds = []
    for i, x in enumerate(PLEATS):
        low = 300 + i * 34
        folds.append(
            Fold([(x, 470), (x - 2, 620), ((x + low) / 2 - 2, 780), (low, 966)], 22, 0.7, 0.6)
        )
    folds += [
        Fold([(290, 440), (278, 560), (264, 740), (246, 940)], 34, 0.5, 0.6),
        Fold([(500, 500), (516, 640), (530, 780), (550, 940)], 36, 0.5, 0.6),
        Fold([(300, 500), (380, 560), (460, 600), (540, 600)], 22, 0.4),
        Fold([(460, 520), (476, 660), (494, 800), (506, 950)], 30, 0.5, 0.6),
    ]
    hem: Points = [
        (210, 904),
        (270, 920),
        (330, 925),
        (400, 929),
        (470, 927),
        (540, 921),
        (606, 910),
    ]
    high: Points = [
        (214, 856),
        (270, 870),
        (330, 876),
        (400, 880),
        (470, 878),
        (540, 872),
        (602, 860),
    ]
    d.panel(
        skirt,
        folds,
        "".join(_pleat(x, 316 + i * 34) for i, x in enumerate(PLEATS)),
        under=_border(d, hem, 54) + _border(d, high, 18),
    )


def _pleat(x: float, low: float) -> str:
    """The crisp edge of one pleat and the shade it keeps."""
    line = path([(x + 10, 450), (x + 9, 620), ((x + low) / 2 + 8, 780), (low + 10, 960)])
    return (
        f'<g fill="none"><path d="{line}" stroke="#000" stroke-opacity=".30" stroke-width="9" '
        'transform="translate(4 0)" '
        f'filter="url(#blur3)"/><path d="{line}" stroke="#000" stroke-opacity=".34" '
        'stroke-width="1.8"/>'
        f'<path d="{line}" stroke="#fff" stroke-opacity=".22" stroke-width="2" '
        'transform="translate(-2.2 0)"/></g>'
    )


def _draped(d: Drawing, drape: Points) -> None:
    upper: Points = [
        (258, 512),
        (270, 440),
        (304, 388),
        (342, 330),
        (384, 262),
        (422, 190),
        (446, 128),
        (458, 86),
    ]
    inner = [(p[0] + 8, p[1] + 6) for p in upper]
    folds = [
        Fold(
            [
                (280 + 14 * i, 520 - 4 * i),
                (330 + 24 * i, 420 - 6 * i),
                (410 + 22 * i, 290 - 4 * i),
                (474 + 12 * i, 112),
            ],
            24,
            0.72,
            0.5,
        )
        for i in range(5)
    ]
    folds += [
        Fold([(300, 540), (380, 500), (460, 430), (530, 340)], 30, 0.56),
        Fold([(360, 548), (430, 530), (490, 490), (538, 440)], 28, 0.5),
        Fold([(440, 544), (480, 536), (510, 520), (540, 500)], 22, 0.4),
    ]
    d.panel(drape, folds, under=_border(d, inner, 40), turn=-30)


def _panel_of_zari(d: Drawing) -> str:
    """The heavy end: stacked bands with a row of arches between."""
    thread, sheen = _zari(d)
    arches = "".join(
        f'<g transform="translate({x} 770)"><path d="M-26 34V2C-26 -22 -10 -30 0 -42C10 -30 26 '
        f'-22 26 2V34Z" fill="{thread}"/>'
        '<path d="M-17 34V6C-17 -10 -8 -18 0 -26C8 -18 17 -10 17 6V34Z" '
        f'fill="{mix(d.colour, "#000000", 0.2)}"/>'
        f'<path d="M0 -12C8 -4 9 10 0 24C-9 10 -8 -4 0 -12Z" fill="{sheen}"/></g>'
        for x in range(190, 640, 60)
    )
    end: Points = [(100, 560, 0), (700, 560, 0), (700, 900, 0), (100, 900, 0)]
    ground = f'<path d="{closed(end)}" fill="{shade(d.colour, 0.88)}"/>'
    stars = "".join(
        f'<path d="M{x} 652l9 16l16 9l-16 9l-9 16l-9 -16l-16 -9l16 -9z" fill="{sheen}"/>'
        f'<circle cx="{x + 30}" cy="677" r="5" fill="{thread}"/>'
        for x in range(190, 640, 60)
    )
    return (
        ground
        + _border(d, _straight(586), 46)
        + stars
        + arches
        + _border(d, _straight(722), 22)
        + _border(d, _straight(842), 64)
        + _border(d, _straight(630), 16)
    )


def _straight(y: float) -> Points:
    return [(100, y), (400, y + 4), (700, y)]


def _tassels(d: Drawing) -> None:
    """Knotted fringe along the end."""
    thread, _ = _zari(d)
    roll = d.random.uniform
    for x in range(134, 676, 18):
        lean, long = roll(-4, 4), roll(34, 44)
        strands = "".join(
            f'<path d="M{x} 884q{lean + s:.1f} {long * 0.6:.0f} {lean * 1.4 + s * 2:.1f} '
            f'{long:.0f}"/>'
            for s in (-3, 0, 3)
        )
        d.add(
            f'<g fill="none" stroke="{shade(thread, 0.55)}" stroke-width="3" '
            f'transform="translate(1.5 2)" opacity=".5">{strands}</g>'
            f'<g fill="none" stroke="{thread}" stroke-width="2.2" '
            f'stroke-linecap="round">{strands}</g>'
            f'<circle cx="{x}" cy="892" r="4" fill="{shade(thread, 0.9)}"/>'
        )
