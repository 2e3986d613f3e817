"""The dress: a V neck, flutter sleeves, a tied waist and a skirt gathered in two tiers."""

from demo.garments.cloth import Drawing, Fold, both
from demo.garments.colour import shade
from demo.garments.outline import Points, across, mirror, sway, whole
from demo.garments.stitching import label, seam, stitch, thread_for

NECK: Points = [(332, 108, 0), (352, 170), (378, 222), (400, 258, 0)]
NAPE: Points = [(332, 108, 0), (356, 120), (380, 125), (400, 126)]
BODICE: Points = [
    (332, 108, 0), (296, 120), (258, 136, 0), (266, 184), (274, 234), (272, 290, 0), (280, 340),
    (296, 392), (302, 420, 0), (350, 426), (400, 428),
]  # fmt: skip
SLEEVE: Points = [
    (266, 131, 0), (236, 148), (212, 186), (188, 246), (168, 304, 0), (182, 326), (206, 322),
    (228, 338), (254, 330), (274, 332), (290, 296, 0), (282, 234), (272, 184),
]  # fmt: skip
SKIRT: Points = [
    (300, 416, 0), (280, 480), (256, 560), (232, 640), (214, 712, 0), (260, 730), (330, 738),
    (400, 740),
]  # fmt: skip
TIER: Points = [
    (217, 700, 0), (198, 760), (180, 840), (164, 924, 0), (192, 940), (226, 932), (260, 950),
    (296, 940), (330, 956), (366, 944), (400, 956),
]  # fmt: skip

SLEEVE_FOLDS = [
    Fold([(262, 150), (230, 200), (206, 260), (190, 320)], 26, 0.5, 0.6),
    Fold([(270, 160), (248, 220), (232, 280), (222, 336)], 24, 0.5, 0.6),
    Fold([(276, 180), (266, 240), (258, 290), (258, 332)], 22, 0.44, 0.6),
]
BODICE_FOLDS = both(
    [
        Fold([(272, 280), (304, 292), (336, 304), (362, 330)], 24, 0.5, 0.35),
        Fold([(276, 300), (302, 330), (322, 370), (334, 424)], 26, 0.5, 0.5),
        Fold([(322, 424), (318, 390), (326, 350), (338, 320)], 20, 0.4, 0.4),
        Fold([(366, 426), (362, 380), (366, 330), (374, 290)], 20, 0.4, 0.4),
        Fold([(318, 140), (324, 190), (342, 240), (368, 284)], 22, 0.34),
    ]
)


def _gathers(
    top: float, bottom: float, half_top: float, half_bottom: float, count: int
) -> list[Fold]:
    """Folds that hang from a gathered seam and fan towards the hem, long and short in turn."""
    folds = []
    for i in range(count):
        at = (i + 0.5) / count * 2 - 1
        x0, x1 = 400 + at * half_top, 400 + at * half_bottom
        end = bottom if i % 3 else top + (bottom - top) * 0.62
        middle = (x0 * 0.55 + x1 * 0.45, (top + end) / 2)
        folds.append(
            Fold(
                [(x0, top - 6), middle, (x1, end + 14)],
                27 if i % 3 else 20,
                0.62 if i % 2 else 0.46,
                0.55,
            )
        )
    return folds


def front(d: Drawing) -> None:
    _laid(d, NECK)
    _tie(d)


def back(d: Drawing) -> None:
    _laid(d, NAPE)
    zip_ = seam([(400, 126), (400, 424)], 0.4, 1.8)
    d.add(zip_, f'<circle cx="400" cy="138" r="4" fill="{shade(d.colour, 0.5)}"/>')


def _laid(d: Drawing, neck: Points) -> None:
    thread = thread_for(d.colour)
    skirt, tier = sway(whole(SKIRT), 2.5, d.seed), sway(whole(TIER), 3, d.seed)
    bodice = sway(whole([*neck[::-1], *BODICE[1:]]), 1.5, d.seed)
    d.ground(bodice, skirt, tier, SLEEVE, mirror(SLEEVE))
    hem: Points = [
        (164, 912),
        (192, 928),
        (226, 920),
        (260, 938),
        (296, 928),
        (330, 944),
        (366, 932),
        (400, 944),
    ]
    d.panel(tier, _gathers(704, 950, 176, 226, 15), stitch(across(hem), thread, 1.3), form=0.8)
    d.contact(skirt, 0.5, dx=0, dy=6)
    d.panel(skirt, _gathers(420, 734, 92, 176, 12), form=0.8)
    if neck is NECK:
        d.lining(
            across([(334, 106, 0), (364, 99), (400, 97)]) + across([(356, 190), (400, 266)])[::-1]
        )
        d.add(label(400, 112, 38))
    d.pair(SLEEVE, SLEEVE_FOLDS, turn=16, drape=0.8)
    d.contact(bodice, 0.45, dx=0, dy=5)
    edge: Points = (
        [(323, 112), (344, 176), (371, 230), (400, 274)]
        if neck is NECK
        else [(322, 114), (352, 130), (400, 136)]
    )
    armholes = seam(BODICE[2:6], 0.4) + seam(mirror(BODICE[2:6]), 0.4)
    d.panel(bodice, BODICE_FOLDS, armholes + stitch(across(edge), thread, 1.3))
    band: Points = (
        across([(300, 408, 0), (350, 414), (400, 416)])
        + across([(298, 436, 0), (350, 442), (400, 444)])[::-1]
    )
    d.contact(band, 0.45, dx=0, dy=5)
    d.panel(band, form=0.5, drape=0.6, printed=False, colour=shade(d.colour, 0.94))


def _tie(d: Drawing) -> None:
    """The bow at the waist: two tails, two loops, one knot."""
    tails: list[Points] = [
        [
            (330, 424, 0),
            (318, 480),
            (300, 540),
            (286, 604, 0),
            (306, 610, 0),
            (322, 550),
            (338, 490),
            (346, 430, 0),
        ],
        [
            (340, 424, 0),
            (346, 490),
            (346, 550),
            (340, 620, 0),
            (361, 622, 0),
            (366, 550),
            (362, 490),
            (352, 426, 0),
        ],
    ]
    loops: list[Points] = [
        [(340, 424), (304, 396), (272, 398), (268, 424), (284, 444), (312, 442)],
        [(340, 424), (374, 400), (402, 404), (408, 426), (394, 446), (368, 442)],
    ]
    for shape in (*tails, *loops):
        d.contact(shape, 0.45, dx=2, dy=5)
        d.panel(shape, [Fold([shape[0], shape[3]], 9, 0.4)], form=0.35, drape=0.5, printed=False)
    knot: Points = [(328, 408), (350, 407), (356, 424), (350, 442), (330, 442), (324, 424)]
    d.contact(knot, 0.5, dx=1, dy=3)
    d.panel(knot, form=0.35, drape=0.4, printed=False)
