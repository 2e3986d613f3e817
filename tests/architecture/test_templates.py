"""What every template keeps to: documented components, no inline code, icons that exist."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
TAGS_AND_COMMENTS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.S)


def named(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_component_says_what_it_takes(path: Path) -> None:
    assert re.match(r"{# inputs: .+ #}\n", path.read_text())


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_component_can_be_read_at_a_glance(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 30


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_included_templates_exist(path: Path) -> None:
    for name in re.findall(r"{% (?:include|extends) \"([^\"#]+)", path.read_text()):
        get_template(name)  # ours, or a package's: TemplateDoesNotExist names what is missing


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_code_in_attributes(path: Path) -> None:
    assert re.findall(r"<[^>]*\s(?:on\w+|hx-on[\w:-]*)=", path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_nothing_htmx_would_have_to_evaluate(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"hx-(?:vals|headers)=.js:|hx-trigger=\"[^\"]*\[", text) == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_only_the_dye_is_styled_in_place(path: Path) -> None:
    styles = re.findall(r"style=\"([^\"]*)\"", path.read_text())
    assert [style for style in styles if not re.fullmatch(r"--dye: ?[^;]+", style)] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_only_inline_script_is_the_theme(path: Path) -> None:
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", path.read_text(), re.S)
    assert [script for script in scripts if script != '{% include "theme.js" %}'] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_pictures_say_what_they_show(path: Path) -> None:
    images = re.findall(r"<img\b[^>]*>", TAGS_AND_COMMENTS.sub("", path.read_text()))
    assert [image for image in images if "alt=" not in image] == []


def test_theme_script_has_no_template_syntax_and_no_closing_tag() -> None:
    script = (ROOT / "templates" / "theme.js").read_text()
    assert re.search(r"{[{%#]|</", script) is None


def test_every_form_that_changes_something_works_without_javascript() -> None:
    forms = [
        form
        for path in PAGES
        for form in re.findall(r"<form\b[^>]*hx-post[^>]*>", path.read_text())
    ]
    assert [form for form in forms if 'method="post"' not in form] == []
