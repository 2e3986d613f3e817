"""`manage.py env_example`: writes .env.example from the table in config/env.py."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.env import BASE_DIR, FOR_DOCKER, VARIABLES, Variable

HEAD = """\
# Every setting Vastra reads from its environment. Copy this file to .env and fill in what you
# need; a variable of the environment wins over the file. Nothing here is needed for `make run`.
# Written by `manage.py env_example` from config/env.py.
"""
FOOT = """\
# --- Docker only: read by docker-compose.yml and scripts/deploy.py, never by the shop itself -----
"""


class Command(BaseCommand):
    help = "Write .env.example anew from the variables config/env.py declares."

    def handle(self, *args: Any, **options: Any) -> None:
        (BASE_DIR / ".env.example").write_text(env_example(), encoding="utf-8")
        self.stdout.write(f"{len(VARIABLES + FOR_DOCKER)} variables written to .env.example")


def env_example() -> str:
    return "\n".join([HEAD, *map(_entry, VARIABLES), FOOT, *map(_entry, FOR_DOCKER)])


def _entry(variable: Variable) -> str:
    need = "Needed in production. " if variable.needed_in_production else ""
    default = _written(variable.default)
    return (
        f"# {variable.meaning}\n"
        f"# {need}{f'Default: {default}' if default else 'Empty unless set'}\n"
        f"# {variable.name}={variable.example}\n"
    )


def _written(default: Any) -> str:
    """The default as it would stand in the file; folders without the path of this machine."""
    if isinstance(default, list):
        return ",".join(default)
    if isinstance(default, Path):
        return f"{default.relative_to(BASE_DIR)} (beside manage.py)"
    return "" if default is None else str(default)
