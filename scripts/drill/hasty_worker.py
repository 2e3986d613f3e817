"""The worker with failpoints and short leases: `celery -A scripts.drill.hasty_worker`.

What a vanished worker held is free again after ten seconds, not after a minute or two.
"""

from datetime import timedelta

from scripts.drill import worker

app = worker.app
worker.refunds.LEASE = timedelta(seconds=10)
