"""`manage.py maintenance`: closes the shop for work on this machine, and opens it again."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.maintenance import INDIA, closed_until, moment_of


class Command(BaseCommand):
    help = "Close the shop for work, at once and without a restart, or open it again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument("--until", default="", help='Like "2026-11-25 06:30", Indian time.')

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"]
        if until and moment_of(until) is None:
            raise CommandError(f"{until!r} is no date and time like 2026-11-25 06:30.")
        file = Path(settings.MAINTENANCE_FILE)
        if options["state"] == "on":
            file.write_text(until, encoding="utf-8")
        else:
            file.unlink(missing_ok=True)
        self.stdout.write(_said())


def _said() -> str:
    words = closed_until()
    if words is None:
        return "The shop is open."
    moment = moment_of(words)
    end = f" until {moment.astimezone(INDIA):%-d %b, %H:%M}" if moment else ""
    return f"The shop is closed{end}. /staff/ stays open."
