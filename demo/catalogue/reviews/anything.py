"""What buyers say about any garment with a size."""

from demo.catalogue.reviews.opinion import TRUE_TO_SIZE, Opinion

ANYTHING: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Came a day early",
        "Ordered on Sunday night, wearing it on Wednesday. No plastic in the packet, which I "
        "liked.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Exactly my size",
        "I followed the measurements on the page instead of guessing. It worked.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Will buy from here again",
        "The page told me the bad points as well as the good ones. Both were true.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Worth the full price",
        "I usually wait for a sale. I did not this time and I am not sorry.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Simple and good",
        "No fuss, no big label, fair stitching. It does what it should.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Nicer than expected",
        "I had doubts about buying from a drawing. I need not have had them.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Helpful on the phone",
        "I asked about the size and the person went and measured one. Fits well.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good, with one loose end",
        "One long thread inside. I cut it and that was that.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Good, but delivery was slow",
        "The courier said nobody was home, twice. I was home, twice.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Average for me",
        "Nothing to complain of and nothing to remember. I may try another colour.",
    ),
)
