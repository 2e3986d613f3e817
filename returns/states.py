"""Where a return case may go next."""

from django.db.models import TextChoices


class ReturnStatus(TextChoices):
    FILED = "filed", "Filed"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Passed the check"
    REFUSED = "refused", "Refused after the check"


RETURN_TRANSITIONS: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    ReturnStatus.FILED: frozenset(
        {ReturnStatus.APPROVED, ReturnStatus.DECLINED, ReturnStatus.WITHDRAWN}
    ),
    ReturnStatus.APPROVED: frozenset(
        {ReturnStatus.RECEIVED, ReturnStatus.WITHDRAWN, ReturnStatus.DECLINED}
    ),
    ReturnStatus.RECEIVED: frozenset({ReturnStatus.ACCEPTED, ReturnStatus.REFUSED}),
    ReturnStatus.DECLINED: frozenset(),
    ReturnStatus.WITHDRAWN: frozenset(),
    ReturnStatus.ACCEPTED: frozenset(),
    ReturnStatus.REFUSED: frozenset(),
}


class Verdict(TextChoices):
    """What inspection says of one unit."""

    AWAITED = "", "Not inspected"
    PASSED = "passed", "Passed: resellable"
    UNSOUND = "unsound", "Accepted: our fault, not resellable"
    WORN = "worn", "Refused: worn or washed"
    DAMAGED = "damaged", "Refused: damaged after delivery"
    WRONG_ITEM = "wrong_item", "Refused: not what we sent"
    MISSING = "missing", "Refused: not in the parcel"


ACCEPTED_VERDICTS = frozenset({Verdict.PASSED, Verdict.UNSOUND})  # these are refunded


class ReturnReason(TextChoices):
    TOO_SMALL = "too_small", "Too small"
    TOO_LARGE = "too_large", "Too large"
    NOT_AS_SHOWN = "not_as_shown", "Not as shown"
    DAMAGED = "damaged", "Arrived damaged"
    WRONG_ITEM = "wrong_item", "Wrong item sent"
    CHANGED_MIND = "changed_mind", "Changed my mind"


NEEDS_PHOTO = frozenset({ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM})
