"""The kurta: a band collar, a pointed placket, an A-line fall and side slits."""

from demo.garments.cloth import Drawing, Fold, both, flipped
from demo.garments.colour import luminance, shade
from demo.garments.outline import Points, across, mirror, sway, whole
from demo.garments.stitching import button, label, seam, stitch, thread_for

NECK: Points = [(336, 100, 0), (346, 130), (370, 150), (400, 156)]
NAPE: Points = [(336, 96, 0), (356, 106), (378, 110), (400, 111)]
SIDE: Points = [
    (226, 142, 0), (238, 190), (248, 250), (250, 316, 0), (252, 420), (244, 540), (230, 680),
    (214, 820), (202, 934, 0), (250, 945), (320, 951), (400, 953),
]  # fmt: skip
SLEEVE: Points = [
    (236, 137, 0), (200, 154), (176, 196), (158, 280), (138, 390), (118, 500), (102, 604, 0),
    (136, 620), (182, 628, 0), (196, 540), (222, 420), (264, 314, 0), (256, 250), (244, 190),
]  # fmt: skip

SLEEVE_FOLDS = [
    Fold([(228, 196), (206, 290), (182, 410), (150, 580)], 42, 0.5),
    Fold([(250, 310), (220, 352), (186, 372), (148, 376)], 26, 0.5, 0.35),
    Fold([(238, 370), (208, 410), (176, 426), (136, 430)], 24, 0.46, 0.35),
    Fold([(214, 460), (190, 490), (160, 500), (126, 494)], 20, 0.4, 0.4),
    Fold([(204, 520), (176, 550), (150, 556), (114, 548)], 18, 0.34, 0.4),
]
FOLDS = [
    *both(
        [
            Fold([(250, 310), (290, 352), (326, 420), (340, 540)], 34, 0.58, 0.35),
            Fold([(252, 322), (272, 440), (274, 580), (256, 760)], 40, 0.5, 0.4),
            Fold([(252, 304), (300, 316), (346, 340), (372, 392)], 20, 0.38, 0.3),
            Fold([(234, 934), (256, 800), (286, 660), (312, 520)], 42, 0.46, 0.35),
            Fold([(310, 950), (318, 830), (342, 700), (348, 580)], 40, 0.42, 0.35),
        ],
        0.75,
    ),
    Fold([(404, 952), (396, 840), (410, 700), (402, 560)], 44, 0.34, 0.3),
    Fold([(326, 190), (308, 236), (282, 272), (256, 296)], 18, 0.3),
]
BACK_FOLDS = [
    *both(
        [
            Fold([(252, 310), (288, 380), (300, 480), (296, 640)], 36, 0.5, 0.35),
            Fold([(236, 934), (260, 800), (296, 660), (330, 520)], 42, 0.48, 0.35),
            Fold([(330, 950), (336, 820), (356, 680), (360, 540)], 38, 0.4, 0.35),
            Fold([(244, 180), (266, 240), (276, 300), (276, 360)], 24, 0.36),
        ]
    ),
    Fold([(406, 180), (398, 300), (408, 420), (398, 560)], 40, 0.2, 0.3),
    Fold([(420, 952), (410, 840), (420, 720), (404, 600)], 44, 0.34, 0.3),
]


def front(d: Drawing) -> None:
    thread = thread_for(d.colour)
    _laid(d, NECK, FOLDS, thread)
    _placket(d, thread)
    band = (
        across([(322, 112, 0), (331, 142), (358, 170), (400, 180)])
        + across([(340, 92, 0), (345, 116), (366, 144), (400, 156)])[::-1]
    )
    d.contact(band, 0.45, dx=0, dy=5)
    rows = stitch(across([(329, 112), (338, 138), (362, 164), (400, 173)]), thread, 1.2)
    slit = '<path d="M400 150V186" stroke="#000" stroke-opacity=".5" stroke-width="2.4"/>'
    d.panel(band, (), rows + slit, form=0.5, drape=0.3, printed=False)


def back(d: Drawing) -> None:
    thread = thread_for(d.colour)
    _laid(d, NAPE, BACK_FOLDS, thread)
    band = (
        across([(328, 104, 0), (336, 78, 0), (366, 68), (400, 66)])
        + across([(356, 112), (400, 118)])[::-1]
    )
    d.contact(band, 0.45, dx=0, dy=5)
    d.panel(
        band,
        (),
        stitch(across([(334, 98), (360, 107), (400, 110)]), thread, 1.2),
        form=0.5,
        drape=0.3,
        printed=False,
    )


def _laid(d: Drawing, neck: Points, folds: list[Fold], thread: str) -> None:
    body = sway(whole([*neck[::-1], *SIDE]), 2.5, d.seed)
    d.ground(body, SLEEVE, mirror(SLEEVE))
    if neck is NECK:
        d.lining(
            across([(341, 95, 0), (366, 85), (400, 82)]) + across([(352, 140), (400, 168)])[::-1]
        )
        d.add(label(400, 104, 40))
    cuff = stitch([(106, 588), (140, 604), (186, 612)], thread) + stitch(
        [(109, 570), (143, 586), (189, 594)], thread
    )
    d.pair(SLEEVE, SLEEVE_FOLDS, cuff, turn=12)
    d.contact(body, 0.45, dx=0, dy=4)
    hem = stitch(across([(204, 916), (300, 931), (400, 935)]), thread)
    armholes = seam(SIDE[:4], 0.4) + seam(mirror(SIDE[:4]), 0.4)
    d.panel(body, folds, hem + armholes + _slits(d, thread))


def _slits(d: Drawing, thread: str) -> str:
    """The side seams open below the hip; the facing is stitched down."""
    facing: Points = [(234, 690), (226, 800), (216, 918)]
    gap = f'<path d="M229 690L202 940L190 940Z" fill="{shade(d.colour, 0.28)}" fill-opacity=".8"/>'
    one = gap + stitch(facing, thread, 1.3)
    return one + flipped(one)


def _placket(d: Drawing, thread: str) -> None:
    strip: Points = [(380, 160, 0), (420, 160, 0), (420, 452, 0), (400, 474, 0), (380, 452, 0)]
    inner: Points = [(385, 176, 0), (385, 449, 0), (400, 466, 0), (415, 449, 0), (415, 176, 0)]
    box: Points = [(385, 430, 0), (415, 430, 0)]
    d.contact(strip, 0.4, dx=3, dy=3)
    d.panel(
        strip,
        (),
        stitch(inner, thread, 1.2) + stitch(box, thread, 1.2),
        form=0.3,
        drape=0.8,
        printed=False,
    )
    wood = "#9b7347" if luminance(d.colour) < 0.6 else "#8a6a45"
    d.add(*(button(400, y, wood, 7.5) for y in (222, 288, 354, 414)))
