"""`manage.py api_schema`: writes docs/openapi.json from the API's routes."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from config.api_schema import openapi
from config.env import BASE_DIR

PLACE = BASE_DIR / "docs" / "openapi.json"


class Command(BaseCommand):
    help = "Write docs/openapi.json from the API's routes."

    def handle(self, *args: Any, **options: Any) -> None:
        PLACE.write_text(written(), encoding="utf-8")
        self.stdout.write(f"{len(openapi()['paths'])} addresses written to docs/openapi.json")


def written() -> str:
    return json.dumps(openapi(), ensure_ascii=False, indent=1) + "\n"
