"""`manage.py render_garments`: paint the demo shop's product pictures."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo.garments import rendering


class Command(BaseCommand):
    help = "Paint the drawn product pictures that have changed (needs Chromium and playwright)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", default="", help="paint only masters whose name starts so")
        parser.add_argument("--to", type=Path, default=rendering.PICTURES, help="where they go")

    def handle(self, *args: Any, **options: Any) -> None:
        painted = rendering.render(options["to"], only=options["only"])
        for name in painted:
            self.stdout.write(f"painted {name}")
        self.stdout.write(f"{len(painted)} pictures painted")
