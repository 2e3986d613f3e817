"""Makes the shop's fonts from Anek Latin: two files for pages with the stylesheet that declares
them, and two for invoices.

    npm pack @fontsource-variable/anek-latin && tar -xzf fontsource-variable-anek-latin-*.tgz
    python scripts/build_fonts.py package

Needs `fonttools` and `brotli` (dependency group `art`). Run it only when the font or the glyph
list changes; its output in `static/fonts/`, `static/css/fonts.css` and `orders/fonts/` is
committed.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STATIC = Path(__file__).resolve().parent.parent / "static"
PRINT = STATIC.parent / "orders" / "fonts"
PRINTED = {"regular": 400, "semibold": 600}
# Printable ASCII, then the letters and punctuation that names and our copy use.
LETTERS = [*range(0x20, 0x7F), *map(ord, "\N{NO-BREAK SPACE}£©®°²·½×âçèéñöü–—‘’“”•…−")]
FEATURES = ["kern", "liga", "tnum"]
RUPEE = 0x20B9
AXES = {
    "text": {"wght": (400, 400, 600), "wdth": 100},
    "display": {"wght": 600, "wdth": 75},
}
# Mean advance over SAMPLE, in em, of the local face that stands in until ours arrives: halfway
# between Arial and Roboto, the two we can count on (regular 1 % apart, bold 6 %).
STAND_IN_WIDTH = {"text": 0.4355, "display": 0.4548}
STAND_IN = {
    "text": 'local("Arial"), local("Roboto"), local("Liberation Sans")',
    "display": 'local("Arial Bold"), local("Roboto Bold"), local("Liberation Sans Bold")',
}
FAMILY = {"text": "Anek Latin", "display": "Anek Condensed"}
WEIGHT = {"text": "400 600", "display": "600"}
SAMPLE = (
    "Khadi Long Kurta in two colours, straight fit. New this week: Chanderi sarees, jeans and tees "
    "for 699. Arriving Tue, 2 Dec. Free delivery and 7 days to return. Add to bag. Choose a size. "
    "Your order is on the way."
)


def main(package: Path) -> None:
    out = STATIC / "fonts"
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(package / "LICENSE", out / "OFL.txt")
    rules = []
    for voice in AXES:
        font = cut(package, "latin", LETTERS, voice)
        graft(font, cut(package, "latin-ext", [RUPEE], voice), RUPEE)
        font.flavor = "woff2"
        font.save(out / f"anek-{voice}.woff2")
        rules.append(declare(font, voice))
    for name, weight in PRINTED.items():
        font = print_cut(package, weight)
        call(font, f"Anek-{name.title()}")
        font.save(PRINT / f"anek-{name}.ttf")
    (STATIC / "css" / "fonts.css").write_text(
        "/* Written by scripts/build_fonts.py: the two cuts of Anek Latin, and local stand-ins of\n"
        "   the same measure, so that nothing moves when ours arrive. */\n" + "\n".join(rules)
    )


def cut(package: Path, part: str, codepoints: list[int], voice: str) -> TTFont:
    """One of the package's files, reduced to our letters and then to one voice's axes."""
    font = TTFont(
        package / "files" / f"anek-latin-{part}-standard-normal.woff2", recalcTimestamp=False
    )
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 13, 14])
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codepoints)
    cutter.subset(font)
    return instancer.instantiateVariableFont(font, AXES[voice])


def print_cut(package: Path, weight: int) -> TTFont:
    """One weight with every Latin letter the package has, for PDFs: names are printed as written.

    What draws PDFs knows no OpenType features, so the figures of one width become the figures.
    """
    parts = []
    for part in ("latin", "latin-ext"):
        path = package / "files" / f"anek-latin-{part}-standard-normal.woff2"
        font = TTFont(path, recalcTimestamp=False)
        font = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100})
        table_figures(font)
        font.flavor = None
        for table in ("GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR"):
            if table in font:
                del font[table]
        parts.append(BytesIO())
        font.save(parts[-1])
        parts[-1].seek(0)
    return Merger().merge(parts)


def call(font: TTFont, name: str) -> None:
    """Give a font its own name: a PDF reader takes two of one name for the same."""
    for name_id in (1, 4, 6):
        font["name"].setName(name, name_id, 3, 1, 0x409)


def table_figures(font: TTFont) -> None:
    """Put the figures of one width (feature tnum) in the place of the usual ones."""
    rules = font["GSUB"].table
    for feature in rules.FeatureList.FeatureRecord:
        if feature.FeatureTag != "tnum":
            continue
        for place in feature.Feature.LookupListIndex:
            for rule in rules.LookupList.Lookup[place].SubTable:
                for table in font["cmap"].tables:
                    table.cmap = {c: rule.mapping.get(g, g) for c, g in table.cmap.items()}


def graft(font: TTFont, donor: TTFont, codepoint: int) -> None:
    """Copy one plain glyph between two cuts of the same design.

    The package keeps the rupee sign apart from the Latin letters. A second file for one sign would
    be fetched on every page with a price, and the sign would arrive later than its digits.
    """
    name = donor.getBestCmap()[codepoint]
    order = [*font.getGlyphOrder(), name]
    font["glyf"].glyphs[name] = donor["glyf"][name]
    font["hmtx"][name] = donor["hmtx"][name]
    if "gvar" in font:
        font["gvar"].variations[name] = donor["gvar"].variations[name]
        del font["HVAR"]  # optional, indexed by glyph order; gvar holds the same advances
    font.setGlyphOrder(order)
    font["glyf"].setGlyphOrder(order)
    for table in font["cmap"].tables:
        table.cmap[codepoint] = name


def declare(font: TTFont, voice: str) -> str:
    """The face itself, and its stand-in stretched to the same width and line height."""
    em, head = font["head"].unitsPerEm, font["hhea"]
    letters, advances = font.getBestCmap(), font["hmtx"]
    width = sum(advances[letters[ord(letter)]][0] for letter in SAMPLE) / len(SAMPLE) / em
    scale = width / STAND_IN_WIDTH[voice]
    return (
        f'@font-face{{font-family:"{FAMILY[voice]}";font-weight:{WEIGHT[voice]};font-display:swap;'
        f'src:url("../fonts/anek-{voice}.woff2") format("woff2")}}\n'
        f'@font-face{{font-family:"{FAMILY[voice]} Stand-in";src:{STAND_IN[voice]};'
        f"size-adjust:{scale:.2%};ascent-override:{head.ascent / em / scale:.2%};"
        f"descent-override:{-head.descent / em / scale:.2%};line-gap-override:0%}}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
