"""The sneakers: canvas low-tops with rubber toes, seen from the side as a pair, and from above."""

from collections.abc import Callable
from itertools import pairwise

from demo.garments.cloth import Drawing, Fold
from demo.garments.colour import luminance, mix, shade, tint
from demo.garments.outline import Points, closed, mirror, path, sway
from demo.garments.stitching import patch, seam, stitch, thread_for

RUBBER = "#f1ede3"
LACE = "#f6f3ec"

# One shoe from the side, toe to the left.
UPPER: Points = [
    (92, 640, 0), (94, 604), (116, 574), (160, 556), (216, 546), (278, 530), (336, 500),
    (394, 460), (446, 424), (482, 404, 0), (502, 414), (528, 442), (568, 466), (612, 470),
    (650, 454), (682, 424, 0), (704, 430), (704, 470), (698, 520), (706, 580), (716, 640, 0),
]  # fmt: skip
SOLE: Points = [
    (78, 630, 0), (78, 660), (100, 686), (160, 695), (300, 697), (460, 697), (600, 697),
    (694, 694), (722, 682), (728, 654), (722, 630, 0), (600, 642), (460, 647), (300, 647),
    (170, 642),
]  # fmt: skip
TOE: Points = [
    (84, 640, 0), (88, 602), (112, 572), (156, 553), (202, 547, 0), (222, 568), (232, 600),
    (233, 642, 0),
]  # fmt: skip
STAY: Points = [
    (286, 526, 0), (336, 498), (394, 458), (446, 422), (480, 404, 0), (496, 418, 0), (484, 444),
    (438, 478), (390, 516), (350, 546), (322, 560, 0),
]  # fmt: skip
TONGUE: Points = [
    (300, 524, 0), (352, 478), (404, 430), (444, 390), (474, 374), (502, 380), (510, 402),
    (494, 424), (426, 470), (340, 530),
]  # fmt: skip
COLLAR: Points = [
    (482, 404),
    (502, 414),
    (528, 442),
    (568, 466),
    (612, 470),
    (650, 454),
    (682, 424),
]
EYELETS = ((322, 532), (350, 512), (378, 492), (406, 472), (434, 452), (461, 432))

# The left shoe from above, toe up.
PLAN: Points = [
    (258, 128), (190, 144), (138, 206), (116, 300), (122, 420), (138, 530), (142, 640),
    (138, 740), (154, 820), (196, 864), (246, 872), (296, 860), (334, 812), (344, 730),
    (342, 640), (350, 540), (368, 430), (376, 310), (364, 214), (322, 148),
]  # fmt: skip
PLAN_TOE: Points = [
    (126, 256, 0), (142, 206), (190, 156), (256, 142), (316, 160), (356, 216), (364, 256, 0),
    (302, 236), (243, 230), (184, 236),
]  # fmt: skip
PLAN_MOUTH: Points = [
    (243, 566), (196, 580), (172, 640), (170, 720), (190, 790), (243, 816), (296, 790),
    (316, 720), (314, 640), (290, 580),
]  # fmt: skip
PLAN_TONGUE: Points = [
    (214, 300, 0), (202, 440), (192, 560), (196, 608, 0), (243, 622), (290, 608, 0), (294, 560),
    (284, 440), (272, 300, 0),
]  # fmt: skip
PLAN_STAY: Points = [
    (216, 288, 0), (208, 430), (200, 556, 0), (165, 552, 0), (178, 430), (187, 300, 0),
]  # fmt: skip


def front(d: Drawing) -> None:
    for place in ("translate(72 -148) scale(.93)", "translate(-6 98)"):
        d.add(f'<g transform="{place}">')
        _side(d)
        d.add("</g>")


def top(d: Drawing) -> None:
    left = sway(PLAN, 1.5, d.seed)
    d.ground(left, mirror(left))
    _plan(d, left, list)
    _plan(d, left, mirror)


def _side(d: Drawing) -> None:
    _floor(d)
    thread = thread_for(d.colour, 0.5)
    inside: Points = [
        (494, 420), (520, 398), (566, 394), (624, 400), (686, 424), (650, 456), (612, 474),
        (568, 470), (524, 446),
    ]  # fmt: skip
    d.lining(inside, 0.5)
    d.panel(TONGUE, [Fold([(360, 474), (420, 424), (480, 382)], 20, 0.5)], form=0.5, drape=0.6)
    d.add(patch([(456, 383, 0), (488, 375, 0), (499, 396, 0), (468, 405, 0)], "#f4f1ea"))
    d.contact(UPPER, 0.4, dx=0, dy=4)
    _upper(d, thread)
    d.contact(STAY, 0.45, dx=1, dy=5)
    edge = [(490, 420), (478, 440), (433, 474), (386, 511), (346, 540), (322, 552)]
    d.panel(STAY, (), stitch(edge, thread, 1.5), form=0.5, drape=0.5)
    _rubber(d)
    d.add(*(_eyelet(x, y) for x, y in EYELETS))
    d.add(*(_cord([(x, y), (x - 9, y - 15), (x - 26, y - 27)]) for x, y in EYELETS))


