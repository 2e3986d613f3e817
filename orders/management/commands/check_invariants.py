"""`manage.py check_invariants`: whether the books add up; ends with 1 and names the rows if not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders.audits import audit_now
from orders.invariants import INVARIANTS


class Command(BaseCommand):
    help = "Check stock, money, effects and coupons, keep the result, and fail on a breach."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", default="the command line", help="who asks, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        audit = audit_now(by=options["by"])
        for invariant in INVARIANTS:
            found = audit.findings.get(invariant.code, {"count": 0, "rows": []})
            verdict = f"{found['count']} BREACHED" if found["count"] else "ok"
            self.stdout.write(f"{invariant.code}  {invariant.title}: {verdict}")
            for row in found["rows"]:
                self.stdout.write(f"      {row['model']} {row['pk']}: {row['says']}")
        took = (audit.ended_at - audit.started_at).total_seconds()  # type: ignore[operator]
        if audit.breach_count:
            raise CommandError(f"{audit.breach_count} rows do not add up ({took:.1f} s).")
        self.stdout.write(f"The books add up ({took:.1f} s).")
