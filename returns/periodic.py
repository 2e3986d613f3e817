"""What the clock does for returns: counts what they teach, asks for what was never sent.

Every job finds rows by their state and calls an operation per row; running it twice, or twice at
once, has no second effect.
"""

import logging
from collections.abc import Callable, Iterable

from celery import shared_task

from accounts.errors import Refusal
from returns import lapsing, lessons
from returns.models import ReturnCase

log = logging.getLogger(__name__)


@shared_task
def count_returns() -> None:
    """Keep what returns teach true: the report of staff, and what product pages advise."""
    lessons.count_returns()


@shared_task
def remind_of_unsent_returns() -> None:
    """Write to whose return is approved and not on its way, on the third and the sixth day."""
    lapsing.start_clocks()
    _for_each(lapsing.unsent_to_remind(), lapsing.remind_to_send)


@shared_task
def close_unsent_returns() -> None:
    """Close what was not sent by its last day."""
    _for_each(lapsing.unsent_to_close(), lapsing.lapse_return)


def _for_each(cases: Iterable[ReturnCase], operation: Callable[[ReturnCase], object]) -> None:
    """One case's trouble must not keep the others waiting."""
    for case in cases:
        try:
            operation(case)
        except Refusal as refusal:
            log.info("%s of %s: %s", operation.__name__, case, refusal)
        except Exception:  # a mistake of ours in one row, said loudly
            log.exception("%s of %s failed", operation.__name__, case)