def _upper(d: Drawing, thread: str) -> None:
    """Vamp and quarter in one, then the heel tab over them."""
    folds = [
        Fold([(256, 536), (276, 570), (292, 604), (300, 634)], 32, 0.5),
        Fold([(300, 556), (330, 580), (348, 606), (354, 634)], 24, 0.4),
        Fold([(510, 446), (498, 500), (506, 570), (524, 632)], 38, 0.4),
        Fold([(640, 470), (620, 520), (620, 580), (630, 634)], 34, 0.4),
    ]
    quarter: Points = [(322, 560), (364, 574), (424, 590), (462, 640)]
    heel: Points = [(642, 460), (632, 510), (634, 580), (642, 640)]
    rows = "".join(
        seam(line, 0.4) + stitch([(x + 7, y + 1) for x, y in line], thread, 1.6)
        for line in (quarter, heel)
    )
    binding = (
        f'<path d="{path(COLLAR)}" fill="none" stroke="{shade(d.colour, 0.78)}" stroke-width="15"/>'
    )
    rim = stitch([(x, y + 10) for x, y in COLLAR], thread, 1.5)
    d.panel(UPPER, folds, rows + binding + rim + _flash(d), form=0.9)
    tab: Points = [
        (674, 418, 0),
        (703, 428, 0),
        (703, 470),
        (697, 530, 0),
        (682, 533, 0),
        (680, 470),
    ]
    row = stitch([(681, 430), (687, 475), (688, 527)], thread, 1.4)
    d.contact(tab, 0.4, dx=-2, dy=3)
    d.panel(tab, (), row, colour=shade(d.colour, 0.8), form=0.5, drape=0.3)


def _floor(d: Drawing) -> None:
    """The shoe stands: a hard contact shadow and a long soft one."""
    d.add(
        '<ellipse cx="412" cy="702" rx="330" ry="26" fill="#1a1f33" opacity=".38" '
        'filter="url(#blur18)"/>'
        '<ellipse cx="404" cy="699" rx="312" ry="9" fill="#12141f" opacity=".5" '
        'filter="url(#blur6)"/>'
    )


def _flash(d: Drawing) -> str:
    """Sun rays on the quarter, tone on tone."""
    mark = tint(d.colour, 0.72) if luminance(d.colour) < 0.4 else shade(d.colour, 0.62)
    rays = "".join(
        f'<path d="M{500 + 27 * i} 640L{514 + 27 * i} {528 + abs(2 - i) * 13}" stroke="{mark}" '
        'stroke-width="9" '
        'stroke-linecap="round"/>'
        for i in range(5)
    )
    return f'<g opacity=".8">{rays}</g>'


def _rubber(d: Drawing) -> None:
    """Toe cap, foxing and outsole, off-white on every colourway."""
    d.add(_cast(TOE, RUBBER), _shine([(106, 606), (128, 580), (164, 566)], 9))
    d.add(stitch([(212, 549), (232, 568), (243, 600), (244, 634)], thread_for(d.colour, 0.5), 1.5))
    d.add(_cast(SOLE, RUBBER))
    line: Points = [(80, 655), (170, 664), (300, 667), (460, 667), (600, 663), (725, 652)]
    grip: Points = [
        (98, 683),
        (160, 692),
        (300, 694),
        (460, 694),
        (600, 694),
        (690, 691),
        (718, 679),
    ]
    stripe = mix(d.colour, "#000000", 0.1) if luminance(d.colour) < 0.55 else "#27406b"
    d.add(
        f'<g fill="none"><path d="{path(line)}" stroke="{stripe}" stroke-width="6"/>'
        f'<path d="{path([(x, y - 4.4) for x, y in line])}" stroke="#000" stroke-opacity=".22" '
        'stroke-width="1.6"/>'
        f'<path d="{path(grip)}" stroke="#a8814f" stroke-width="9"/>'
        f'<path d="{path(grip)}" stroke="#000" stroke-opacity=".28" stroke-width="9" '
        'stroke-dasharray="5 4"/></g>',
        _shine([(110, 648), (300, 655), (470, 655), (620, 649)], 4),
    )


def _cast(outline: Points, colour: str) -> str:
    """Moulded rubber: a flat colour with a shaded lower edge."""
    shape = closed(outline)
    return (
        f'<path d="{shape}" fill="#000" fill-opacity=".35" transform="translate(1 -2)" '
        'filter="url(#blur3)"/>'
        f'<path d="{shape}" fill="{colour}"/>'
        f'<path d="{shape}" fill="none" stroke="{shade(colour, 0.6)}" stroke-width="3" '
        'stroke-opacity=".8"/>'
        f'<path d="{shape}" fill="none" stroke="#fff" stroke-opacity=".8" stroke-width="2" '
        'transform="translate(2 3)"/>'
    )


