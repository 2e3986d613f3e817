"""`manage.py demo`: the whole shop on this machine, until Ctrl-C."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.env import env_text
from demo import preflight


class Command(BaseCommand):
    help = "Run the whole demo shop: pages, sockets, worker, clock and a local Razorpay."
    requires_system_checks = ()  # the processes it starts check themselves

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="forget the demo's data, and end")
        parser.add_argument("--products", type=int, metavar="N", help="as `seed --products`")
        parser.add_argument("--orders", type=int, metavar="N", help="as `seed --orders`")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preflight.refuse_old_python(sys.version_info[:2])
            sys.exit(self._reset() if options["reset"] else self._run(options))
        except preflight.CannotStart as reason:
            self.stderr.write(f"\n{reason}\n")
            sys.exit(1)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped before the shop was open.")
            sys.exit(130)

    def _run(self, options: dict[str, Any]) -> int:
        from demo import supervisor  # after the checks that need nothing

        chosen = {name: options[name] for name in ("products", "orders") if options[name]}
        return supervisor.run(port=env_text("PORT"), seed_options=chosen)

    def _reset(self) -> int:
        preflight.reset(Path(settings.VAR_DIR))
        self.stdout.write("The demo's data is gone; the next start makes it anew.")
        return 0
