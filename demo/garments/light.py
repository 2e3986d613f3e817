"""Light: the SVG filters that turn height maps into folds and weave.

A height map is lit from the upper left; the lit image then becomes two veils, one of the
dye's own dark and one of its own light. So a fold changes how bright the cloth is, never
its hue. All filters work in sRGB: in linear light dark dyes would band and drift.
"""

from demo.garments.outline import HEIGHT, WIDTH

Box = tuple[float, float, float, float]

LEVEL = 0.734  # how bright level cloth is under the fold light
LEVEL_WEAVE = 0.669
_NOISE = '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0" result="noise"/>'
_MERGE = '<feMerge><feMergeNode in="dark"/><feMergeNode in="light"/></feMerge></filter>'


def blur(ident: str, deviation: float) -> str:
    box = (-120, -120, WIDTH + 240, HEIGHT + 240)
    return (
        f'<filter id="{ident}" {_region(box)}><feGaussianBlur stdDeviation="{deviation}"/></filter>'
    )


def folds(
    ident: str,
    box: Box,
    *,
    drape: tuple[float, float],
    noise: float,
    depth: float,
    seed: int,
    dark: tuple[str, float],
    light: tuple[str, float],
) -> str:
    """Light the folds in the source's alpha, over slow waves of noise.

    Each ridge counts twice, blurred wide for its body and narrow for its crest. The lit
    image is blurred a little because an 8-bit height map is a staircase.
    """
    return (
        f'<filter id="{ident}" {_region(box)}>'
        '<feGaussianBlur in="SourceAlpha" stdDeviation="13" result="body"/>'
        '<feGaussianBlur in="SourceAlpha" stdDeviation="4.5" result="crest"/>'
        '<feComposite in="body" in2="crest" operator="arithmetic" k2=".7" k3=".16" result="ridge"/>'
        f'<feTurbulence type="fractalNoise" baseFrequency="{drape[0]} {drape[1]}" '
        f'numOctaves="2" seed="{seed}"/>{_NOISE}'
        f'<feComposite in="ridge" in2="noise" operator="arithmetic" k2="1" k3="{noise:.2f}" '
        'result="height"/>'
        f'<feDiffuseLighting in="height" surfaceScale="{depth:.1f}" diffuseConstant="1.02" '
        'lighting-color="#fff">'
        '<feDistantLight azimuth="226" elevation="46"/></feDiffuseLighting>'
        '<feGaussianBlur stdDeviation="1.6" result="lit"/>'
        f"{_veil(*dark, LEVEL, -1, 'dark')}{_veil(*light, LEVEL, 1, 'light')}{_MERGE}"
    )


def weave(
    ident: str, box: Box, *, weft: str, warp: str, relief: float, seed: int, dark: str, light: str
) -> str:
    """Two crossing noises, lit as threads."""
    threads = "".join(
        f'<feTurbulence type="fractalNoise" baseFrequency="{frequency}" numOctaves="2" '
        f'seed="{seed + step}" '
        f'result="{name}"/>'
        for name, frequency, step in (("weft", weft, 7), ("warp", warp, 13))
    )
    return (
        f'<filter id="{ident}" {_region(box)}>{threads}'
        '<feComposite in="weft" in2="warp" operator="arithmetic" k2=".5" k3=".5"/>'
        f"{_NOISE}"
        f'<feDiffuseLighting in="noise" surfaceScale="{relief}" diffuseConstant="1" '
        'lighting-color="#fff" '
        'result="lit"><feDistantLight azimuth="235" elevation="42"/></feDiffuseLighting>'
        f"{_veil(dark, 1.5, LEVEL_WEAVE, -1, 'dark')}"
        f"{_veil(light, 1.7, LEVEL_WEAVE, 1, 'light')}{_MERGE}"
    )


def _region(box: Box) -> str:
    x, y, width, height = box
    return (
        f'x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" '
        'filterUnits="userSpaceOnUse" '
        'color-interpolation-filters="sRGB"'
    )


def _veil(colour: str, strength: float, level: float, side: int, result: str) -> str:
    """Paint `colour` where the lit cloth is brighter (side 1) or darker (side -1) than level."""
    channels = " ".join(f"0 0 0 0 {int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))
    slope = side * strength
    return (
        f'<feColorMatrix in="lit" values="{channels} {slope:.3f} 0 0 0 {-slope * level:.3f}" '
        f'result="{result}"/>'
    )
