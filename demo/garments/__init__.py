"""Drawn garments: `draw` returns one product picture as SVG text, the same bytes every time."""

from demo.garments import dress, hoodie, jacket, jeans, kurta, saree, shirt, sneakers, tee
from demo.garments.cloth import Drawer, Drawing
from demo.garments.fabric import FABRICS
from demo.garments.prints import Print
from demo.garments.wardrobe import LOOKS, VIEWS, Look

DRAWERS: dict[tuple[str, str], Drawer] = {
    ("tee", "front"): tee.front,
    ("tee", "back"): tee.back,
    ("shirt", "front"): shirt.front,
    ("shirt", "back"): shirt.back,
    ("kurta", "front"): kurta.front,
    ("kurta", "back"): kurta.back,
    ("jeans", "front"): jeans.front,
    ("jeans", "back"): jeans.back,
    ("hoodie", "front"): hoodie.front,
    ("hoodie", "back"): hoodie.back,
    ("dress", "front"): dress.front,
    ("dress", "back"): dress.back,
    ("saree", "front"): saree.front,
    ("saree", "pallu"): saree.pallu,
    ("sneakers", "front"): sneakers.front,
    ("sneakers", "top"): sneakers.top,
    ("jacket", "front"): jacket.front,
    ("jacket", "back"): jacket.back,
}

USUAL_FABRIC: dict[str, str] = {
    "tee": "jersey",
    "shirt": "poplin",
    "kurta": "khadi",
    "jeans": "denim",
    "hoodie": "fleece",
    "dress": "mulmul",
    "saree": "silk",
    "sneakers": "canvas",
    "jacket": "twill",
}

__all__ = ["LOOKS", "VIEWS", "Look", "Print", "draw", "draw_look"]


def draw(
    style: str,
    *,
    colour: str,
    fabric: str | None = None,
    print_: Print | None = None,
    view: str = "front",
    seed: int = 0,
) -> str:
    """One garment as SVG, viewBox 800 × 1000, transparent ground; `fabric` is a `FABRICS` key."""
    drawing = Drawing(colour, FABRICS[fabric or USUAL_FABRIC[style]], print_, seed)
    DRAWERS[style, view](drawing)
    return drawing.svg()


def draw_look(look: Look, view: str) -> str:
    """A look from the wardrobe, seen from one side."""
    return draw(
        look.style,
        colour=look.dye,
        fabric=look.fabric,
        print_=look.print_,
        view=view,
        seed=look.seed,
    )
