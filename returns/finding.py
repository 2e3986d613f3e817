"""Finding the return a parcel on the table belongs to, by whatever is written or printed on it."""

from django.db.models import Q

from returns.models import ReturnCase
from returns.states import ReturnStatus

OPEN = [
    ReturnStatus.FILED,
    ReturnStatus.APPROVED,
    ReturnStatus.PICKED_UP,
    ReturnStatus.RECEIVED,
]
LONGEST = 200


def find_cases(code: str) -> list[ReturnCase]:
    """The returns with this number, pickup code, or of this order; those still open first.

    A scanned address counts as the number at its end; small letters and blanks do not matter.
    """
    code = _read(code)
    if not code:
        return []
    by_code = Q(pickup_code=code, status__in=OPEN)  # four digits come again, once a case is over
    found = ReturnCase.objects.filter(Q(number=code) | Q(order__number=code) | by_code)
    found = found.select_related("order")
    return sorted(found, key=lambda case: (case.status not in OPEN, case.filed_at))


def _read(code: str) -> str:
    code = code.strip()[:LONGEST].split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return code.replace(" ", "").upper()
