"""Makes the fonts that print names in the scripts of India on invoices, from the Anek families.

    for s in bangla devanagari gujarati gurmukhi kannada malayalam odia tamil telugu; do
        npm pack @fontsource-variable/anek-$s
        mkdir -p packages/$s && tar -xzf fontsource-variable-anek-$s-*.tgz -C packages/$s
    done
    python scripts/build_script_fonts.py packages

Needs `fonttools` and `brotli` (dependency group `art`). Its output in `orders/fonts/` is committed.
Each file has the letters of its script with the rules that join them, and the printable ASCII of
the same family, since what draws PDFs shapes a word in one font.
"""

import sys
from io import BytesIO
from pathlib import Path

from build_fonts import PRINT, call
from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SCRIPTS = (
    "bangla",
    "devanagari",
    "gujarati",
    "gurmukhi",
    "kannada",
    "malayalam",
    "odia",
    "tamil",
    "telugu",
)
PRIVATE = 0xE000
ASCII = range(0x20, 0x7F)
LAYOUT = ("GSUB", "GPOS", "GDEF")
FRACTIONS = {"frac", "numr", "dnom"}


def main(packages: Path) -> None:
    for script in SCRIPTS:
        files = packages / script / "package" / "files"
        font = Merger().merge([_letters(files, script), _latin(files, script)])
        _name_every_glyph(font)
        call(font, f"Anek-{script.title()}")
        font.save(PRINT / f"anek-{script}.ttf")


def _name_every_glyph(font: TTFont) -> None:
    """Give joined letters private code points of their own. What draws PDFs would hand them out in
    the order it meets them, and the same invoice would be other bytes after another one.
    """
    for table in font["cmap"].tables:
        known = set(table.cmap.values()) | {".notdef"}
        joined = [glyph for glyph in font.getGlyphOrder() if glyph not in known]
        table.cmap.update({PRIVATE + n: glyph for n, glyph in enumerate(joined)})


def _letters(files: Path, script: str) -> BytesIO:
    """Every letter of the script, and the rules by which they join."""
    own = {"bangla": "bengali", "odia": "oriya"}.get(script, script)
    font = _regular(files / f"anek-{script}-{own}-wght-normal.woff2")
    kept = [point for point in font.getBestCmap() if point not in ASCII]
    return _cut(font, kept, [f for f in subset.Options().layout_features if f not in FRACTIONS])


def _latin(files: Path, script: str) -> BytesIO:
    font = _regular(files / f"anek-{script}-latin-wght-normal.woff2")
    for table in LAYOUT:
        if table in font:
            del font[table]
    return _cut(font, list(ASCII), [])


def _regular(path: Path) -> TTFont:
    font = instancer.instantiateVariableFont(TTFont(path, recalcTimestamp=False), {"wght": 400})
    font.flavor = None
    for table in ("STAT", "MVAR", "HVAR", "gasp"):
        if table in font:
            del font[table]
    return font


def _cut(font: TTFont, points: list[int], features: list[str]) -> BytesIO:
    options = subset.Options(layout_features=features, hinting=False, name_IDs=[0, 13, 14])
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    out = BytesIO()
    font.save(out)
    out.seek(0)
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]))
