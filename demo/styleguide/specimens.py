"""One component and its states, rendered as pages render it and kept from acting."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

COMPONENTS = Path(__file__).resolve().parents[2] / "templates" / "components"
INPUTS = re.compile(r"{# inputs: (.+?) #}")

ID = re.compile(r'\bid="([^"]+)"')
REFERENCE = re.compile(
    r'\b(id|for|href|popovertarget|data-at|data-opens|aria-\w+)="(#?[\w-]+(?: [\w-]+)*)"'
)
LANDMARK = re.compile(r'(<(?:nav|form|section|dialog|div role)[^>]* aria-label="[^"]*)"')
RADIO = re.compile(r'(<input(?=[^>]*type="radio")[^>]* name="[^"]*)"')
ACTS = re.compile(r" (?:hx-[\w-]+=\"[^\"]*\"|data-cookie=\"[^\"]*\"|autofocus)")


@dataclass(frozen=True)
class Specimen:
    """One state. `is_source` shows the markup itself, for what a page does not show."""

    label: str
    values: dict[str, Any] = field(default_factory=dict)
    template: str = ""
    is_source: bool = False


@dataclass(frozen=True)
class Entry:
    """One component file, or one block class that needs no file (`markup`)."""

    name: str
    specimens: list[Specimen]
    note: str = ""
    list_class: str = ""  # of the list around it, where the component is a line of one
    is_wide: bool = False

    @property
    def file(self) -> Path:
        return COMPONENTS / f"{self.name.replace('-', '_')}.html"

    @property
    def is_file(self) -> bool:
        return self.file.exists()

    @property
    def inputs(self) -> str:
        """What the file says it takes, in its own first line."""
        found = INPUTS.match(self.file.read_text(encoding="utf-8")) if self.is_file else None
        return found[1] if found else ""

    @property
    def shown(self) -> list[tuple[Specimen, SafeString]]:
        """Each state with its HTML."""
        return [
            (specimen, keep_still(self._render(specimen), f"{self.name}-{number}"))
            for number, specimen in enumerate(self.specimens, 1)
        ]

    def _render(self, specimen: Specimen) -> str:
        own = f"components/{self.file.name}" if self.is_file else f"demo/markup.html#{self.name}"
        return render_to_string(specimen.template or own, specimen.values)


@dataclass(frozen=True)
class Group:
    name: str
    slug: str
    entries: list[Entry]


def keep_still(html: str, suffix: str) -> SafeString:
    """The same markup, fit to stand beside itself: own ids and radios, and no form that posts.

    A form with the method `dialog` outside a dialog does nothing when it is sent.
    """
    ids = set(ID.findall(html))

    def numbered(match: re.Match[str]) -> str:
        words = [f"{w}-{suffix}" if w.lstrip("#") in ids else w for w in match[2].split()]
        return f'{match[1]}="{" ".join(words)}"'

    html = REFERENCE.sub(numbered, html)
    html = LANDMARK.sub(rf'\1 ({suffix})"', html)
    html = RADIO.sub(rf'\1-{suffix}"', html)
    html = ACTS.sub("", html).replace('method="post"', 'method="dialog"')
    return SafeString(html)
