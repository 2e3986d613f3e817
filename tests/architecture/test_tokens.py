"""What the colours promise: every word can be read, every control can be seen, day and night."""

import gzip
import re
from pathlib import Path

import pytest

from scripts.join_css import PAIR, TARGET, join

STATIC = Path(__file__).resolve().parents[2] / "static"
TOKENS = {
    name.removeprefix("--"): {"light": day, "dark": night}
    for name, day, night in PAIR.findall((STATIC / "css" / "tokens.css").read_text())
}
GROUNDS = ["bg", "surface", "sunk"]
WORDS = ["ink", "ink-2", "ink-3", "neel", "neem", "madder", "haldi-ink"]
TEXT_ON_GROUND = [
    *((word, ground) for word in WORDS for ground in GROUNDS),
    ("ink", "tile"),
    ("ink-2", "tile"),
    ("ink-3", "tile"),
    ("on-ink", "ink"),
    ("on-band", "band"),
    ("on-band-2", "band"),
    ("on-haldi", "haldi"),
    *((dye, f"{dye}-pale") for dye in ("neel", "neem", "madder")),
    ("haldi-ink", "haldi-pale"),
    *(("ink", f"{dye}-pale") for dye in ("neel", "neem", "madder", "haldi")),
]
LINE_ON_GROUND = [(line, ground) for line in ("line-strong", "focus") for ground in GROUNDS]
THEMES = ["light", "dark"]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two #rrggbb colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(text: str, ground: str, theme: str) -> None:
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), LINE_ON_GROUND)
def test_edges_of_controls_can_be_seen(line: str, ground: str, theme: str) -> None:
    assert contrast(TOKENS[line][theme], TOKENS[ground][theme]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_discount_and_error_never_share_a_colour(theme: str) -> None:
    assert TOKENS["neem"][theme] != TOKENS["madder"][theme]


def test_joined_stylesheet_is_fresh() -> None:
    assert TARGET.read_text() == join(), "run python scripts/join_css.py"


def test_browsers_without_light_dark_get_every_colour() -> None:
    fallback = join().partition("@supports not (color:light-dark(#000,#fff))")[2]
    assert all(f"--{name}:{pair['light']}" in fallback for name, pair in TOKENS.items())
    assert len(TOKENS) == (STATIC / "css" / "tokens.css").read_text().count(": light-dark(")


def test_every_custom_property_used_is_declared() -> None:
    css = join()
    used = set(re.findall(r"var\((--[\w-]+)", css))
    declared = set(re.findall(r"(--[\w-]+):", css)) | {"--dye"}
    assert used - declared == set()


def test_nothing_is_forced() -> None:
    assert "!important" not in join()


@pytest.mark.parametrize(("path", "most"), [("css/vastra.css", 12_000), ("js/vastra.js", 5_000)])
def test_what_is_sent_stays_small(path: str, most: int) -> None:
    assert len(gzip.compress((STATIC / path).read_bytes(), mtime=0)) <= most


def test_fonts_stay_small() -> None:
    assert sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")) <= 37_000
