"""The tee: set-in sleeves, a ribbed neck and twin-needle hems."""

from demo.garments.cloth import Drawing, Fold, both
from demo.garments.colour import shade
from demo.garments.outline import Points, across, mirror, sway, whole
from demo.garments.prints import sun
from demo.garments.stitching import label, rib, seam, stitch, thread_for

NECK: Points = [(304, 154, 0), (311, 176), (334, 216), (366, 240), (400, 247)]
NAPE: Points = [(306, 148, 0), (336, 160), (368, 166), (400, 167)]
SIDE: Points = [
    (190, 196, 0), (202, 254), (213, 324), (216, 396, 0), (220, 490), (216, 610), (210, 740),
    (205, 846, 0), (250, 859), (320, 867), (400, 869),
]  # fmt: skip
SLEEVE: Points = [
    (200, 191, 0), (164, 210), (138, 246), (108, 318), (80, 396), (58, 462, 0), (92, 484),
    (140, 500), (182, 507, 0), (198, 456), (228, 394, 0), (224, 320), (212, 250),
]  # fmt: skip
ARMHOLE: Points = SIDE[:4]

SLEEVE_FOLDS = [
    Fold([(196, 236), (166, 300), (142, 380), (126, 476)], 42, 0.5),
    Fold([(218, 366), (186, 400), (152, 424), (96, 434)], 24, 0.5, 0.35),
    Fold([(220, 404), (188, 440), (152, 464), (108, 474)], 20, 0.4, 0.3),
]
FOLDS = [
    *both(
        [
            Fold([(216, 390), (264, 424), (310, 486), (334, 590)], 36, 0.62, 0.35),
            Fold([(218, 404), (244, 484), (262, 580), (266, 700)], 34, 0.5, 0.4),
            Fold([(212, 836), (228, 760), (254, 690), (280, 620)], 34, 0.36, 0.4),
        ],
        0.75,
    ),
    Fold([(308, 256), (292, 306), (264, 346), (226, 376)], 20, 0.3),
    Fold([(580, 376), (518, 390), (464, 420), (420, 480)], 22, 0.36, 0.3),
    Fold([(340, 870), (330, 800), (352, 720), (344, 630)], 36, 0.3),
    Fold([(474, 870), (456, 800), (464, 740), (438, 660)], 40, 0.34),
]
BACK_FOLDS = [
    *both(
        [
            Fold([(212, 360), (254, 420), (272, 500), (274, 610)], 36, 0.5, 0.35),
            Fold([(212, 836), (238, 770), (274, 700), (326, 640)], 36, 0.4, 0.4),
            Fold([(204, 230), (238, 290), (254, 350), (258, 420)], 26, 0.4),
        ]
    ),
    Fold([(404, 210), (394, 310), (408, 420), (396, 540)], 44, 0.2, 0.3),
]


def front(d: Drawing) -> None:
    _laid(d, NECK, FOLDS)
    d.add(rib(across(NECK), 28, shade(d.colour, 0.95)))
    d.add(
        stitch(across([(288, 160), (307, 218), (346, 256), (400, 266)]), thread_for(d.colour), 1.3)
    )


def back(d: Drawing) -> None:
    _laid(d, NAPE, BACK_FOLDS)
    d.add(rib(across(NAPE), 28, shade(d.colour, 0.95)))
    d.add(
        stitch(across([(292, 160), (334, 180), (368, 185), (400, 186)]), thread_for(d.colour), 1.3)
    )


def _laid(d: Drawing, neck: Points, folds: list[Fold]) -> None:
    """Sleeves, then the body over them, cut out at the neck."""
    thread = thread_for(d.colour)
    body = sway(whole([*neck[::-1], *SIDE]), 2, d.seed)
    d.ground(body, SLEEVE, mirror(SLEEVE))
    if neck is NECK:
        _inside(d)
    cuff = stitch([(64, 449), (96, 470), (142, 485), (190, 492)], thread, 1.4)
    cuff += stitch([(61, 456), (94, 477), (141, 492), (188, 499)], thread, 1.4)
    d.pair(SLEEVE, SLEEVE_FOLDS, cuff, turn=22, drape=0.7)
    d.contact(body, 0.4, dx=0, dy=4)
    hem = "".join(
        stitch(across([(196, y), (300, y + 14), (400, y + 17)]), thread, 1.4) for y in (819, 826)
    )
    art = sun(d.print_, 400, 420) if d.print_ and d.print_.motif == "sun" and neck is NECK else ""
    d.panel(body, folds, hem + seam(ARMHOLE, 0.4) + seam(mirror(ARMHOLE), 0.4), under=art)


def _inside(d: Drawing) -> None:
    """The back of the neck, seen through the opening."""
    d.lining(
        across([(315, 154, 0), (352, 159), (400, 160)]) + across([(322, 216), (400, 256)])[::-1]
    )
    d.add(
        rib(across([(313, 166), (354, 171), (400, 172)]), 26, shade(d.colour, 0.74)),
        label(400, 192),
    )
