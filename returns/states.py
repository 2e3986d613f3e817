"""Where a return case may go next, and what may be said of a single garment of it."""

from datetime import datetime, time, timedelta

from django.db.models import TextChoices
from django.utils import timezone

from shop.return_terms import ReturnReason

SEND_WITHIN = timedelta(days=10)  # a return is sent so soon after it was approved, or closed


class ReturnStatus(TextChoices):
    FILED = "filed", "Filed"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Closed: never sent"
    PICKED_UP = "picked_up", "Picked up"
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Passed the check"
    REFUSED = "refused", "Refused after the check"


RETURN_TRANSITIONS: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    ReturnStatus.FILED: frozenset(
        {ReturnStatus.APPROVED, ReturnStatus.DECLINED, ReturnStatus.WITHDRAWN}
    ),
    ReturnStatus.APPROVED: frozenset(
        {
            ReturnStatus.PICKED_UP,
            ReturnStatus.RECEIVED,  # dropped off, or a courier who does not scan
            ReturnStatus.WITHDRAWN,
            ReturnStatus.DECLINED,
            ReturnStatus.LAPSED,
        }
    ),
    ReturnStatus.PICKED_UP: frozenset({ReturnStatus.RECEIVED}),
    ReturnStatus.RECEIVED: frozenset({ReturnStatus.ACCEPTED, ReturnStatus.REFUSED}),
    ReturnStatus.DECLINED: frozenset(),
    ReturnStatus.WITHDRAWN: frozenset(),
    ReturnStatus.LAPSED: frozenset(),
    ReturnStatus.ACCEPTED: frozenset(),
    ReturnStatus.REFUSED: frozenset(),
}
GIVEN_UP = frozenset({ReturnStatus.DECLINED, ReturnStatus.WITHDRAWN, ReturnStatus.LAPSED})


def last_moment_to_send(approved_at: datetime) -> datetime:
    """The end, in India, of the last day on which a return approved then may be sent."""
    india = timezone.get_default_timezone()
    day = timezone.localtime(approved_at, india).date() + SEND_WITHIN
    return datetime.combine(day, time.max, tzinfo=india)


class Grade(TextChoices):
    """What a garment is good for now, whoever is to blame."""

    UNGRADED = "", "Not graded"
    RESELLABLE = "resellable", "Resellable"
    REPAIR = "repair", "To repair"
    SCRAP = "scrap", "Scrap"
    WRONG_ITEM = "wrong_item", "Not this item"
    MISSING = "missing", "Missing"


class Verdict(TextChoices):
    """Whether a garment is taken back."""

    AWAITED = "", "Not inspected"
    PASSED = "passed", "Passed"
    UNSOUND = "unsound", "Accepted: our fault"
    REFUSED = "refused", "Refused"


ACCEPTED_VERDICTS = frozenset({Verdict.PASSED, Verdict.UNSOUND})  # these are refunded

VERDICTS_OF: dict[Grade, frozenset[Verdict]] = {
    Grade.UNGRADED: frozenset(),
    Grade.RESELLABLE: frozenset({Verdict.PASSED, Verdict.REFUSED}),
    Grade.REPAIR: frozenset({Verdict.PASSED, Verdict.UNSOUND, Verdict.REFUSED}),
    Grade.SCRAP: frozenset({Verdict.UNSOUND, Verdict.REFUSED}),
    Grade.WRONG_ITEM: frozenset({Verdict.UNSOUND, Verdict.REFUSED}),
    Grade.MISSING: frozenset({Verdict.REFUSED}),
}


class Refused(TextChoices):
    """Why a garment is not taken back."""

    WORN = "worn", "Worn or washed"
    NO_TAGS = "no_tags", "Tags are gone"
    DAMAGED = "damaged", "Damaged after delivery"
    ALTERED = "altered", "Altered by a tailor"
    WRONG_ITEM = "wrong_item", "Not what we sent"
    MISSING = "missing", "Not in the parcel"
    OTHER = "other", "Another reason"


# What the shopper reads unless staff write better words; “another reason” always needs some.
CANNED_NOTES: dict[Refused, str] = {
    Refused.WORN: "It shows that it was worn or washed, so that we cannot sell it again.",
    Refused.NO_TAGS: "Its tags were taken off, so that we cannot sell it again.",
    Refused.DAMAGED: "It has damage that was not there when we packed it.",
    Refused.ALTERED: "It was altered by a tailor, so that we cannot sell it again.",
    Refused.WRONG_ITEM: "This is not the item that we sent you.",
    Refused.MISSING: "It was not in the parcel that reached us.",
}


class ReturnWay(TextChoices):
    """How it reaches us."""

    PICKUP = "pickup", "Pickup at your door"
    DROP_OFF = "drop_off", "You send or bring it"


class RefundTo(TextChoices):
    """Where the money goes: what was paid at the door goes where the customer says."""

    SOURCE = "source", "The way you paid"
    UPI = "upi", "UPI"
    BANK = "bank", "Bank account"


NEEDS_PHOTO = frozenset({ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM})
