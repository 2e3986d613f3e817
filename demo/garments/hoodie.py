"""The hoodie: a lined hood with drawcords, a kangaroo pocket, ribbed cuffs and hem."""

from demo.garments.cloth import Drawing, Fold, both, flipped
from demo.garments.colour import mix, shade
from demo.garments.outline import Points, across, mirror, path, sway, whole
from demo.garments.stitching import patch, rib, rivet, seam, stitch, thread_for

TOP: Points = [(400, 226), (330, 196), (290, 190, 0)]
SIDE: Points = [
    (196, 232, 0), (206, 290), (214, 360), (214, 434, 0), (216, 540), (212, 660), (206, 760),
    (212, 822, 0), (300, 834), (400, 837),
]  # fmt: skip
SLEEVE: Points = [
    (206, 226, 0), (166, 248), (140, 296), (116, 390), (94, 500), (78, 610), (66, 700),
    (62, 752, 0), (84, 768), (124, 776), (150, 772, 0), (164, 690), (190, 590), (212, 500),
    (228, 430, 0), (224, 350), (216, 290),
]  # fmt: skip
HOOD: Points = [
    (400, 66), (346, 72), (300, 98), (272, 142), (258, 196), (252, 226), (290, 250), (340, 268),
    (384, 286, 0), (400, 290),
]  # fmt: skip
OPENING: Points = [
    (400, 98),
    (358, 104),
    (332, 128),
    (322, 164),
    (334, 206),
    (364, 246),
    (400, 276, 0),
]
POCKET: Points = [
    (294, 590, 0), (400, 594), (506, 590, 0), (530, 640), (560, 690), (566, 720), (568, 796, 0),
    (400, 804), (232, 796, 0), (234, 720), (240, 690), (270, 640),
]  # fmt: skip

SLEEVE_FOLDS = [
    Fold([(196, 276), (170, 370), (142, 520), (112, 700)], 46, 0.46),
    Fold([(224, 424), (190, 456), (152, 470), (110, 470)], 32, 0.5, 0.35),
    Fold([(210, 480), (178, 516), (142, 530), (98, 524)], 28, 0.46, 0.35),
    Fold([(184, 580), (154, 608), (124, 614), (84, 600)], 26, 0.42, 0.4),
    Fold([(160, 700), (132, 724), (104, 730), (70, 716)], 26, 0.5, 0.5),
    Fold([(154, 740), (124, 756), (98, 758), (66, 742)], 20, 0.46, 0.5),
]
FOLDS = [
    *both(
        [
            Fold([(214, 428), (262, 460), (306, 510), (330, 590)], 40, 0.56, 0.35),
            Fold([(216, 440), (242, 530), (252, 640), (240, 760)], 40, 0.46, 0.4),
            Fold([(216, 420), (280, 424), (336, 440), (380, 480)], 28, 0.4, 0.3),
            Fold([(214, 800), (240, 780), (276, 786), (320, 810)], 26, 0.4),
            Fold([(300, 300), (290, 340), (266, 380), (226, 410)], 24, 0.32),
        ],
        0.75,
    ),
]
BACK_FOLDS = [
    *both(
        [
            Fold([(214, 428), (266, 490), (286, 580), (282, 700)], 42, 0.5, 0.35),
            Fold([(214, 800), (250, 760), (300, 720), (350, 700)], 36, 0.42, 0.4),
            Fold([(206, 270), (244, 330), (262, 400), (264, 470)], 30, 0.4),
        ]
    ),
    Fold([(406, 350), (396, 450), (406, 560), (398, 680)], 46, 0.22, 0.3),
]


def front(d: Drawing) -> None:
    thread = thread_for(d.colour, 0.3)
    _laid(d, FOLDS, _pocket(d, thread))
    hood = whole(HOOD)
    d.contact(hood, 0.55, dx=2, dy=8)
    folds = both(
        [
            Fold([(300, 110), (284, 160), (286, 210), (320, 258)], 30, 0.5),
            Fold([(262, 210), (296, 232), (336, 248), (380, 272)], 22, 0.5),
        ]
    )
    d.panel(hood, [*folds, Fold([(330, 84), (370, 76), (420, 78), (462, 88)], 20, 0.3)], drape=0.7)
    d.lining(whole(OPENING), 0.5)
    d.add(seam([(400, 98), (402, 150), (400, 214)], 0.45))
    rim: Points = [(400, 86), (350, 92), (320, 120), (309, 164), (322, 212), (354, 254), (392, 284)]
    d.add(seam([*OPENING[:-1], (400, 276)], 0.4), seam(mirror(OPENING), 0.4))
    d.add(stitch(rim, thread), stitch(mirror(rim), thread))
    _drawcords(d)


