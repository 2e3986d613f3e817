"""The jacket: a trucker in denim; a zipped bomber with ribbed trims in any other cloth."""

from demo.garments.cloth import Drawing, Fold, both, flipped
from demo.garments.colour import luminance, shade, tint
from demo.garments.fabric import FABRICS
from demo.garments.outline import Points, across, mirror, path, sway, whole
from demo.garments.stitching import label, patch, rib, rivet, seam, stitch, thread_for

NECK: Points = [(316, 160, 0), (334, 190), (364, 214), (400, 222)]
NAPE: Points = [(316, 154, 0), (342, 164), (370, 168), (400, 169)]
SIDE: Points = [
    (188, 212, 0), (200, 270), (210, 340), (212, 410, 0), (216, 520), (212, 640), (206, 740),
    (210, 806, 0), (300, 818), (400, 821),
]  # fmt: skip
SLEEVE: Points = [
    (198, 206, 0), (158, 228), (134, 276), (110, 380), (90, 490), (74, 600), (64, 690),
    (60, 738, 0), (82, 754), (122, 762), (150, 758, 0), (164, 670), (190, 570), (210, 480),
    (226, 406, 0), (222, 330), (210, 268),
]  # fmt: skip
LEAF: Points = [
    (396, 230, 0), (364, 200), (340, 160), (330, 132, 0), (314, 136), (298, 156), (288, 182, 0),
    (300, 226), (322, 276, 0), (360, 256),
]  # fmt: skip

SLEEVE_FOLDS = [
    Fold([(190, 256), (164, 350), (136, 500), (106, 690)], 44, 0.46),
    Fold([(220, 400), (186, 434), (148, 450), (104, 450)], 30, 0.52, 0.35),
    Fold([(206, 460), (174, 496), (138, 510), (94, 504)], 26, 0.48, 0.35),
    Fold([(182, 560), (152, 590), (120, 596), (80, 584)], 24, 0.44, 0.4),
    Fold([(160, 690), (132, 712), (100, 716), (66, 702)], 22, 0.5, 0.5),
]
FOLDS = both(
    [
        Fold([(212, 404), (262, 440), (306, 500), (330, 590)], 36, 0.56, 0.35),
        Fold([(214, 420), (242, 510), (252, 620), (240, 740)], 38, 0.46, 0.4),
        Fold([(214, 396), (276, 402), (330, 420), (374, 460)], 26, 0.4, 0.3),
        Fold([(212, 790), (240, 750), (262, 700), (300, 650)], 30, 0.42),
        Fold([(300, 820), (306, 760), (330, 700), (340, 640)], 28, 0.36),
        Fold([(302, 250), (290, 300), (266, 350), (224, 384)], 22, 0.32),
    ],
    0.75,
)
BACK_FOLDS = [
    *both(
        [
            Fold([(212, 404), (262, 460), (282, 560), (280, 680)], 40, 0.5, 0.35),
            Fold([(212, 790), (246, 740), (296, 690), (340, 660)], 34, 0.42, 0.4),
            Fold([(300, 820), (310, 760), (340, 690), (356, 640)], 28, 0.36),
        ]
    ),
    Fold([(406, 260), (396, 380), (406, 500), (398, 640)], 42, 0.2, 0.3),
]


def front(d: Drawing) -> None:
    if _is_denim(d):
        _trucker(d)
    else:
        _bomber(d)


def back(d: Drawing) -> None:
    thread = _thread(d)
    body = _sleeves(d, NAPE)
    details = _armholes(thread)
    if _is_denim(d):
        yoke: Points = [(204, 290), (300, 302), (400, 306)]
        panels = "".join(
            seam(s, 0.4) + stitch([(p[0] + 7, p[1]) for p in s], thread)
            for s in ([(300, 302), (318, 500), (330, 820)], [(500, 302), (482, 500), (470, 820)])
        )
        details += (
            seam(across(yoke), 0.4) + stitch(across([(x, y + 8) for x, y in yoke]), thread) + panels
        )
    d.panel(body, BACK_FOLDS, details)
    if _is_denim(d):
        _waistband(d, thread)
        fall = (
            across([(300, 160, 0), (316, 118, 0), (356, 106), (400, 104)])
            + across([(346, 200, 0), (400, 206)])[::-1]
        )
        d.contact(fall, 0.5, dx=0)
        d.panel(
            fall,
            (),
            stitch(across([(308, 160), (348, 192), (400, 198)]), thread),
            form=0.5,
            drape=0.4,
        )
    else:
        d.add(rib(across([(314, 140), (342, 153), (400, 158)]), 42, shade(d.colour, 0.8)))


