"""The shirt: a two-piece collar, a buttoned placket, one pocket and a curved hem."""

from demo.garments.cloth import Drawing, Fold, both
from demo.garments.colour import luminance, shade
from demo.garments.outline import Points, across, mirror, sway, whole
from demo.garments.stitching import button, label, patch, seam, stitch, thread_for

NECK: Points = [(318, 138, 0), (344, 170), (372, 194), (400, 204)]
NAPE: Points = [(318, 138, 0), (346, 150), (372, 155), (400, 156)]
SIDE: Points = [
    (204, 184, 0), (216, 240), (228, 310), (232, 378, 0), (238, 480), (234, 600), (226, 720),
    (218, 800), (226, 822), (262, 846), (320, 872), (400, 880),
]  # fmt: skip
SLEEVE: Points = [
    (212, 180, 0), (178, 198), (156, 240), (140, 320), (122, 440), (104, 560), (92, 660),
    (86, 734, 0), (118, 746), (162, 748, 0), (176, 650), (202, 530), (226, 440), (246, 376, 0),
    (238, 300), (224, 236),
]  # fmt: skip
CUFF: Points = [(84, 724, 0), (78, 796, 0), (116, 810), (160, 810, 0), (166, 738, 0), (124, 738)]
LEAF: Points = [
    (397, 206, 0), (368, 176), (344, 140), (334, 118, 0), (318, 120), (304, 138), (296, 160, 0),
    (308, 204), (328, 252, 0), (362, 232),
]  # fmt: skip
POCKET: Points = [(456, 352, 0), (546, 352, 0), (546, 438, 0), (501, 458, 0), (456, 438, 0)]

SLEEVE_FOLDS = [
    Fold([(208, 240), (186, 330), (164, 470), (142, 640)], 40, 0.5),
    Fold([(234, 370), (204, 410), (170, 430), (132, 436)], 24, 0.5, 0.35),
    Fold([(226, 430), (196, 470), (164, 490), (122, 496)], 22, 0.46, 0.35),
    Fold([(196, 530), (172, 560), (144, 572), (108, 566)], 20, 0.4, 0.4),
    Fold([(104, 600), (130, 640), (146, 690), (150, 744)], 22, 0.4),
    Fold([(98, 680), (108, 700), (114, 720), (116, 744)], 14, 0.4, 0.7),
]
FOLDS = [
    *both(
        [
            Fold([(232, 372), (276, 412), (316, 480), (336, 590)], 32, 0.6, 0.35),
            Fold([(236, 384), (262, 480), (276, 600), (272, 740)], 34, 0.5, 0.4),
            Fold([(236, 366), (284, 376), (330, 396), (368, 440)], 20, 0.4, 0.3),
            Fold([(232, 800), (252, 720), (282, 640), (310, 560)], 32, 0.36, 0.4),
            Fold([(336, 870), (328, 780), (348, 690), (344, 600)], 30, 0.3),
        ],
        0.75,
    ),
    Fold([(312, 250), (296, 300), (274, 336), (242, 358)], 18, 0.3),
]
BACK_FOLDS = [
    *both(
        [
            Fold([(372, 262), (366, 380), (356, 520), (352, 700)], 34, 0.5, 0.3),
            Fold([(232, 372), (270, 430), (286, 520), (284, 640)], 34, 0.5, 0.35),
            Fold([(232, 800), (256, 720), (292, 640), (330, 560)], 32, 0.36, 0.4),
        ]
    )
]


def front(d: Drawing) -> None:
    thread = thread_for(d.colour, 0.3)
    body = _sleeves_then_body(d, NECK)
    d.panel(body, FOLDS, _armholes() + _hem(thread) + _pocket(d, thread), drape=1.1)
    _placket(d, thread)
    _collar(d, thread)


