"""The shape of an opinion before it is given to a product and a city."""

from dataclasses import dataclass

RUNS_SMALL = "runs small"
TRUE_TO_SIZE = "true"
RUNS_LARGE = "runs large"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a buyer says: rating 2-5, how the size was (None where there is none), words."""

    rating: int
    fit: str | None
    title: str
    body: str
