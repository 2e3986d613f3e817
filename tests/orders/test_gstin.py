"""Promises of orders/gstin.py: fifteen characters whose last one fits the others."""

import pytest

from orders.gstin import check_digit, parse_gstin

REAL = ["27AAPFU0939F1ZV", "29AAGCB7383J1Z4", "24AAACC1206D1ZM"]


@pytest.mark.parametrize("gstin", REAL)
def test_a_gstin_fits_its_own_check_digit(gstin):
    assert check_digit(gstin[:14]) == gstin[14]
    assert parse_gstin(gstin) == gstin


def test_spaces_and_small_letters_are_forgiven():
    assert parse_gstin(" 27 aapfu0939f 1zv ") == "27AAPFU0939F1ZV"


@pytest.mark.parametrize("place", [*range(13), 14])
def test_one_wrong_character_is_found_wherever_it_is(place):
    gstin = "27AAPFU0939F1ZV"
    other = "B" if gstin[place].isalpha() else "3" if gstin[place] == "2" else "2"
    with pytest.raises(ValueError, match=r"GSTIN"):
        parse_gstin(gstin[:place] + other + gstin[place + 1 :])


@pytest.mark.parametrize("text", ["", "27AAPFU0939F1Z", "27AAPFU0939F1ZVX", "२७AAPFU0939F1ZV"])
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(ValueError, match="Enter the 15 characters of your GSTIN"):
        parse_gstin(text)