def back(d: Drawing) -> None:
    thread = thread_for(d.colour, 0.3)
    _laid(d, BACK_FOLDS, "")
    hood: Points = [
        (400, 84),
        (342, 88),
        (298, 110),
        (276, 150),
        (268, 200),
        (274, 244),
        (312, 300),
        (356, 330),
        (400, 338),
    ]
    shape = whole(hood)
    d.contact(shape, 0.55, dx=2, dy=8)
    folds = both(
        [
            Fold([(300, 120), (292, 180), (306, 240), (350, 310)], 30, 0.5),
            Fold([(280, 210), (320, 262), (360, 290), (396, 300)], 26, 0.46),
            Fold([(340, 100), (336, 160), (350, 220), (384, 270)], 22, 0.34),
        ]
    )
    middle = seam([(400, 84), (402, 200), (400, 338)], 0.5) + stitch(
        [(408, 88), (410, 200), (408, 334)], thread, 1.3
    )
    d.panel(shape, folds, middle, drape=0.7)


def _laid(d: Drawing, folds: list[Fold], pocket: str) -> None:
    body = sway(whole([*TOP, *SIDE]), 2, d.seed)
    band = across([(219, 839, 0), (300, 846), (400, 848)])
    d.ground(body, SLEEVE, mirror(SLEEVE), [*band, (572, 866, 0), (228, 866, 0)])
    knit = shade(d.colour, 0.94)
    cuff = rib([(71, 777), (106, 787), (141, 789)], 50, knit)
    d.add(cuff, flipped(cuff))
    d.pair(SLEEVE, SLEEVE_FOLDS, turn=10)
    d.add(rib(band, 52, knit))
    d.contact(body, 0.45, dx=0, dy=4)
    low = [(SIDE[i][0] + 7, SIDE[i][1]) for i in range(4)]
    thread = thread_for(d.colour, 0.3)
    rows = "".join(
        seam(s, 0.4) + stitch(t, thread, 1.3)
        for s, t in ((SIDE[:4], low), (mirror(SIDE[:4]), mirror(low)))
    )
    d.panel(body, folds, rows + pocket)


def _pocket(d: Drawing, thread: str) -> str:
    """The kangaroo pocket; its slanted mouths are darker where the hands go in."""
    mouth: Points = [(294, 590), (270, 640), (240, 690), (234, 720)]
    inner = [(p[0] + 9, p[1] + 4) for p in mouth]
    shadow = (
        f'<path d="{path(mouth)}" fill="none" stroke="#000" stroke-opacity=".5" stroke-width="13" '
        'transform="translate(-5 -2)" filter="url(#blur3)"/>'
    )
    one = shadow + seam(mouth, 0.45) + stitch(inner, thread, 1.4)
    top = seam([(294, 590), (400, 594), (506, 590)], 0.4) + stitch(
        [(296, 598), (400, 602), (504, 598)], thread, 1.4
    )
    return patch(POCKET, d.colour, 0.18) + one + flipped(one) + top


def _drawcords(d: Drawing) -> None:
    cord = mix(d.colour, "#f6f1e6", 0.82)
    for points in (
        [(368, 264), (362, 320), (366, 380), (360, 446)],
        [(432, 264), (440, 320), (434, 380), (442, 462)],
    ):
        line, (x, y) = path(points), points[-1]
        d.add(
            rivet(points[0][0], points[0][1], 6, "#9a9895"),
            f'<g fill="none" stroke-linecap="round"><path d="{line}" stroke="#000" '
            'stroke-opacity=".4" stroke-width="8" '
            f'transform="translate(3 4)" filter="url(#blur3)"/><path d="{line}" '
            f'stroke="{shade(cord, 0.72)}" stroke-width="8"/>'
            f'<path d="{line}" stroke="{cord}" stroke-width="5.6"/><path d="{line}" '
            'stroke="#000" stroke-opacity=".16" '
            f'stroke-width="5.6" stroke-dasharray="2 3"/><path d="M{x} {y - 4}v24" '
            'stroke="#8f8d8a" stroke-width="9"/>'
            f'<path d="M{x - 2} {y - 2}v18" stroke="#fff" stroke-opacity=".6" '
            'stroke-width="2"/></g>',
        )