def back(d: Drawing) -> None:
    thread = thread_for(d.colour, 0.3)
    body = _sleeves_then_body(d, NAPE)
    yoke = [(206, 236), (300, 254), (400, 258), (500, 254), (594, 236)]
    low = [(p[0], p[1] + 6) for p in yoke]
    pleat = seam([(386, 258), (384, 330)], 0.4) + seam([(414, 258), (416, 330)], 0.4)
    loop = (
        '<path d="M394 250v22h12v-22" fill="none" stroke="#000" stroke-opacity=".4" '
        'stroke-width="4"/>'
    )
    d.panel(
        body,
        BACK_FOLDS,
        _armholes() + _hem(thread) + seam(yoke, 0.4) + stitch(low, thread, 1.2) + pleat + loop,
    )
    stand = (
        across([(318, 140, 0), (324, 108, 0), (360, 98), (400, 96)])
        + across([(350, 158), (400, 164)])[::-1]
    )
    d.contact(stand, 0.5, dx=0)
    d.panel(
        stand,
        form=0.5,
        drape=0.3,
        details=stitch(across([(326, 142), (358, 152), (400, 156)]), thread, 1.2),
    )


def _sleeves_then_body(d: Drawing, neck: Points) -> Points:
    body = sway(whole([*neck[::-1], *SIDE]), 2, d.seed)
    d.ground(body, SLEEVE, mirror(SLEEVE), CUFF, mirror(CUFF))
    if neck is NECK:
        d.lining(
            across([(322, 128, 0), (360, 112), (400, 108)]) + across([(350, 190), (400, 212)])[::-1]
        )
        d.add(
            stitch(across([(336, 132), (366, 140), (400, 142)]), thread_for(d.colour), 1.2),
            label(400, 150, 40),
        )
    thread = thread_for(d.colour, 0.3)
    d.pair(SLEEVE, SLEEVE_FOLDS, turn=10)
    rows = stitch([(86, 738), (124, 748), (164, 748)], thread, 1.2) + stitch(
        [(80, 788), (116, 801), (160, 801)], thread, 1.2
    )
    d.pair(CUFF, details=rows, turn=6, drape=0.4)
    d.contact(body, 0.45, dx=0, dy=4)
    return body


def _armholes() -> str:
    return seam(SIDE[:4], 0.4) + seam(mirror(SIDE[:4]), 0.4)


def _hem(thread: str) -> str:
    curve = [(220, 806), (234, 820), (266, 838), (322, 862), (400, 870)]
    return stitch(across(curve), thread, 1.3)


def _pocket(d: Drawing, thread: str) -> str:
    inner = [(461, 366), (461, 435), (501, 452), (541, 435), (541, 366)]
    corners: Points = [(x, y, 0) for x, y in inner]
    edge = seam([*POCKET, POCKET[0]], 0.34, 1.6)
    top = stitch([(458, 368), (544, 368)], thread, 1.2)
    return patch(POCKET, d.colour, 0.12) + edge + stitch(corners, thread, 1.2) + top


def _placket(d: Drawing, thread: str) -> None:
    strip: Points = [(383, 196, 0), (417, 196, 0), (418, 880, 0), (382, 880, 0)]
    rows = stitch([(388, 200), (388, 872)], thread, 1.2) + stitch(
        [(412, 200), (412, 872)], thread, 1.2
    )
    d.contact([(386, 214, 0), (416, 214, 0), (417, 862, 0), (384, 862, 0)], 0.4, dx=3, dy=3)
    d.panel(strip, [Fold([(394, 300), (402, 500), (396, 800)], 16, 0.2)], rows, form=0.3, drape=0.9)
    d.add(*(button(400, y, _button_colour(d), 7.5) for y in range(268, 850, 93)))


def _collar(d: Drawing, thread: str) -> None:
    """The stand buttoned at the throat, then the two leaves folded over it."""
    stand: Points = [
        (352, 172, 0),
        (400, 190, 0),
        (448, 172, 0),
        (440, 206),
        (400, 226, 0),
        (360, 206),
    ]
    d.panel(stand, form=0.4, drape=0.3)
    d.add(button(400, 208, _button_colour(d), 7))
    d.contact(LEAF, 0.55, dx=1, dy=6)
    d.contact(mirror(LEAF), 0.55, dx=1, dy=6)
    row = stitch([(390, 206), (360, 226), (330, 244), (312, 202), (301, 162)], thread, 1.2)
    d.pair(
        LEAF,
        [Fold([(330, 122), (330, 170), (352, 220)], 20, 0.3)],
        row,
        turn=36,
        drape=0.4,
        form=0.6,
    )


def _button_colour(d: Drawing) -> str:
    """Shell buttons on pale cloth, horn or smoke on deep cloth."""
    return "#f3efe6" if luminance(d.colour) > 0.1 else shade("#8d8a84", 0.9)
