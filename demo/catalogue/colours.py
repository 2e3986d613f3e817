"""The colour each dye is looked for under, decided by eye."""

# the name on the swatch -> a value of the shop's ColourFamily
FAMILIES: dict[str, str] = {
    "Aasmani": "blue",
    "Chalk": "white",
    "Charcoal": "grey",
    "Geru": "orange",
    "Gulab": "pink",
    "Haldi": "yellow",
    "Indigo": "blue",
    "Jamun": "purple",
    "Kajal": "black",
    "Kora": "cream",
    "Madder": "red",
    "Mehendi": "green",
    "Mor": "blue",
    "Neem": "green",
    "Rani": "pink",
    "Ret": "brown",
    "Slate": "grey",
    "Tulsi": "green",
}
