"""`manage.py restore`: a backup into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups import CannotRestore, count_rows, restore_backup


class Command(BaseCommand):
    help = "Read a backup into an empty, migrated database; then run check_invariants."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"])
        except CannotRestore as refusal:
            raise CommandError(str(refusal)) from None
        there = count_rows()
        missing = {name: count for name, count in manifest.rows.items() if there[name] != count}
        if missing:
            raise CommandError(f"Rows are missing: {missing}")
        self.stdout.write(f"{sum(there.values())} rows of {manifest.made_at} are back.")
