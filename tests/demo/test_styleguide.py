"""The style guide shows every component there is, each on its own, and its outline is sound."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from demo.styleguide.entries import groups
from demo.styleguide.specimens import keep_still
from tests.architecture.test_pages import Outline, is_sound

COMPONENTS = Path(__file__).resolve().parents[2] / "templates" / "components"


@pytest.fixture
def page(client: Client) -> str:
    """No database: everything on it is a plain value."""
    response = client.get(reverse("styleguide:styleguide"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_has_an_entry(path: Path) -> None:
    assert path.stem in parts_with_states()


def parts_with_states() -> set[str]:
    return {
        entry.name
        for group in groups()
        for entry in group.entries
        if any(html.strip() for _, html in entry.shown)
    }


@pytest.mark.django_db
def test_its_outline_is_sound(page: str) -> None:
    is_sound(Outline(page))


def test_templates_of_its_own_are_all_shown() -> None:
    source = get_template("demo/markup.html").template.source
    own = set(re.findall(r"{% partialdef ([\w-]+) %}", source))
    shown = {
        specimen.template.partition("#")[2] or entry.name
        for group in groups()
        for entry in group.entries
        for specimen in entry.specimens
    }
    assert own - shown == set()


def test_nothing_on_it_acts() -> None:
    html = keep_still('<form method="post" hx-post="/bag/" autofocus></form>', "a")
    assert html == '<form method="dialog"></form>'


def test_states_beside_each_other_keep_their_own_ids() -> None:
    html = keep_still('<label for="pin"></label><input id="pin" type="radio" name="size">', "b")
    assert html == '<label for="pin-b"></label><input id="pin-b" type="radio" name="size-b">'