def _is_denim(d: Drawing) -> bool:
    return d.fabric is FABRICS["denim"]


def _thread(d: Drawing) -> str:
    return "#c9914a" if _is_denim(d) else thread_for(d.colour, 0.3)


def _sleeves(d: Drawing, neck: Points) -> Points:
    """Everything below the body: shadow, trims, lining and sleeves."""
    body = sway(whole([*neck[::-1], *SIDE]), 2, d.seed)
    band = across([(217, 824, 0), (300, 832), (400, 835)])
    d.ground(body, SLEEVE, mirror(SLEEVE), [*band, (574, 850, 0), (226, 850, 0)])
    if neck is NECK:
        d.lining(
            across([(310, 150, 0), (352, 132), (400, 128)])
            + across([(346, 216), (400, 240)])[::-1],
            0.42,
        )
        d.add(label(400, 160 if _is_denim(d) else 174))
        if not _is_denim(d):
            d.add(rib(across([(322, 158), (356, 146), (400, 143)]), 28, shade(d.colour, 0.6)))
    if _is_denim(d):
        cuff: Points = [
            (58, 728, 0),
            (56, 792, 0),
            (96, 806),
            (144, 806, 0),
            (154, 748, 0),
            (106, 746),
        ]
        rows = stitch([(58, 742), (106, 758), (152, 758)], _thread(d)) + stitch(
            [(58, 784), (96, 796), (144, 797)], _thread(d)
        )
        d.pair(SLEEVE, SLEEVE_FOLDS, turn=10)
        d.pair(cuff, (), rows, drape=0.4, turn=8)
    else:
        knit = shade(d.colour, 0.8)
        cuff_ = rib([(69, 763), (104, 773), (141, 775)], 48, knit)
        d.add(cuff_, flipped(cuff_), rib(band, 50, knit))
        d.pair(SLEEVE, SLEEVE_FOLDS, turn=10)
    d.contact(body, 0.45, dx=0, dy=4)
    return body


def _armholes(thread: str) -> str:
    row = [(p[0] + 7, p[1]) for p in SIDE[:4]]
    one = seam(SIDE[:4], 0.4) + stitch(row, thread, 1.4)
    return one + flipped(one)


def _bomber(d: Drawing) -> None:
    thread = _thread(d)
    body = _sleeves(d, NECK)
    welt: Points = [(262, 560, 0), (284, 552, 0), (318, 682, 0), (296, 690, 0)]
    inside = (
        f'<path d="{path([(288, 560), (318, 676)])}" stroke="#000" stroke-opacity=".5" '
        'stroke-width="5" filter="url(#blur3)"/>'
    )
    pocket = inside + patch(welt, shade(d.colour, 0.9), 0.7) + seam([*welt, welt[0]], 0.4, 1.6)
    pocket += stitch([(268, 565), (300, 683)], thread, 1.2)
    d.panel(body, FOLDS, _armholes(thread) + pocket + flipped(pocket))
    _zip(d)
    collar: Points = [(306, 146), (326, 184), (360, 210), (396, 220)]
    d.add(*(rib(half, 40, shade(d.colour, 0.8)) for half in (collar, mirror(collar))))


