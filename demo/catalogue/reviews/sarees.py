"""What buyers say about sarees."""

from demo.catalogue.reviews.opinion import Opinion

SAREES: tuple[Opinion, ...] = (
    Opinion(
        5,
        None,
        "My mother approved",
        "She checked the reverse before the front, as she does, and had nothing to say. That is "
        "high praise.",
    ),
    Opinion(
        5,
        None,
        "Drapes by itself",
        "The pleats fall where you put them. I pinned it twice and could have done without.",
    ),
    Opinion(
        5,
        None,
        "Wore it for a wedding",
        "Eight hours, one meal, two flights of stairs. It held its shape until midnight.",
    ),
    Opinion(
        5,
        None,
        "The border is even",
        "Not a thread out of place along five and a half metres. I measured the length too, and "
        "it is what they say.",
    ),
    Opinion(
        5,
        None,
        "Packed with care",
        "Folded in muslin with a note on how to store it. The fall was still to be done, as the "
        "page says.",
    ),
    Opinion(
        5,
        None,
        "Light on the shoulder",
        "I forget I am wearing it. The pallu stays with one pin.",
    ),
    Opinion(
        4,
        None,
        "Rich but not loud",
        "The colour is deep without shouting. A shade darker than on my screen.",
    ),
    Opinion(
        4,
        None,
        "Blouse piece is enough",
        "Got an elbow-length blouse from it with a little to spare.",
    ),
    Opinion(
        4,
        None,
        "Good for beginners",
        "It does not slip while you are making pleats. I managed alone on the second try.",
    ),
    Opinion(
        4,
        None,
        "Small flaw, expected",
        "One missed thread near the inner edge. The page had warned that it is made by hand, and "
        "it does not show.",
    ),
    Opinion(
        4,
        None,
        "Delivery took nine days",
        "Later than promised, but the saree was worth the wait. They wrote to say so in time.",
    ),
    Opinion(
        4,
        None,
        "Gift that was kept",
        "My sister returns everything. She has not returned this.",
    ),
    Opinion(
        3,
        None,
        "Takes practice",
        "The first two drapes were a fight. It has settled now that it has been worn and folded.",
    ),
    Opinion(
        3,
        None,
        "Nice, slightly short for me",
        "I am 175 cm and would have liked a wider width. Most people will be fine.",
    ),
    Opinion(
        2,
        None,
        "Colour was not what I pictured",
        "A good saree, but duller in tube light than I wanted. Return was smooth.",
    ),
    Opinion(
        2,
        None,
        "Creases along the fold",
        "A sharp line in the middle would not press out at home. The dry cleaner managed it.",
    ),
)
