"""What buyers say about hoodies."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

HOODIES: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "The hood keeps its shape",
        "It stands up instead of lying there like a wet towel. Very pleased.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Washed ten times, no pilling",
        "I was sceptical. The cuffs are still tight and the inside is still soft.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Lives on my chair",
        "And on me, from seven in the evening. The pocket is deep enough for both hands.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Wonderfully loose",
        "Took my usual size and it is roomy in a good way. Good for trains.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Proper drawcord",
        "Flat, with metal ends, and it does not vanish into the hood in the wash.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Not bulky",
        "Fits under a jacket without bunching at the arm. A little lint came off the first time.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Cuffs are tight",
        "Everything else fits. They have eased after a few wears.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Matches the page",
        "Shade is right and the cloth is as thick as they say it is.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "My son took it",
        "Bought it for myself. It fits him better at sixteen, so I have ordered another.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Slightly long",
        "Falls below the hip on me at 160 cm. I like it for walking the dog.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good stitching at the pocket",
        "Bar tacks at both corners, which is where mine always tear.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Takes long to dry",
        "Two days in the monsoon. Good otherwise.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Runs a little small",
        "My usual size was close at the chest. The exchange for the next one was easy.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Attracts hair",
        "If you have a cat, you will know about it.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Neck opening is narrow",
        "Pulled my glasses off every time. Returned.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Faded at the seams",
        "After five washes the edges look paler. Some may like that; I did not.",
    ),
)
