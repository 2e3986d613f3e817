"""Promises of shop/colours.py: every dye of the shop has the family a shopper would look under."""

import pytest

from shop.colours import DYES, family_of
from shop.models import ColourFamily


@pytest.mark.parametrize(
    ("dye", "family"),
    [
        ("#f2f0ea", "white"),
        ("#e8e0cf", "cream"),
        ("#c8b493", "cream"),
        ("#d8a032", "yellow"),
        ("#b5603d", "orange"),
        ("#a2332f", "red"),
        ("#d9949b", "pink"),
        ("#b42a60", "pink"),
        ("#5b2b4d", "purple"),
        ("#27406b", "blue"),
        ("#8fb0cc", "blue"),
        ("#1c5c66", "blue"),
        ("#5d7d5a", "green"),
        ("#6d6b35", "green"),
        ("#7a5638", "brown"),
        ("#5b6b7d", "grey"),
        ("#1d1e23", "black"),
    ],
)
def test_a_dye_belongs_to_the_colour_people_call_it(dye, family):
    assert family_of(dye) == family


@pytest.mark.parametrize(("family", "dye"), DYES.items())
def test_what_stands_for_a_family_belongs_to_it(family, dye):
    assert family_of(dye) == family


def test_every_family_has_a_dye():
    assert set(DYES) == set(ColourFamily.values)


@pytest.mark.parametrize("written", ["", "#12", "blue", "#gggggg"])
def test_what_is_no_colour_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        family_of(written)
