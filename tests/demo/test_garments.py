"""The drawn product pictures: what the code draws, and the masters painted from it."""

import json
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image

from demo.garments import LOOKS, VIEWS, draw
from demo.garments.rendering import PICTURES, SIZE, drawings, manifest

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = dict(drawings())
MASTERS = list(DRAWINGS)


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def test_wardrobe_has_nine_styles_with_six_looks_or_more():
    looks_of = {style: sum(look.style == style for look in LOOKS) for style in VIEWS}
    assert len(looks_of) == 9
    assert min(looks_of.values()) >= 6


def test_every_look_has_its_own_key():
    assert len({look.key for look in LOOKS}) == len(LOOKS)


@pytest.mark.parametrize("name", MASTERS)
def test_drawing_is_well_formed_on_a_transparent_ground(name: str):
    root = _parsed(DRAWINGS[name])

    assert root.get("viewBox") == "0 0 800 1000"
    widths = [float(child.get("width", 0)) for child in root if child.tag == f"{SVG}rect"]
    assert max(widths, default=0) < 100  # the woven label, never a ground
    assert list(root.iter(f"{SVG}feDisplacementMap")) == []


@pytest.mark.parametrize("name", MASTERS)
def test_every_id_a_drawing_names_is_defined_once(name: str):
    svg = DRAWINGS[name]
    ids = [element.get("id") for element in _parsed(svg).iter() if element.get("id")]
    used = {part.split(")")[0] for part in svg.split("url(#")[1:]}

    assert len(ids) == len(set(ids))
    assert used <= set(ids)


def test_same_arguments_draw_the_same_bytes():
    once = draw("kurta", colour="#27406b", fabric="khadi", view="front", seed=6)
    again = draw("kurta", colour="#27406b", fabric="khadi", view="front", seed=6)
    assert once == again


def test_another_seed_folds_the_cloth_another_way():
    one = draw("tee", colour="#27406b", fabric="jersey", seed=1)
    other = draw("tee", colour="#27406b", fabric="jersey", seed=2)
    assert one != other


def test_manifest_matches_what_the_code_draws():
    """When this fails, run `manage.py render_garments` and commit what it paints."""
    assert json.loads((PICTURES / "manifest.json").read_text()) == manifest()


def test_drawings_and_masters_are_the_same_set():
    assert {path.stem for path in PICTURES.glob("*.avif")} == set(MASTERS)


@pytest.mark.parametrize("name", MASTERS)
def test_master_is_whole_transparent_around_and_filled_in_the_middle(name: str):
    with Image.open(PICTURES / f"{name}.avif") as picture:
        alpha = picture.getchannel("A")

        assert picture.size == SIZE
        assert [
            alpha.getpixel(corner) for corner in ((0, 0), (959, 0), (0, 1199), (959, 1199))
        ] == [0] * 4
        assert alpha.histogram()[255] > 150_000


def test_masters_weigh_less_than_ten_megabytes():
    assert sum(path.stat().st_size for path in PICTURES.glob("*.avif")) < 10_000_000
