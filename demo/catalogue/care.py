"""Wash care in words, one tuple per kind of cloth."""

COTTON = ("Machine wash cold", "Dry in shade", "Warm iron")
KNIT = ("Machine wash cold, inside out", "Do not tumble dry", "Warm iron, not on print")
HANDLOOM = (
    "Hand wash cold, first wash alone",
    "Dry in shade",
    "Iron while slightly damp",
)
BLOCK = (
    "Machine wash cold, with like colours",
    "Dry in shade, inside out",
    "Warm iron",
)
NATURAL_DYE = (
    "Hand wash cold, alone for the first three washes",
    "No soaking, no bleach",
    "Dry in shade",
    "Warm iron on the wrong side",
)
HAND_EMBROIDERY = (
    "Hand wash cold, mild soap",
    "Dry flat in shade",
    "Iron on the wrong side",
)
LINEN = ("Machine wash cold, gentle", "Line dry in shade", "Hot iron while damp")
VISCOSE = ("Machine wash cold, in a net bag", "Do not wring", "Dry flat", "Cool iron")
SILK = ("Dry clean", "Store in muslin, away from light", "Cool iron on the wrong side")
SILK_WASH = (
    "Dry clean the first time",
    "Then hand wash cold, mild soap",
    "Dry in shade",
    "Cool iron",
)
DRY_CLEAN = (
    "Dry clean only",
    "Steam on the wrong side",
    "Store flat or loosely rolled",
)
DENIM = ("Machine wash cold, inside out", "Wash seldom, with dark colours", "Line dry")
RAW_DENIM = (
    "Wear well before the first wash",
    "Hand wash cold, inside out, alone",
    "Line dry, expect colour to transfer",
)
FLEECE = (
    "Machine wash cold, inside out",
    "Do not bleach",
    "Line dry, do not iron the rib",
)
WOOL_WASH = ("Hand wash cold with wool soap", "Do not wring", "Dry flat")
JACKET = (
    "Machine wash cold, gentle, zip closed",
    "Air in the sun",
    "Do not tumble dry",
)
WAXED = (
    "Wipe with a damp cloth",
    "Do not machine wash or dry clean",
    "Re-wax once a year",
)
CANVAS = (
    "Brush off dry mud",
    "Spot clean with mild soap",
    "Dry in shade, away from heat",
)
NATURAL_CANVAS = (
    "Spot clean with cold water, no soap",
    "Colour transfers in the first week",
    "Dry in shade, away from heat",
)
