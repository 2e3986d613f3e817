"""Fabrics: how each cloth looks close up and how it hangs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fabric:
    """`weft` and `warp` are noise frequencies of the weave; `drape` those of its slow waves.

    `relief` and `weight` say how much the weave shows, `depth` how high folds stand,
    `gloss` how strongly they catch the light, `twist` the angle of a twill.
    """

    weft: str
    warp: str
    relief: float
    weight: float
    drape: tuple[float, float] = (0.0075, 0.0032)
    depth: float = 15
    gloss: float = 1
    twist: float = 0


FABRICS: dict[str, Fabric] = {
    "jersey": Fabric(".35 .5", ".5 .35", 0.9, 0.20),
    "poplin": Fabric(".04 .9", ".9 .04", 1.0, 0.16, (0.011, 0.004), 16),
    "linen": Fabric(".02 .7", ".7 .02", 1.9, 0.30, (0.014, 0.007), 17),
    "mulmul": Fabric(".05 .8", ".8 .05", 1.0, 0.16, (0.012, 0.002), 16),
    "khadi": Fabric(".012 .55", ".55 .012", 2.0, 0.30, (0.009, 0.003)),
    "denim": Fabric(".03 .8", ".8 .05", 2.0, 0.34, (0.012, 0.006), twist=-32),
    "twill": Fabric(".03 .9", ".9 .06", 1.3, 0.24, (0.010, 0.005), twist=-32),
    "silk": Fabric(".006 .35", ".8 .01", 0.8, 0.14, (0.012, 0.0016), 17, 1.5),
    "fleece": Fabric(".22 .24", ".6 .6", 1.4, 0.26, (0.006, 0.004), 14),
    "canvas": Fabric(".05 .6", ".6 .05", 1.6, 0.24, (0.006, 0.006), 8),
}
