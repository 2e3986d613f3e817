"""The worker with failpoints and short leases: `celery -A scripts.drill.hasty_worker`.

What a vanished worker held is free again after ten seconds, not after a minute or two.
"""

from datetime import timedelta

from orders import refunds
from scripts.drill.worker import app

__all__ = ["app"]

refunds.LEASE = timedelta(seconds=10)
