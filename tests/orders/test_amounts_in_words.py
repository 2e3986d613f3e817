"""Promises of orders/amounts_in_words.py: sums as people in India say them."""

import pytest

from orders.amounts_in_words import number_in_words, rupees_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (10, "ten"),
        (19, "nineteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (110, "one hundred ten"),
        (999, "nine hundred ninety-nine"),
        (1_000, "one thousand"),
        (99_999, "ninety-nine thousand nine hundred ninety-nine"),
        (1_00_000, "one lakh"),
        (12_34_567, "twelve lakh thirty-four thousand five hundred sixty-seven"),
        (1_00_00_000, "one crore"),
        (123_45_67_890, ("one hundred twenty-three crore forty-five lakh sixty-seven thousand "
                        "eight hundred ninety")),
    ],
)  # fmt: skip
def test_whole_numbers(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (0, "Rupees zero only"),
        (5, "Rupees zero and five paise only"),
        (2_04_000_50, "Rupees two lakh four thousand and fifty paise only"),
        (18_775_00, "Rupees eighteen thousand seven hundred seventy-five only"),
    ],
)
def test_sums(minor, words):
    assert rupees_in_words(minor) == words


def test_nothing_below_zero_is_said():
    with pytest.raises(ValueError, match="-1"):
        rupees_in_words(-1)
