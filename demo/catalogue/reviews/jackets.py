"""What buyers say about jackets."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

JACKETS: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Sits well on the shoulder",
        "No padding and yet it has a shape. The zip runs without catching.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Warm enough for Delhi evenings",
        "Over a tee until December, over a sweater after. I have not needed another.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Well finished inside",
        "Every seam is bound. I almost prefer it inside out.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Room for layers",
        "A hoodie goes under it with no fight. Take your size if you want it close, it is cut "
        "generously.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "My travel jacket now",
        "Wore it on a night bus to Manali and slept in it. The inside pocket kept my ticket flat.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Solid zip, solid cloth",
        "Feels like it will last. The cuffs are a little stiff so far.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Sleeves slightly short",
        "Body is right for me at 182 cm, the sleeves want another two centimetres.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good weight",
        "Not for real cold, as they say on the page. For Pune it is exactly right.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Better after a month",
        "It was boxy at first and has softened to me. The elbows bend now.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Bigger than it looks",
        "I could have gone a size down. Wearing it loose.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Nice pockets",
        "Hands go in at the right angle and they are lined. Small thing, done properly.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "A bit heavy",
        "Handsome, but I feel it by the end of the day.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Tight over a sweater",
        "Fine over a shirt only. Size up if you want to layer.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Marks easily",
        "Picked up lint and a water spot on the first day. Brushes off, mostly.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Could not raise my arms",
        "Cut too close at the armhole for me. Pickup for the return came the next morning.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Zip pull came off",
        "Second week. They offered a repair or a refund and I took the repair.",
    ),
)
