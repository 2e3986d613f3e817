"""What buyers say about shirts."""

from demo.catalogue.reviews.opinion import RUNS_LARGE, RUNS_SMALL, TRUE_TO_SIZE, Opinion

SHIRTS: tuple[Opinion, ...] = (
    Opinion(
        5,
        TRUE_TO_SIZE,
        "The collar stays up",
        "I do not wear ties and most collars fall flat by noon. This one does not.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "My new office shirt",
        "Bought one to try, then two more. Sleeve length is correct for once and the cuffs close "
        "over a watch.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Clean stitching",
        "Turned it inside out before cutting the tags. Seams are finished, the pocket is level, "
        "the buttons have proper shanks.",
    ),
    Opinion(
        5,
        RUNS_LARGE,
        "Relaxed in a good way",
        "Room to move and it does not look sloppy. I wear it open most evenings.",
    ),
    Opinion(
        5,
        TRUE_TO_SIZE,
        "Travels well",
        "Rolled in a rucksack for three days in Coorg and it came out wearable. The tail is the "
        "right length untucked.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Good shirt, thin box",
        "The shirt is very good. The packet was torn at one corner, though nothing was dirty.",
    ),
    Opinion(
        4,
        RUNS_SMALL,
        "Snug at the chest",
        "It closes, but a deep breath is out of the question. I will go one size up next time.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Soft after the second wash",
        "It was a bit stiff from the packet. Two washes later it is the one I pick first.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Honest colour",
        "Matches the page. It did not leave anything in the water on the first wash.",
    ),
    Opinion(
        4,
        RUNS_LARGE,
        "Sleeves run long",
        "Fits in the body but the sleeves come to my knuckles. I roll them anyway.",
    ),
    Opinion(
        4,
        TRUE_TO_SIZE,
        "Pocket fits a phone",
        "Small thing, but it matters to me. It sits properly even with the phone in it.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Creases quickly",
        "Looks sharp for an hour. After a car ride it looked slept in, so plan for that.",
    ),
    Opinion(
        3,
        RUNS_SMALL,
        "Half a size small",
        "Good fabric, but the shoulders are cut narrow. Exchange was free and took a week.",
    ),
    Opinion(
        3,
        TRUE_TO_SIZE,
        "Alright for daily use",
        "Nothing wrong with it. I have had better buttons on cheaper shirts.",
    ),
    Opinion(
        2,
        RUNS_SMALL,
        "Too short to tuck",
        "The body length is fine outside the trousers but pulls out when I sit. Returned.",
    ),
    Opinion(
        2,
        TRUE_TO_SIZE,
        "Loose threads",
        "Several at the hem and one at the cuff. For this price someone should have trimmed them.",
    ),
)
