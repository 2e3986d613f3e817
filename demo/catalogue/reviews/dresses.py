"""What buyers say about dresses."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

DRESSES: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "It has pockets",
        "Real ones, deep ones, on both sides. The skirt still falls well with keys in them.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Wore it straight from the packet",
        "The waist sat at my waist and the hem was even. Three people at the office asked.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Good for hot days",
        "Does not cling, does not show sweat. I have worn it every weekend since May.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Easy and graceful",
        "Loose enough to eat a full thali in. I tied a belt and it looked like another dress.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Neatly finished",
        "The hem is level and the seams are as tidy inside as out. Nothing scratched.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Lovely fall",
        "The gathers are even all round. I would have liked the hem two inches longer.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Snug at the bust",
        "I am between sizes and should have taken the larger. The waist is perfect.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "As shown",
        "Colour is right and the length matches the chart. Ironing the gathers takes patience.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Bought for a school function",
        "Modest neckline, comfortable for five hours on my feet. Will buy again in a plain one.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Waist a bit low on me",
        "I am 152 cm, so the seam comes below my waist. A tailor fixed it.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Washes well",
        "Four washes by machine in a net bag and it looks new.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Pretty but thin",
        "Needs a slip in bright sun. Fine otherwise.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Armhole is high",
        "It rubbed a little on the first day. Softer after washing.",
    ),
    Opinion(
        3,
        RUNS_LARGE,
        "More fabric than I need",
        "Beautiful cloth, but the skirt is very full on a small frame. Kept it for dancing.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Zip is hard to close",
        "Caught on the cloth twice. Returned, refund came on the fifth day.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Not for me",
        "Well stitched but the shape made me look wider. Nothing wrong with the dress itself.",
    ),
)