def _zip(d: Drawing) -> None:
    """Tape, two rows of teeth, and the pull at the throat."""
    metal = "#c9a25e" if luminance(d.colour) < 0.12 else "#a9a8a5"
    d.add(
        f'<path d="M400 206V858" stroke="{shade(d.colour, 0.42)}" stroke-width="26"/>'
        '<path d="M384 206V858M416 206V858" stroke="#000" stroke-opacity=".35" '
        'stroke-width="4" filter="url(#blur1)"/>'
        f'<path d="M396.5 206V858" stroke="{metal}" stroke-width="7" stroke-dasharray="3.2 3.2"/>'
        f'<path d="M403.5 206V858" stroke="{shade(metal, 0.78)}" stroke-width="7" '
        'stroke-dasharray="3.2 3.2" '
        'stroke-dashoffset="3.2"/>'
        '<path d="M394 206V858" stroke="#fff" stroke-opacity=".35" stroke-width="1.4" '
        'stroke-dasharray="3.2 3.2"/>',
        stitch([(379, 232), (379, 850)], _thread(d), 1.4),
        stitch([(421, 232), (421, 850)], _thread(d), 1.4),
        '<g transform="translate(400 232)"><rect x="-8" y="-10" width="18" height="22" rx="4" '
        'fill="#000" '
        'fill-opacity=".4" filter="url(#blur1)"/><rect x="-9" y="-13" width="18" height="22" '
        f'rx="4" fill="{metal}"/>'
        f'<rect x="-5.5" y="6" width="11" height="38" rx="4.5" fill="{shade(metal, 0.85)}"/>'
        f'<rect x="-4" y="8" width="3" height="33" rx="1.5" fill="{tint(metal, 0.7)}"/>'
        '<circle cy="36" r="2.6" fill="#000" fill-opacity=".5"/></g>',
    )


def _trucker(d: Drawing) -> None:
    thread = _thread(d)
    body = _sleeves(d, NECK)
    d.panel(
        body,
        FOLDS,
        _armholes(thread) + _chest(d, thread) + flipped(_chest(d, thread)),
        under=_wear(d),
    )
    _waistband(d, thread)
    strip: Points = [(380, 216, 0), (420, 216, 0), (420, 862, 0), (380, 862, 0)]
    d.contact(strip, 0.4, dx=3, dy=2)
    rows = stitch([(386, 220), (386, 858)], thread) + stitch([(414, 220), (414, 858)], thread)
    d.panel(strip, (), rows, form=0.3)
    d.add(*(rivet(400, y, 9, "#a8713c") for y in (262, 362, 462, 562, 662, 762, 838)))
    row = stitch([(388, 232), (358, 248), (325, 266), (306, 224), (294, 186)], thread)
    d.contact(LEAF, 0.55, dx=1, dy=6)
    d.contact(mirror(LEAF), 0.55, dx=1, dy=6)
    d.pair(
        LEAF,
        [Fold([(326, 140), (326, 190), (350, 240)], 20, 0.3)],
        row,
        turn=36,
        drape=0.5,
        form=0.6,
    )


def _wear(d: Drawing) -> str:
    worn = tint(d.colour, 0.6)
    spots = ((290, 430, 50, 90), (510, 430, 50, 90), (300, 690, 46, 70), (500, 690, 46, 70))
    return "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{worn}" fill-opacity=".2" '
        'filter="url(#blur18)"/>'
        for x, y, rx, ry in spots
    )


def _chest(d: Drawing, thread: str) -> str:
    """Yoke, flap pocket and the two slanted seams below it."""
    yoke: Points = [(206, 318), (300, 330), (382, 334)]
    flap: Points = [(258, 330, 0), (358, 336, 0), (356, 374, 0), (308, 394, 0), (260, 370, 0)]
    slants: list[Points] = [
        [(268, 392), (288, 540), (322, 806)],
        [(348, 392), (346, 540), (352, 806)],
    ]
    lines = "".join(
        seam(s, 0.4, 1.8) + stitch([(p[0] + 6, p[1]) for p in s], thread) for s in slants
    )
    inner: Points = [(264, 338, 0), (266, 366, 0), (308, 386, 0), (350, 369, 0), (352, 342, 0)]
    row = stitch([(x, y + 8) for x, y in yoke], thread)
    return (
        lines
        + patch(flap, shade(d.colour, 1.06), 0.35)
        + seam([*flap, flap[0]], 0.45, 1.8)
        + stitch(inner, thread)
        + seam(yoke, 0.45)
        + row
        + rivet(308, 376, 6.5, "#a8713c")
    )


def _waistband(d: Drawing, thread: str) -> None:
    band = (
        across([(212, 796, 0), (300, 808), (400, 811)])
        + across([(214, 848, 0), (300, 860), (400, 863)])[::-1]
    )
    d.contact(band, 0.4, dx=0, dy=-4)
    rows = stitch(across([(212, 805), (300, 817), (400, 820)]), thread) + stitch(
        across([(214, 840), (300, 852), (400, 855)]), thread
    )
    d.panel(band, (), rows, form=0.6, drape=0.5)
