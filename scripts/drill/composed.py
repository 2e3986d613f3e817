"""docker-compose.yml read as Docker would, to run its very commands on this machine without it."""

import re
import shlex
from collections.abc import Mapping
from typing import Any

import yaml

from config.env import BASE_DIR

FILE = BASE_DIR / "docker-compose.yml"
PLACE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?P<rule>:-|:\?)?(?P<rest>[^}]*)\})")


class Composed:
    """The services, with `values` (what `.env` would say) put in their places."""

    def __init__(
        self, values: Mapping[str, str], *, moved: Mapping[str, str] | None = None
    ) -> None:
        """`moved`: places inside a container, and where they are on this machine."""
        self._values, self._moved = values, moved or {}
        self.services: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]

    def command(self, service: str) -> list[str]:
        return [self._here(word) for word in self.services[service]["command"]]

    def script(self, service: str) -> str:
        """The last word of a command that goes through a shell."""
        return self.command(service)[-1]

    def health(self, service: str) -> list[str]:
        """The check Docker would run, without the CMD before it."""
        kind, *words = self.services[service]["healthcheck"]["test"]
        words = [self._here(word) for word in words]
        return (
            words if kind == "CMD" else ["sh", "-c", shlex.join(words) if words[1:] else words[0]]
        )

    def environment(self, service: str) -> dict[str, str]:
        """What the program is told, and no more: a name without a value is handed through."""
        told = {}
        for name, value in self.services[service].get("environment", {}).items():
            if value is None and name in self._values:
                told[name] = self._values[name]
            elif value is not None:
                told[name] = self._here(str(value))
        return told

    def _here(self, word: str) -> str:
        word = PLACE.sub(self._value, word)
        # In one go: a place on this machine may hold the name of one in a container.
        moved = "|".join(map(re.escape, self._moved))
        return re.sub(moved, lambda match: self._moved[match[0]], word) if moved else word

    def _value(self, match: re.Match[str]) -> str:
        if match["name"] is None:
            return "$"
        value = self._values.get(match["name"], "")
        if not value and match["rule"] == ":?":
            raise KeyError(f"{match['name']} {match['rest']}")
        return value or (match["rest"] if match["rule"] == ":-" else "")
