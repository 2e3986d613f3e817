"""The jeans: five pockets, rivets, copper thread and a worn wash."""

from demo.garments.cloth import Drawing, Fold, both, flipped
from demo.garments.colour import luminance, mix, shade, tint
from demo.garments.fabric import FABRICS
from demo.garments.outline import Points, across, sway, whole
from demo.garments.stitching import patch, rivet, seam, stitch

HALF: Points = [
    (400, 92), (330, 90), (268, 82, 0), (261, 126), (242, 206), (229, 300), (224, 400),
    (222, 520), (222, 640), (224, 760), (224, 860), (222, 948, 0), (256, 958), (300, 961),
    (342, 956, 0), (350, 840), (360, 720), (372, 600), (387, 480), (400, 392, 0),
]  # fmt: skip
BAND: Points = [
    (268, 84, 0),
    (334, 92),
    (400, 94),
    (466, 92),
    (532, 84, 0),
    (538, 128, 0),
    (468, 138),
    (400, 140),
    (332, 138),
    (262, 128, 0),
]

FOLDS = both(
    [
        Fold([(396, 372), (350, 392), (296, 390), (238, 362)], 24, 0.6, 0.35),
        Fold([(394, 396), (346, 430), (294, 436), (232, 418)], 22, 0.54, 0.35),
        Fold([(390, 420), (350, 466), (306, 484), (240, 478)], 20, 0.42, 0.35),
        Fold([(300, 460), (294, 600), (288, 760), (284, 930)], 46, 0.42),
        Fold([(372, 610), (334, 634), (290, 640), (236, 622)], 20, 0.5),
        Fold([(370, 648), (336, 676), (290, 684), (238, 672)], 18, 0.46),
        Fold([(366, 700), (336, 724), (296, 730), (250, 722)], 16, 0.36),
        Fold([(360, 846), (326, 866), (280, 870), (236, 852)], 18, 0.44),
        Fold([(358, 886), (326, 908), (284, 912), (232, 898)], 18, 0.46),
        Fold([(352, 930), (318, 946), (276, 948), (232, 938)], 14, 0.36),
    ],
    0.85,
)


def front(d: Drawing) -> None:
    gold = _thread(d)
    d.ground(whole(HALF))
    d.lining(
        across([(268, 86, 0), (330, 70), (400, 68)]) + across([(300, 96), (400, 104)])[::-1], 0.5
    )
    d.add(stitch(across([(288, 88), (340, 80), (400, 78)]), gold, 1.6))
    details = _pocket(d, gold) + flipped(_pocket(d, gold)) + _fly(gold) + _hems(gold)
    d.panel(sway(whole(HALF), 1.6, d.seed), FOLDS, details, under=_wash(d), form=0.9)
    _waist(d, gold)
    d.add(rivet(400, 114, 10.5, "#a8713c" if _is_denim(d) else "#8d8a84"))


def back(d: Drawing) -> None:
    gold = _thread(d)
    d.ground(whole(HALF))
    yoke: Points = [(246, 192), (320, 208), (400, 246)]
    low: Points = [(p[0], p[1] + 7) for p in yoke]
    seat = seam([(400, 140), (402, 250), (400, 392)], 0.5) + stitch(
        [(407, 140), (409, 250), (406, 380)], gold
    )
    pocket = _back_pocket(d, gold)
    details = (
        seam(across(yoke), 0.45)
        + stitch(across(low), gold)
        + seat
        + pocket
        + flipped(pocket)
        + _hems(gold)
    )
    folds = [fold for fold in FOLDS if fold.spine[0][1] > 400]
    d.panel(sway(whole(HALF), 1.6, d.seed), folds, details, under=_wash(d), form=0.9)
    _waist(d, gold)
    if _is_denim(d):
        d.add(patch([(464, 97, 0), (522, 91, 0), (526, 127, 0), (467, 133, 0)], "#a9743f"))
        edge: Points = [(468, 101, 0), (519, 96, 0), (522, 123, 0), (471, 128, 0), (468, 101, 0)]
        d.add(stitch(edge, "#e8d6b5", 1.2))


def _is_denim(d: Drawing) -> bool:
    return d.fabric is FABRICS["denim"]


