"""The wardrobe: every look (style, colour, cloth, print) the demo shop has a picture of."""

from dataclasses import dataclass

from demo.garments.prints import Print


@dataclass(frozen=True)
class Look:
    """One garment in one colourway; `key` names its pictures and never changes."""

    key: str
    style: str
    colour: str
    dye: str
    fabric: str
    print_: Print | None = None
    seed: int = 0


VIEWS: dict[str, tuple[str, str]] = {
    "tee": ("front", "back"),
    "shirt": ("front", "back"),
    "kurta": ("front", "back"),
    "jeans": ("front", "back"),
    "hoodie": ("front", "back"),
    "dress": ("front", "back"),
    "saree": ("front", "pallu"),
    "sneakers": ("front", "top"),
    "jacket": ("front", "back"),
}

# Dyes, by the name the shopper reads.
AASMANI = ("Aasmani", "#8fb0cc")
CHALK = ("Chalk", "#f2f0ea")
CHARCOAL = ("Charcoal", "#3a3c43")
GERU = ("Geru", "#b5603d")
GULAB = ("Gulab", "#d9949b")
HALDI = ("Haldi", "#d8a032")
INDIGO = ("Indigo", "#27406b")
JAMUN = ("Jamun", "#5b2b4d")
KAJAL = ("Kajal", "#1d1e23")
KORA = ("Kora", "#e8e0cf")
MADDER = ("Madder", "#a2332f")
MEHENDI = ("Mehendi", "#6d6b35")
MOR = ("Mor", "#1c5c66")
NEEM = ("Neem", "#5d7d5a")
RANI = ("Rani", "#b42a60")
RET = ("Ret", "#c8b493")
SLATE = ("Slate", "#5b6b7d")
TULSI = ("Tulsi", "#23503f")

INK_BLUE, INK_RED, CREAM, GOLD = "#27406b", "#a2332f", "#f0e8d8", "#c9973b"
BLACK, LEAF, PALE_GOLD, WHITE = "#23242a", "#4f7050", "#e6c67c", "#f7f5f0"


def _look(
    style: str,
    dye: tuple[str, str],
    fabric: str,
    print_: Print | None = None,
    *,
    seed: int,
) -> Look:
    """Name the look after its style, colour and print: `kurta-indigo-bagru`."""
    name, hex_ = dye
    words = [style, name.lower()] + ([print_.motif] if print_ else [])
    return Look("-".join(words), style, name, hex_, fabric, print_, seed)


