"""`manage.py backup`: every row and every file of the shop in one archive."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.backups import forget_old_backups, write_backup


class Command(BaseCommand):
    help = "Write a backup while the shop is open. It holds personal data: keep it as safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="A folder; `backups` in VAR_DIR when not said.")
        parser.add_argument("--keep", type=int, help="How many of the newest stay.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["to"] or Path(settings.VAR_DIR) / "backups"
        file = write_backup(folder)
        self.stdout.write(f"{file} ({file.stat().st_size / 1e6:.1f} MB)")
        if options["keep"]:
            old = forget_old_backups(folder, keep=max(1, options["keep"]))
            self.stdout.write(f"{len(old)} older ones deleted")