def _thread(d: Drawing) -> str:
    """Copper thread on denim; tonal thread on chino twill."""
    if _is_denim(d):
        return "#c9914a"
    return tint(d.colour, 0.3) if luminance(d.colour) < 0.3 else shade(d.colour, 0.72)


def _wash(d: Drawing) -> str:
    """Where denim wears: thighs and knees, paler towards the middle of each leg."""
    if not _is_denim(d):
        return ""
    worn = tint(d.colour, 0.62)
    spots = (
        (300, 420, 44, 150, 0.34),
        (500, 420, 44, 150, 0.30),
        (300, 660, 38, 110, 0.24),
        (500, 660, 38, 110, 0.22),
    )
    return "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{worn}" fill-opacity="{o}" '
        'filter="url(#blur18)"/>'
        for x, y, rx, ry, o in spots
    )


def _pocket(d: Drawing, gold: str) -> str:
    """A scooped front pocket, its bag a darker shade, riveted at both ends."""
    mouth: Points = [(338, 136), (332, 186), (294, 226), (234, 238)]
    bag: Points = [(338, 130, 0), (332, 186), (294, 226), (230, 238, 0), (260, 126, 0)]
    outer = [(p[0] + 7, p[1] + 8) for p in mouth]
    far = [(p[0] + 14, p[1] + 15) for p in mouth]
    side = seam([(261, 130), (242, 236), (232, 330)], 0.4)
    return (
        patch(bag, shade(d.colour, 0.6), 0.4)
        + side
        + seam(mouth, 0.55, 2.6)
        + stitch(outer, gold)
        + stitch(far, gold)
        + (rivet(341, 146) if _is_denim(d) else "")
        + (rivet(246, 245) if _is_denim(d) else "")
    )


def _fly(gold: str) -> str:
    curve: Points = [(437, 138), (437, 260), (430, 316), (404, 348)]
    inner = [(p[0] - 8, p[1] - 4) for p in curve]
    return (
        seam([(400, 138), (401, 280), (400, 392)], 0.55, 2.4)
        + stitch([(393, 340), (393, 386)], gold)
        + stitch(curve, gold)
        + stitch(inner, gold)
    )


def _back_pocket(d: Drawing, gold: str) -> str:
    shape: Points = [(266, 232, 0), (372, 250, 0), (368, 352, 0), (314, 378, 0), (262, 340, 0)]
    inner: Points = [(271, 240, 0), (267, 337, 0), (314, 370, 0), (362, 347, 0), (366, 257, 0)]
    arc: Points = [(268, 290), (296, 312), (317, 296), (340, 318), (366, 306)]
    sign = stitch(arc, gold) + rivet(272, 240, 4) + rivet(366, 256, 4) if _is_denim(d) else ""
    return (
        patch(shape, mix(d.colour, "#ffffff", 0.04), 0.5)
        + seam([*shape, shape[0]], 0.4, 1.8)
        + stitch(inner, gold)
        + sign
        + stitch([(268, 246, 0), (368, 263, 0)], gold)
    )


def _hems(gold: str) -> str:
    hem: Points = [(222, 926), (256, 936), (300, 939), (346, 934)]
    outseam: Points = [(244, 226), (234, 330), (230, 460), (230, 620), (232, 780), (232, 950)]
    one = stitch(hem, gold) + seam(outseam, 0.3, 1.8)
    return one + flipped(one)


def _waist(d: Drawing, gold: str) -> None:
    rows = stitch(across([(267, 90), (334, 97), (400, 101)]), gold) + stitch(
        across([(261, 119), (332, 129), (400, 133)]), gold
    )
    d.contact(BAND, 0.5, dx=0, dy=5)
    d.panel(BAND, (), rows, form=0.6, drape=0.4, colour=mix(d.colour, "#000000", 0.06))
    for x in (300, 500):
        loop: Points = [(x - 9, 86, 0), (x + 9, 86, 0), (x + 9, 143, 0), (x - 9, 143, 0)]
        d.add(patch(loop, mix(d.colour, "#000000", 0.04)))
        d.add(
            stitch([(x - 5, 89), (x - 5, 140)], gold, 1.4),
            stitch([(x + 5, 89), (x + 5, 140)], gold, 1.4),
        )
