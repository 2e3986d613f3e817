"""What must be true of the books at any moment, each as one question to the committed rows.

Every question reads in batches by key and joins nothing, so it costs the same on each database
and keeps little in memory however many orders there are.
"""

import time
from collections.abc import Iterable

from orders.invariants.coupons import COUPONS
from orders.invariants.effects import EFFECTS, WAITING
from orders.invariants.invoices import GAPLESS
from orders.invariants.looking import Breach, Invariant
from orders.invariants.money import BALANCED, REFUNDS, USED_ONCE
from orders.invariants.stock import MOVEMENTS, SHELVES

INVARIANTS: tuple[Invariant, ...] = (
    SHELVES,
    MOVEMENTS,
    REFUNDS,
    USED_ONCE,
    BALANCED,
    EFFECTS,
    WAITING,
    COUPONS,
    GAPLESS,
)

__all__ = ["INVARIANTS", "Breach", "Invariant", "find_breaches"]


def find_breaches(
    invariants: Iterable[Invariant] = INVARIANTS, *, pause_seconds: float = 1
) -> dict[str, list[Breach]]:
    """What is broken, by the invariant's code; empty lists where all is well.

    The shop stays open meanwhile, so two questions of one look may see two moments: a breach
    counts when a second look after a pause finds it unchanged.
    """
    found = {invariant.code: list(invariant.look()) for invariant in invariants}
    doubtful = [invariant for invariant in invariants if found[invariant.code]]
    if doubtful:
        time.sleep(pause_seconds)
    for invariant in doubtful:
        again = set(invariant.look())
        found[invariant.code] = [breach for breach in found[invariant.code] if breach in again]
    return found
