"""What buyers say about sneakers."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

SNEAKERS: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "No shoe bite",
        "Wore them for eight hours on the first day and nothing rubbed. That has not happened "
        "before.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Simple and well made",
        "No logo shouting from the side. The stitching is straight and the sole is joined cleanly.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Good grip in the rain",
        "Walked to the station through a proper Mumbai shower and did not slip once.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Comfortable for broad feet",
        "Space at the toe, which I like. With thin socks you may want a size less.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Second pair",
        "The first lasted fourteen months of daily use. The heel went before the upper.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Light",
        "Easy on long days. The insole could be thicker, so I added one.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Order one size up",
        "My usual was tight, the next one is right. The exchange was at my door in five days.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Clean with a brush",
        "Mud came off with soap and an old toothbrush. They have kept their shape.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good with everything",
        "Jeans, trousers, even a kurta. The tongue moves about a little.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Half a size big",
        "Works with thick socks. No half sizes is my only complaint.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Sturdy sole",
        "Three months in and the pattern underneath still looks new.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Stiff at first",
        "The heel needed a week and two plasters. Now they are fine.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Narrow for me",
        "Length is right, but my little toe disagrees. A nice shoe for a slim foot.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Picks up dust",
        "It is the city, not the shoe. Be ready to wash them often.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Smaller than the chart",
        "I measured twice and it was still short by a toenail. Refunded.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Sole squeaks",
        "Only on tiles, only indoors, but my office is all tiles.",
    ),
)
