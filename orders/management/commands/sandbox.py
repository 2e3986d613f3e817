"""`manage.py sandbox`: runs the local Razorpay, until SIGTERM or Ctrl-C."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from orders.sandbox import Sandbox, SandboxConfig


class Command(BaseCommand):
    help = "Run the local Razorpay, for developing and testing only. No real money moves."
    requires_system_checks = ()  # it shares nothing with the shop but its keys

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8002)
        parser.add_argument(
            "--webhook-url", default="", help="where events are sent; none if empty"
        )
        parser.add_argument("--database", help="its own SQLite file, or :memory:")
        parser.add_argument(
            "--time-scale", type=float, default=60, help="how much faster webhooks are retried"
        )
        parser.add_argument(
            "--refund-seconds", type=float, default=3, help="how long a refund stays pending"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        own_database = database_unless_in_production()
        sandbox = _sandbox(options, options["database"] or own_database)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        sandbox.start()
        self.stdout.write(f"Local Razorpay (no real money) at {sandbox.url}")
        self.stdout.flush()
        stop.wait()
        sandbox.stop()


def database_unless_in_production() -> str:
    """The file these settings give to a sandbox. CommandError if they are not meant for one."""
    named = str(settings.SETTINGS_MODULE)
    if named.rsplit(".", 1)[-1].startswith("prod"):
        raise CommandError(f"The local Razorpay never runs with {named}.")
    database = getattr(settings, "SANDBOX_DATABASE", None)
    if not database:
        raise CommandError("The local Razorpay runs only where settings name a SANDBOX_DATABASE.")
    return str(database)


def _sandbox(options: dict[str, Any], database: str) -> Sandbox:
    if database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    config = SandboxConfig(
        key_id=settings.RAZORPAY_KEY_ID,
        key_secret=settings.RAZORPAY_KEY_SECRET,
        webhook_secret=settings.RAZORPAY_WEBHOOK_SECRET,
        webhook_url=options["webhook_url"],
        host=options["host"],
        port=options["port"],
        database=database,
        time_scale=options["time_scale"],
        refund_seconds=options["refund_seconds"],
    )
    try:
        return Sandbox(config)
    except OSError as error:
        raise CommandError(
            f"Port {config.port} is taken. Stop what uses it, or choose another with --port."
        ) from error