def _shine(points: Points, width: float) -> str:
    return (
        f'<path d="{path(points)}" fill="none" stroke="#fff" stroke-opacity=".8" '
        f'stroke-width="{width}" '
        'stroke-linecap="round" filter="url(#blur1)"/>'
    )


def _cord(points: Points, width: float = 13) -> str:
    """One run of flat lace."""
    line = path(points)
    return (
        f'<g fill="none" stroke-linecap="round"><path d="{line}" stroke="#000" '
        f'stroke-opacity=".42" stroke-width="{width}" '
        f'transform="translate(1.5 4)" filter="url(#blur3)"/><path d="{line}" '
        f'stroke="{shade(LACE, 0.72)}" stroke-width="{width}"/>'
        f'<path d="{line}" stroke="{LACE}" stroke-width="{width - 2.6}"/><path d="{line}" '
        'stroke="#000" stroke-opacity=".10" '
        f'stroke-width="{width - 3}" stroke-dasharray="1.4 2.6" stroke-linecap="butt"/></g>'
    )


def _eyelet(x: float, y: float) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="7.4" fill="#c9c7c2"/><circle cx="{x}" cy="{y}" r="7.4" '
        'fill="none" stroke="#000" '
        f'stroke-opacity=".35"/><circle cx="{x}" cy="{y}" r="3.8" fill="#24242a"/>'
    )


def _plan(d: Drawing, outline: Points, place: Callable[[Points], Points]) -> None:
    """One shoe from above: sole, upper, mouth, tongue and laces. `place` mirrors the other."""
    thread = thread_for(d.colour, 0.5)
    d.add(_cast(place(outline), RUBBER))
    inset = [(243 + (x - 243) * 0.88, 505 + (y - 505) * 0.955) for x, y in outline]
    folds = [
        Fold(place([(170, 310), (210, 300), (280, 302), (320, 312)]), 24, 0.5),
        Fold(place([(150, 420), (160, 540), (164, 640)]), 28, 0.5),
    ]
    lines: list[Points] = [
        [(130, 560), (170, 600), (190, 640)],
        [(356, 560), (316, 600), (296, 640)],
        [(243, 800), (243, 870)],
    ]
    d.panel(place(inset), folds, "".join(seam(place(line), 0.4) for line in lines), form=0.9)
    d.add(_cast(place(PLAN_TOE), RUBBER), _shine(place([(160, 222), (192, 180), (240, 162)]), 10))
    d.add(stitch(place([(124, 266), (186, 246), (243, 240), (300, 246), (362, 266)]), thread, 1.5))
    _mouth(d, place, thread)
    d.contact(place(PLAN_TONGUE), 0.5, dx=0, dy=4)
    d.panel(place(PLAN_TONGUE), (), form=0.6, drape=0.5)
    d.add(patch(place([(222, 572, 0), (264, 572, 0), (264, 602, 0), (222, 602, 0)]), "#f4f1ea"))
    for side in (PLAN_STAY, [(486 - p[0], *p[1:]) for p in PLAN_STAY]):
        stay = place(side)
        d.contact(stay, 0.4, dx=0, dy=3)
        d.panel(stay, (), stitch(stay[3:], thread, 1.4), form=0.4, drape=0.4)
    _lacing(d, place)


def _mouth(d: Drawing, place: Callable[[Points], Points], thread: str) -> None:
    """The opening with its padded collar and the insole inside."""
    mouth = place(PLAN_MOUTH)
    insole = place(
        [
            (243, 620),
            (204, 640),
            (192, 710),
            (208, 774),
            (243, 790),
            (278, 774),
            (294, 710),
            (282, 640),
        ]
    )
    mark = place([(222, 730), (243, 722), (264, 730)])
    d.add(
        f'<path d="{closed(mouth)}" fill="none" stroke="{shade(d.colour, 0.7)}" stroke-width="20"/>'
    )
    d.lining(mouth, 0.42)
    d.add(
        f'<path d="{closed(insole)}" fill="#a3967f"/>'
        f'<path d="{path(mark)}" fill="none" stroke="#27406b" stroke-width="3"/>',
        stitch(
            place([(243 + (x - 243) * 1.2, 690 + (y - 690) * 1.1) for x, y in PLAN_MOUTH[1:]]),
            thread,
            1.5,
        ),
    )


def _lacing(d: Drawing, place: Callable[[Points], Points]) -> None:
    """Six pairs of eyelets and the criss-cross between them."""
    rungs = [(318 + 43 * i, 40 + 4.2 * i) for i in range(6)]
    for y, reach in rungs:
        d.add(*(_eyelet(x, y) for x, _ in place([(243 - reach, y), (243 + reach, y)])))
    d.add(_cord(place([(203, 318), (243, 313), (283, 318)]), 12))
    for (y, reach), (below, wider) in pairwise(rungs):
        middle = (243, (y + below) / 2)
        d.add(_cord(place([(243 + reach, y), middle, (243 - wider, below)]), 12))
        d.add(_cord(place([(243 - reach, y), middle, (243 + wider, below)]), 12))