LOOKS: tuple[Look, ...] = (
    _look("tee", CHALK, "jersey", seed=3),
    _look("tee", INDIGO, "jersey", seed=4),
    _look("tee", MADDER, "jersey", seed=5),
    _look("tee", KAJAL, "jersey", seed=6),
    _look("tee", NEEM, "jersey", seed=7),
    _look("tee", HALDI, "jersey", seed=8),
    _look("tee", GULAB, "jersey", seed=9),
    _look("tee", KORA, "jersey", Print("breton", INK_BLUE, INK_BLUE), seed=10),
    _look("tee", SLATE, "jersey", Print("sun", CREAM, HALDI[1]), seed=11),
    _look("shirt", CHALK, "poplin", seed=3),
    _look("shirt", AASMANI, "poplin", seed=4),
    _look("shirt", INDIGO, "linen", seed=5),
    _look("shirt", NEEM, "linen", seed=6),
    _look("shirt", GULAB, "linen", seed=7),
    _look("shirt", KAJAL, "poplin", seed=8),
    _look("shirt", CHALK, "poplin", Print("stripe", "#5f86b3", "#5f86b3"), seed=9),
    _look("shirt", MADDER, "poplin", Print("check", BLACK, CREAM), seed=10),
    _look("shirt", TULSI, "poplin", Print("check", "#101d2b", PALE_GOLD), seed=11),
    _look("shirt", INDIGO, "khadi", Print("ajrakh", CREAM, INK_RED), seed=12),
    _look("kurta", KORA, "khadi", seed=3),
    _look("kurta", CHALK, "khadi", Print("chikan", "#b5ae9f", "#ffffff"), seed=4),
    _look("kurta", KORA, "khadi", Print("bagru", INK_RED, INK_BLUE), seed=5),
    _look("kurta", INDIGO, "khadi", Print("bagru", CREAM, GOLD), seed=6),
    _look("kurta", HALDI, "khadi", Print("buti", INK_RED, CREAM), seed=7),
    _look("kurta", MADDER, "khadi", Print("ajrakh", CREAM, "#1d2b45"), seed=8),
    _look("kurta", NEEM, "khadi", seed=9),
    _look("kurta", MOR, "silk", Print("buti", PALE_GOLD, GOLD), seed=10),
    _look("kurta", GULAB, "khadi", Print("jaal", "#a6475a", LEAF), seed=11),
    _look("kurta", KAJAL, "khadi", seed=12),
    _look("jeans", INDIGO, "denim", seed=3),
    _look("jeans", AASMANI, "denim", seed=4),
    _look("jeans", KAJAL, "denim", seed=5),
    _look("jeans", SLATE, "denim", seed=6),
    _look("jeans", RET, "twill", seed=7),
    _look("jeans", MEHENDI, "twill", seed=8),
    _look("hoodie", CHARCOAL, "fleece", seed=3),
    _look("hoodie", KORA, "fleece", seed=4),
    _look("hoodie", TULSI, "fleece", seed=5),
    _look("hoodie", GERU, "fleece", seed=6),
    _look("hoodie", INDIGO, "fleece", seed=7),
    _look("hoodie", JAMUN, "fleece", seed=8),
    _look("dress", MADDER, "mulmul", seed=3),
    _look("dress", MOR, "mulmul", seed=4),
    _look("dress", HALDI, "mulmul", seed=5),
    _look("dress", CHALK, "mulmul", Print("jaal", INK_BLUE, "#6f8fb5"), seed=6),
    _look("dress", INDIGO, "mulmul", Print("bandhani", WHITE, GOLD), seed=7),
    _look("dress", GULAB, "mulmul", Print("buti", INK_RED, LEAF), seed=8),
    _look("dress", NEEM, "mulmul", Print("jaal", CREAM, PALE_GOLD), seed=9),
    _look("dress", KAJAL, "mulmul", Print("bagru", "#d8a9a0", CREAM), seed=10),
    _look("dress", GERU, "mulmul", Print("leheriya", CREAM, HALDI[1]), seed=11),
    _look("saree", JAMUN, "silk", Print("buti", GOLD, PALE_GOLD), seed=3),
    _look("saree", TULSI, "silk", Print("buti", GOLD, PALE_GOLD), seed=4),
    _look("saree", RANI, "silk", Print("leheriya", PALE_GOLD, GOLD), seed=5),
    _look("saree", MOR, "silk", Print("jaal", PALE_GOLD, GOLD), seed=6),
    _look("saree", MADDER, "silk", Print("bandhani", CREAM, GOLD), seed=7),
    _look("saree", KORA, "silk", Print("buti", GOLD, INK_RED), seed=8),
    _look("saree", INDIGO, "khadi", Print("ajrakh", CREAM, INK_RED), seed=9),
    _look("saree", HALDI, "silk", Print("buti", RANI[1], INK_RED), seed=10),
    _look("saree", AASMANI, "silk", Print("jaal", WHITE, "#c0c6cf"), seed=11),
    _look("sneakers", CHALK, "canvas", seed=3),
    _look("sneakers", INDIGO, "canvas", seed=4),
    _look("sneakers", MADDER, "canvas", seed=5),
    _look("sneakers", KAJAL, "canvas", seed=6),
    _look("sneakers", NEEM, "canvas", seed=7),
    _look("sneakers", RET, "canvas", seed=8),
    _look("jacket", INDIGO, "denim", seed=3),
    _look("jacket", MEHENDI, "twill", seed=4),
    _look("jacket", KAJAL, "twill", seed=5),
    _look("jacket", RET, "twill", seed=6),
    _look("jacket", MADDER, "khadi", Print("kantha", CREAM, HALDI[1]), seed=7),
    _look("jacket", TULSI, "twill", seed=8),
)
