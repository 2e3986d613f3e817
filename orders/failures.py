"""Why a payment did not go through, in the words of the one who tried to pay."""

# What Razorpay writes holds one of these; the first that fits counts.
_REASONS = (
    (
        ("insufficient", "enough balance", "low balance"),
        "There was too little money in the account.",
    ),
    (("limit",), "Your bank's limit for such payments is reached. Another card or UPI app may do."),
    (
        ("timed out", "timeout", "did not respond", "time limit", "expired"),
        "It was not approved in time, or your bank did not answer.",
    ),
    (("cancel", "abandon", "dropped"), "It was called off before it was approved."),
    (("incorrect", "invalid", "wrong", "otp", "pin "), "What was entered was not right."),
    (("risk", "fraud", "blocked", "not permitted"), "Your bank stopped it for your safety."),
    (("declin", "reject", "refus"), "Your bank said no, and did not say why."),
)


def in_words(failure: str) -> str:
    """One plain sentence; empty when nothing failed."""
    said = failure.lower()
    if not said:
        return ""
    fitting = (words for marks, words in _REASONS if any(mark in said for mark in marks))
    return next(fitting, "Your bank did not say why.")
