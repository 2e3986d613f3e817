"""What buyers say about tees."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

TEES: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Collar has not gone wavy",
        "Two months, perhaps twenty washes, and the neck still lies flat. That is all I ask of a "
        "tee.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Ordered six",
        "One for each day and a spare. They are the same from piece to piece, which I cannot say "
        "of my last brand.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Right weight",
        "Not see-through, not a blanket. Works under a shirt and by itself.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Loose and comfortable",
        "I wanted room at the stomach without looking like a tent. This manages it.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Good length",
        "Covers the belt when I raise my arms and does not bunch when I tuck it in. I am 178 cm "
        "tall.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Soft from the first day",
        "No chemical smell, no scratchy label. It has pilled very slightly under the bag strap.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Close at the shoulder",
        "Fits well, but if you like your tees easy then go up one.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Side seams stay put",
        "My old ones twist after a wash. These have not moved in eight.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good gym tee too",
        "I bought it for daily wear and ended up training in it. It dries by the next morning.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "A little wide",
        "Length is right, body is wider than I expected. Still wear it twice a week.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Colour held",
        "Washed with jeans by mistake and it came out the same. I will not test it again.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Decent basic",
        "It is a tee. Fabric is good, fit is ordinary, price is fair.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Shrank one size in length",
        "I put it in the dryer, which the label says not to. The width is unchanged.",
    ),
    Opinion(
        3,
        RUNS_LARGE,
        "Neck is wide for me",
        "Shows the vest underneath. Otherwise well stitched.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Small hole after a month",
        "Near the hem, about the size of a pin. They refunded it without arguing.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Not my fit",
        "Tight at the arm and loose at the waist. Might suit a slimmer build.",
    ),
)
