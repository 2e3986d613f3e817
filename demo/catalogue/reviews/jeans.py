"""What buyers say about jeans."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

JEANS: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Finally a waist that does not gape",
        "I have a small waist and proper thighs. No belt needed, no gap at the back.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Best I have had under five thousand",
        "Good weight, straight seams, strong zip. The thread matches and the rivets are tight.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Worn every day for a month",
        "They have shaped to me and the knees have not bagged. Very happy.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Roomy where it counts",
        "I can ride a scooter and sit on the floor. The waist is true, the leg has space.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Deep pockets",
        "A large phone goes all the way in. After years of half pockets this feels like luxury.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Needed hemming",
        "I am 165 cm and had three inches cut. The local tailor kept the original hem.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Tight for two days",
        "Could hardly sit in them on the first morning. By the third day they were mine.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good cut",
        "The line of the leg is right, neither pipe nor tent. I would like one more shade.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Stretches a little",
        "Take your exact size; it gives about two centimetres at the waist by evening.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Sturdy",
        "Bar tacks at every pocket corner. The button is stiff, but it will ease.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Repeat buy",
        "Same size, same fit as the pair I bought last year. That consistency is rare.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Calf is narrow",
        "Waist and hip are fine, lower leg is tight on me. Cyclists, take care.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Left colour on the sofa",
        "Only a little and it wiped off. The page does say to wash separately; I did not read it.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Warm in May",
        "Well made, but in Chennai any pair of jeans is warm in May. These come out in November.",
    ),
    Opinion(
        2,
        RUNS_LARGE,
        "Ordered by habit, got it wrong",
        "My usual number was loose by a full size. The return pickup came on the second attempt.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Zip sticks",
        "Fit is good but the zip catches at the base. Waiting for the exchange.",
    ),
)
