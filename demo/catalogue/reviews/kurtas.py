"""What buyers say about kurtas."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

KURTAS: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Sits exactly right",
        "Shoulder seam is on the shoulder and the slits start where they should. I have ordered "
        "the same size again.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Third one from here",
        "I wear these to work four days a week. The oldest has had about forty washes and the "
        "collar is still straight.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Better in the hand",
        "The picture is a drawing, so I was not sure what to expect. The cloth is softer and the "
        "stitching cleaner than I had hoped.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Lovely, and generous",
        "Plenty of room to sit cross-legged. I could have gone one size down but I like it this "
        "way.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Gift for my father",
        "He is hard to please about collars and he has worn it twice this week. The length is "
        "right for him at 172 cm.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good for the price",
        "Neat buttonholes, real side pockets, no loose threads. I took off one star because it "
        "needs ironing every time.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Size up for broad shoulders",
        "A little tight across the back in my usual size. Exchanged for the next one and it is "
        "perfect; the swap took six days.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Comfortable all day",
        "Wore it to a puja and then on an overnight bus. It creased, but it never felt heavy.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Slightly long on me",
        "I am 158 cm and it falls below the knee. A tailor took up four centimetres in ten "
        "minutes.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "True colour",
        "Looks the same in daylight as on my phone, only a touch warmer. Sleeves can be rolled "
        "without a fight.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Easy with jeans",
        "Does not look like I am dressed for a wedding. The placket stays flat, which is rare.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Nice cloth, narrow arm",
        "The body fits but the upper arm is snug. If you lift weights, take the larger size.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Fine, not special",
        "Well made, but I expected a little more thickness for this price. It will be a daily "
        "kurta.",
    ),
    Opinion(
        3,
        RUNS_LARGE,
        "Runs roomy",
        "Chest is four centimetres more than my other kurtas. Follow the size chart, not your "
        "habit.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "A button came off",
        "One button was loose on arrival and fell in the first wash. They sent a spare, but I had "
        "to stitch it myself.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Shrank a little",
        "It was just right when it came and is now a bit short in the sleeve. I did wash it warm, "
        "to be fair.",
    ),
)
